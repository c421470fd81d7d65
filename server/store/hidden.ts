import { firstHour, MOST_ADDRESSES, type DeviceHidden } from '../domain/hidden.ts';
import { rowsText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { HiddenQuery, HiddenSum } from './reads.ts';
import type { Connection } from './sqlite.ts';

// Adds to what is there; WHERE true: without it ON CONFLICT would be read as a join's ON.
const add = `INSERT INTO hidden (device, hour, told, publicIp, count, last)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 FROM jsonb_each(?) WHERE true
  ON CONFLICT (device, hour, told, ifnull(publicIp, '')) DO UPDATE SET
    count = count + excluded.count,
    last = max(last, excluded.last)`;

/** Adds these counts to those of their devices, in the transaction that is open, and drops the hours that are too old at `now`. */
export async function addHidden(writer: Connection, counts: readonly DeviceHidden[], now: number): Promise<void> {
  if (counts.length === 0) return;
  await writer.run('DELETE FROM hidden WHERE hour < ?', [firstHour(now)]);
  const rows: DeviceHidden[] = [];
  for (const device of new Set(counts.map((one) => one.device))) {
    const own = counts.filter((one) => one.device === device);
    rows.push(...(await fitting(writer, device, own)));
  }
  const cells = rows.map(({ device, hour, told, publicIp, count, last }) => [
    device,
    hour,
    told,
    publicIp,
    count,
    last,
  ]);
  await writer.run(add, [rowsText(cells)]);
}

/** The counts, those of addresses that there is no room for as `others`. */
async function fitting(
  writer: Connection,
  device: number,
  counts: readonly DeviceHidden[],
): Promise<readonly DeviceHidden[]> {
  const rows = await writer.all<{ publicIp: string }>(
    'SELECT DISTINCT publicIp FROM hidden WHERE device = ? AND publicIp IS NOT NULL',
    [device],
  );
  const known = new Set(rows.map(({ publicIp }) => publicIp));
  return counts.map((one) => {
    if (one.publicIp === null || known.has(one.publicIp)) return one;
    if (known.size >= MOST_ADDRESSES) return { ...one, told: 'others', publicIp: null };
    known.add(one.publicIp);
    return one;
  });
}

/** By address, the most frequent first, with the tries from there that nobody has named: one try is told by several messages. */
export async function mostHidden(
  ask: Ask,
  main: string,
  { device, at, limit }: HiddenQuery,
): Promise<readonly HiddenSum[]> {
  return ask<HiddenSum & Readonly<Record<string, string | number | null>>>(
    main,
    `SELECT h.*, CASE WHEN h.publicIp IS NOT NULL THEN (
       SELECT count(*) FROM attempt a WHERE a.publicIp = h.publicIp AND a.start >= ? AND a.device = h.device AND a.user IS NULL
     ) END AS tries FROM (
       SELECT device, told, publicIp, sum(count) AS count, max(last) AS last FROM hidden
       WHERE device = ifnull(?, device) AND hour >= ?
       GROUP BY device, told, publicIp ORDER BY 4 DESC, 5 DESC, device, publicIp LIMIT ?
     ) h ORDER BY 4 DESC, 5 DESC, device, publicIp`,
    [firstHour(at), device ?? null, firstHour(at), limit],
  );
}

/** By device and hour, as far as they count at `now`. */
export async function hiddenHours(
  ask: Ask,
  main: string,
  now: number,
): Promise<readonly Pick<DeviceHidden, 'device' | 'hour' | 'count'>[]> {
  return ask<Pick<DeviceHidden, 'device' | 'hour' | 'count'> & Readonly<Record<string, number>>>(
    main,
    'SELECT device, hour, sum(count) AS count FROM hidden WHERE hour >= ? GROUP BY device, hour',
    [firstHour(now)],
  );
}
