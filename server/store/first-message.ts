import type { StoredMessage } from '../domain/batch.ts';
import { firstIdAt, idsOf } from './day.ts';
import type { Days } from './days.ts';
import { allOf, IS_TRAP } from './message-where.ts';
import { askDay, message, select } from './messages.ts';
import type { Ask } from './readers.ts';
import type { FirstQuery } from './message-reads.ts';

/** The first of those messages that are not older than `since`. */
export async function firstMessage(ask: Ask, days: Days, query: FirstQuery): Promise<StoredMessage | undefined> {
  const first = firstIdAt(query.since);
  const { where, parameters } = allOf({ ...query, limit: 1 });
  const lines = query.lines === true ? ` AND NOT (${IS_TRAP})` : '';
  for (const day of days.list().filter((one) => idsOf(one).past > first)) {
    const sql = `${select} WHERE id >= ?${where}${lines} ORDER BY id LIMIT 1`;
    const [row] = await askDay(ask, days, day, sql, [first, ...parameters]);
    if (row !== undefined) return message(row);
  }
  return undefined;
}

/** When each sender's last trap came, of those since then (epoch milliseconds). */
export async function lastTraps(ask: Ask, days: Days, since: number): Promise<ReadonlyMap<string, number>> {
  const first = firstIdAt(since);
  const last = new Map<string, number>();
  for (const day of days.list().filter((one) => idsOf(one).past > first)) {
    const sql = `SELECT "from", max(at) AS at FROM message WHERE id >= ? AND ${IS_TRAP} GROUP BY "from"`;
    for (const row of await askDay(ask, days, day, sql, [first])) last.set(String(row['from']), Number(row['at']));
  }
  return last;
}
