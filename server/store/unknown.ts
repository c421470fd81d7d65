import { MOST_OIDS, type DeviceTally } from '../domain/unknown.ts';
import { rowsText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { UnknownQuery } from './reads.ts';
import type { Connection } from './sqlite.ts';

/** How many rows a device has at most, the one of `others` not counted. */
export const MOST_ROWS = 2000;

// Adds to what is there; WHERE true: without it ON CONFLICT would be read as a join's ON.
const add = `INSERT INTO unknown (device, messageId, oid, outcome, count, sample, first, last)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7 FROM jsonb_each(?) WHERE true
  ON CONFLICT (device, ifnull(messageId, -1), ifnull(oid, ''), outcome) DO UPDATE SET
    count = count + excluded.count,
    sample = iif(excluded.last >= last, excluded.sample, sample),
    first = min(first, excluded.first),
    last = max(last, excluded.last)`;

/** Adds these tallies to those of their devices, in the transaction that is open: adding them twice counts them twice. */
export async function addUnknown(writer: Connection, tallies: readonly DeviceTally[]): Promise<void> {
  const rows: DeviceTally[] = [];
  for (const device of new Set(tallies.map((one) => one.device))) {
    const own = tallies.filter((one) => one.device === device);
    rows.push(...(await fitting(writer, device, own)));
  }
  if (rows.length === 0) return;
  const cells = rows.map(({ device, messageId, oid = null, outcome, count, sample, first, last }) => [
    ...[device, messageId, oid, outcome, count, sample, first, last],
  ]);
  await writer.run(add, [rowsText(cells)]);
}

/** The tallies, those that a full table has no row for as `others`. */
async function fitting(
  writer: Connection,
  device: number,
  tallies: readonly DeviceTally[],
): Promise<readonly DeviceTally[]> {
  const rows = await writer.all<{ what: string; ofTrap: number }>(
    `SELECT ifnull(messageId, '') || ' ' || ifnull(oid, '') || ' ' || outcome AS what, oid IS NOT NULL AS ofTrap
     FROM unknown WHERE device = ? AND outcome <> 'others'`,
    [device],
  );
  const known = new Set(rows.map(({ what }) => what));
  let oids = rows.filter(({ ofTrap }) => ofTrap === 1).length;
  return tallies.map((one) => {
    const { oid, ...rest } = one;
    const what = `${one.messageId ?? ''} ${oid ?? ''} ${one.outcome}`;
    if (one.outcome === 'others' || known.has(what)) return one;
    if (known.size >= MOST_ROWS || (oid !== undefined && oids >= MOST_OIDS))
      return { ...rest, messageId: null, outcome: 'others' };
    known.add(what);
    if (oid !== undefined) oids += 1;
    return one;
  });
}

/** The most frequent first. */
export async function mostUnknown(
  ask: Ask,
  main: string,
  { device, outcome, limit }: UnknownQuery,
): Promise<readonly DeviceTally[]> {
  const rows = await ask<Omit<DeviceTally, 'oid'> & Readonly<Record<string, string | number | null>>>(
    main,
    `SELECT device, messageId, oid, outcome, count, sample, first, last FROM unknown
     WHERE device = ifnull(?, device) AND outcome = ifnull(?, outcome)
     ORDER BY count DESC, last DESC, device, messageId, oid LIMIT ?`,
    [device ?? null, outcome ?? null, limit],
  );
  return rows.map(({ oid, ...rest }) => ({ ...rest, ...(typeof oid === 'string' && { oid }) }));
}
