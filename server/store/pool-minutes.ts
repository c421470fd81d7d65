import type { PoolMinute } from '../domain/pool-history.ts';
import { rowsText } from './cell.ts';
import { gapsWithin } from './minutes.ts';
import type { Ask } from './readers.ts';
import type { PoolMinuteSpan, PoolMinutesQuery } from './reads.ts';
import type { Connection } from './sqlite.ts';
import type { KeptPoolMinutes } from './store.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** For how long every minute is kept, in milliseconds; after that of each hour its last and its fullest. */
const WHOLE = 3 * DAY;
/** How far back what is thinned out is looked for: it may have become old while nobody ran. */
const LOOKED_AT = 8 * DAY;

const putRows = `INSERT INTO pool_minute (device, pool, minute, size, used, most)
  SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 FROM jsonb_each(?) WHERE true
  ON CONFLICT (device, pool, minute) DO UPDATE SET size = excluded.size, used = excluded.used,
    most = max(coalesce(most, excluded.most), coalesce(excluded.most, most))`;

// The last one of an hour tells what holds after it, the fullest one the peak.
const thin = `DELETE FROM pool_minute WHERE (device, pool, minute) IN (
  SELECT device, pool, minute FROM (
    SELECT device, pool, minute,
      row_number() OVER (PARTITION BY minute / ${HOUR} ORDER BY minute DESC) AS fromLast,
      row_number() OVER (PARTITION BY minute / ${HOUR} ORDER BY most DESC, minute) AS fromFullest
    FROM pool_minute WHERE device = ? AND pool = ? AND minute >= ? AND minute < ?
  ) WHERE fromLast > 1 AND fromFullest > 1)`;

/** Keeps minutes of pools; when an hour has begun, thins out what is old. */
export async function putPoolMinutes(
  writer: Connection,
  { rows, isNewHour }: KeptPoolMinutes,
  at: number,
): Promise<void> {
  if (rows.length === 0) return;
  await writer.run(putRows, [
    rowsText(rows.map(({ device, pool, minute, size, used, most }) => [device, pool, minute, size, used, most])),
  ]);
  if (!isNewHour) return;
  const whole = Math.floor((at - WHOLE) / HOUR) * HOUR;
  for (const { device, pool } of rows) await writer.run(thin, [device, pool, whole - LOOKED_AT, whole]);
}

/** The minutes of some pools of a device, and when nothing was collected. */
export async function spanOfPools(ask: Ask, main: string, query: PoolMinutesQuery): Promise<PoolMinuteSpan> {
  const minutes = await minutesOfPools(ask, main, query);
  return { minutes, gaps: await gapsWithin(ask, main, query.from, query.to) };
}

async function minutesOfPools(
  ask: Ask,
  main: string,
  { device, pools, from, to }: PoolMinutesQuery,
): Promise<readonly PoolMinute[]> {
  const rows = await ask(
    main,
    `SELECT pool, minute, size, used, most FROM pool_minute
     WHERE device = ? AND pool IN (SELECT value FROM json_each(?)) AND minute >= ? AND minute < ? ORDER BY minute`,
    [device, JSON.stringify(pools), from, to],
  );
  const figure = (value: unknown): number | null => (value === null ? null : Number(value));
  return rows.map(({ pool, minute, size, used, most }) => ({
    ...{ pool: String(pool), minute: Number(minute) },
    ...{ size: figure(size), used: figure(used), most: figure(most) },
  }));
}
