import { BUCKET } from '../domain/packed.ts';
import { AS_TEXT, type Connection } from './sqlite.ts';

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
export const VERSION = 2;

/** Makes the day's tables in a new file, or those of the version before anew; rejects for a file that a newer program made. */
export async function prepareDay(writer: Connection, day: Day): Promise<void> {
  const [row] = await writer.all<{ user_version: number }>('PRAGMA user_version');
  const version = row?.user_version;
  if (version === VERSION) return;
  if (version !== 0 && version !== 1)
    throw new Error(`message day ${day}: of version ${String(version)}, which this program does not know`);
  await writer.script(`BEGIN IMMEDIATE;
    ${version === 1 ? 'ALTER TABLE message RENAME TO old;' : ''}
    ${tables(day)}
    ${version === 1 ? fromFirst : ''}
    PRAGMA user_version = ${VERSION};
    COMMIT;`);
}

/**
 * A line is put together from its shape and its text (`Shape`): the header that thousands share is stored once, and a row has no index but
 * its id. `word` leads from a word to the messages of a segment, by ten minutes: what comes now is put where what came before it is.
 */
function tables(day: Day): string {
  const { first, past } = idsOf(day);
  return `
    CREATE TABLE shape (
      id INTEGER PRIMARY KEY,
      "from" TEXT NOT NULL,
      messageId INTEGER,
      severity INTEGER,
      outcome TEXT NOT NULL,
      before TEXT NOT NULL,
      after TEXT NOT NULL,
      stamp INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE line (
      id INTEGER PRIMARY KEY,
      shape INTEGER NOT NULL,
      text TEXT NOT NULL,
      at INTEGER,
      CONSTRAINT of_another_day CHECK (id >= ${first} AND id < ${past})
    ) STRICT;
    CREATE TABLE word (
      bucket INTEGER NOT NULL,
      word TEXT NOT NULL,
      segment INTEGER NOT NULL,
      places TEXT NOT NULL,
      PRIMARY KEY (bucket, word, segment)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW message AS
      SELECT l.id, ifnull(l.at, l.id / 1000) AS at, s."from", s.messageId, s.severity, s.outcome,
        iif(s.stamp = 0, s.before || s.after || l.text,
          s.before || substr(l.text, 1, s.stamp) || s.after || substr(l.text, s.stamp + 1)) AS line
      FROM line l CROSS JOIN shape s ON s.id = l.shape;`;
}

/** Takes over the rows of version 1: whole lines, of which nobody has read whom they name. */
const fromFirst = `
    INSERT INTO shape SELECT min(id) * -1, "from", messageId, severity, outcome, '', '', 0 FROM old GROUP BY "from", messageId, severity, outcome;
    INSERT INTO line SELECT o.id, s.id, o.line, nullif(o.at, o.id / 1000) FROM old o JOIN shape s
      ON (s."from", s.outcome) = (o."from", o.outcome) AND s.messageId IS o.messageId AND s.severity IS o.severity;
    INSERT INTO word SELECT id / ${BUCKET}, '#' || ifnull(messageId, ''), id / ${BUCKET} * ${BUCKET}, group_concat(id % ${BUCKET}, ',') || ',' FROM old GROUP BY 1, 2;
    INSERT INTO word SELECT id / ${BUCKET}, '?', id / ${BUCKET} * ${BUCKET}, group_concat(id % ${BUCKET}, ',') || ',' FROM old GROUP BY 1;
    INSERT INTO word SELECT id / ${BUCKET}, '!misfit', id / ${BUCKET} * ${BUCKET}, group_concat(id % ${BUCKET}, ',') || ',' FROM old WHERE outcome = 'misfit' GROUP BY 1;
    DROP TABLE old;`;

/** Keeps shapes; one whose id is there already is the same. */
export const putShapes = `INSERT INTO shape SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7
  FROM jsonb_each(${AS_TEXT}) WHERE true ON CONFLICT (id) DO NOTHING`;

/** Keeps lines of the day; one whose id is there already changes nothing. Not OR IGNORE: that drops rows with a missing value too. */
export const putLines = `INSERT INTO line SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(${AS_TEXT}) WHERE true
  ON CONFLICT (id) DO NOTHING`;

/** Keeps words: bucket, segment, words. */
export const putWords = `INSERT INTO word SELECT ?, value->>0, ?, value->>1 FROM jsonb_each(${AS_TEXT}) WHERE true
  ON CONFLICT DO UPDATE SET places = places || excluded.places`;
