import type { Connection } from './sqlite.ts';

/** A UTC day as its file is named, such as `2026-11-23`. */
export type Day = string;

/** The day a message id belongs to: an id is the microsecond of its receipt, or later when many came at once. */
export function dayOf(id: number): Day {
  return new Date(Math.floor(id / 1000)).toISOString().slice(0, 10);
}

/** The first id of the day, and the first that is past it. */
export function idsOf(day: Day): { readonly first: number; readonly past: number } {
  const first = Date.parse(`${day}T00:00:00Z`) * 1000;
  return { first, past: first + 86_400_000_000 };
}

/** The first id that a message could have that was received then. A time may be so late that its id would not be exact: no message is that late. */
export function firstIdAt(time: number): number {
  return Math.min(time * 1000, Number.MAX_SAFE_INTEGER);
}

/** The version of a message day (`user_version`). */
export const VERSION = 1;

/** Makes the day's table in a new file; rejects for a file that a newer program made. */
export async function prepareDay(writer: Connection, day: Day): Promise<void> {
  const [row] = await writer.all<{ user_version: number }>('PRAGMA user_version');
  if (row?.user_version === VERSION) return;
  if (row?.user_version !== 0)
    throw new Error(`message day ${day}: of version ${String(row?.user_version)}, which this program does not know`);
  const { first, past } = idsOf(day);
  await writer.script(`
    BEGIN IMMEDIATE;
    CREATE TABLE message (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      "from" TEXT NOT NULL,
      messageId INTEGER,
      severity INTEGER,
      outcome TEXT NOT NULL,
      line TEXT NOT NULL,
      CONSTRAINT of_another_day CHECK (id >= ${first} AND id < ${past})
    ) STRICT;
    CREATE INDEX message_by_message_id ON message (messageId);
    CREATE INDEX message_misfit ON message (id) WHERE outcome = 'misfit';
    PRAGMA user_version = ${VERSION};
    COMMIT;`);
}

/** Keeps rows of the day; one whose id is there already changes nothing. Not OR IGNORE: that drops rows with a missing value too. */
export const putMessages = `INSERT INTO message (id, at, "from", messageId, severity, outcome, line)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 FROM jsonb_each(?) WHERE true
  ON CONFLICT (id) DO NOTHING`;
