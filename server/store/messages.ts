import type { StoredMessage } from '../domain/batch.ts';
import type { Cell } from './cell.ts';
import { dayOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import type { Ask } from './readers.ts';
import { SqlError, type Row } from './sqlite.ts';

/** Whether the message of that id arrived, or what it began, and was not imported: the opposite of `isImported` in SQL. */
export const arrived = (id: string): string => `(${id} % 1000 < 500)`;

/** Reads rows as `message` takes them. */
export const select = `SELECT id, at, "from", messageId, severity, outcome, line FROM message`;

/** The messages that arrived with a greater id, in order, at most `limit`. */
export async function messagesAfter(
  ask: Ask,
  days: Days,
  after: number,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (const day of days.list().filter((one) => one >= dayOf(after))) {
    const rows = await askDay(ask, days, day, `${select} WHERE id > ? AND ${arrived('id')} ORDER BY id LIMIT ?`, [
      after,
      limit - found.length,
    ]);
    found.push(...rows.map(message));
    if (found.length >= limit) break;
  }
  return found;
}

/** The messages with these ids that are still kept, in order of id. */
export async function messagesById(ask: Ask, days: Days, ids: Iterable<number>): Promise<readonly StoredMessage[]> {
  const byDay = new Map<Day, number[]>();
  for (const id of ids) byDay.set(dayOf(id), [...(byDay.get(dayOf(id)) ?? []), id]);
  const found: StoredMessage[] = [];
  for (const day of days.list()) {
    const wanted = byDay.get(day);
    if (wanted === undefined) continue;
    const rows = await askDay(ask, days, day, `${select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [
      JSON.stringify(wanted),
    ]);
    found.push(...rows.map(message));
  }
  return found;
}

/** The greatest id in any day; 0 if there is none. */
export async function lastMessageId(ask: Ask, days: Days): Promise<number> {
  for (const day of [...days.list()].reverse()) {
    const last = await lastIdOf(ask, days, day);
    if (last > 0) return last;
  }
  return 0;
}

/** The greatest id of a day; 0 if there is none. */
export async function lastIdOf(ask: Ask, days: Days, day: Day): Promise<number> {
  const [row] = await askDay(ask, days, day, 'SELECT max(id) AS last FROM message');
  return Number(row?.['last'] ?? 0);
}

/** The greatest id of those that arrived; 0 if there is none. */
export async function lastArrivedId(ask: Ask, days: Days): Promise<number> {
  for (const day of [...days.list()].reverse()) {
    const [row] = await askDay(
      ask,
      days,
      day,
      `SELECT id FROM message WHERE ${arrived('id')} ORDER BY id DESC LIMIT 1`,
    );
    if (typeof row?.['id'] === 'number') return row['id'];
  }
  return 0;
}

/** Asks one day. The file of one in whose making the process died, or the disk was full, has no table yet: no message is in it. */
export async function askDay(
  ask: Ask,
  days: Days,
  day: Day,
  sql: string,
  parameters: readonly Cell[] = [],
): Promise<readonly Row[]> {
  try {
    return await ask(days.path(day), sql, parameters);
  } catch (fault) {
    if (fault instanceof SqlError && fault.message.includes('no such table: message')) return [];
    throw fault;
  }
}

/** The border: the columns of `message` are those of the tuple. */
export function message(row: Row): StoredMessage {
  return [
    row['id'],
    row['at'],
    row['from'],
    row['messageId'],
    row['severity'],
    row['outcome'],
    row['line'],
  ] as unknown as StoredMessage;
}
