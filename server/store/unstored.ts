import type { DeviceUnstored, UnstoredSum } from '../domain/unstored.ts';
import { rowsText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { UnstoredQuery } from './reads.ts';
import type { Connection } from './sqlite.ts';

/** Stands for `null`: no message ID is negative, and a key holds no NULL. */
const OTHERS = -1;

// Adds to what is there; WHERE true: without it ON CONFLICT would be read as a join's ON.
const add = `INSERT INTO unstored (device, minute, messageId, count)
  SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?) WHERE true
  ON CONFLICT (device, minute, messageId) DO UPDATE SET count = count + excluded.count`;

/** Adds these counts to those of their devices, in the transaction that is open: adding them twice counts them twice. */
export async function addUnstored(writer: Connection, counts: readonly DeviceUnstored[]): Promise<void> {
  if (counts.length === 0) return;
  const cells = counts.map(({ device, minute, messageId, count }) => [device, minute, messageId ?? OTHERS, count]);
  await writer.run(add, [rowsText(cells)]);
}

/** What was counted of each device and ID within the span, the most frequent first. */
export async function unstoredOf(
  ask: Ask,
  main: string,
  { device, from, to, limit }: UnstoredQuery,
): Promise<readonly UnstoredSum[]> {
  const rows = await ask<Sum>(
    main,
    `SELECT u.device, u.messageId, sum(u.count) AS count, min(u.minute) AS first, max(u.minute) AS last
     FROM device d CROSS JOIN unstored u ON u.device = d.id
     WHERE d.id = ifnull(?, d.id) AND u.minute >= ? AND u.minute < ?
     GROUP BY u.device, u.messageId ORDER BY count DESC, u.device, u.messageId LIMIT ?`,
    [device ?? null, from, to, limit],
  );
  return rows.map(({ messageId, ...rest }) => ({ ...rest, messageId: messageId === OTHERS ? null : messageId }));
}

interface Sum extends Readonly<Record<string, number>> {
  readonly device: number;
  readonly messageId: number;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}
