import type { Cell } from './cell.ts';
import type { Ask } from './readers.ts';
import { BadCursor } from './reads.ts';
import type { Table } from './table.ts';

/** One restriction in SQL, the row being `t`, with its values. */
export type Condition = readonly [sql: string, ...values: Cell[]];

/** What is told in pages, newest start first. */
interface Started {
  readonly id: number;
  readonly start: number;
}

/**
 * A page of the rows that are found in any of the ways and fulfil the conditions, newest start first. Each way has its own index in the
 * order wanted; one SELECT with OR would gather and sort every match.
 */
export async function pageOfNewest<T extends Started>(
  ask: (sql: string, values: readonly Cell[]) => ReturnType<Ask>,
  table: Table<T>,
  ways: readonly (Condition | undefined)[],
  conditions: readonly Condition[],
  limit: number,
): Promise<{ readonly rows: readonly T[]; readonly next: string | null }> {
  const found = new Map<number, T>();
  for (const way of ways) {
    const all = way === undefined ? conditions : [way, ...conditions];
    const where = all.map(([sql]) => sql).join(' AND ');
    const sql = `${table.select}${where && ` WHERE ${where}`} ORDER BY t.start DESC, t.id DESC LIMIT ?`;
    // One more than asked for: it tells whether there is a next page.
    for (const row of await ask(sql, [...all.flatMap(([, ...values]) => values), limit + 1])) {
      const value = table.fromRow(row);
      found.set(value.id, value);
    }
  }
  const sorted = [...found.values()].sort((a, b) => b.start - a.start || b.id - a.id);
  const rows = sorted.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: sorted.length > rows.length && last !== undefined ? `${last.start}.${last.id}` : null };
}

/** That the user is the one of this name. */
export const byName = (name: string): Condition => ['t.user = (SELECT id FROM user WHERE name = ?)', name];

/** That the device is one of these. The + keeps other indexes than that of the order out of it. */
export const onDevices = (devices: readonly number[]): Condition => [
  '+device IN (SELECT value FROM json_each(?))',
  JSON.stringify(devices),
];

/** The same; any device, where none are told. */
export const onAny = (devices: readonly number[] | undefined): Condition =>
  devices === undefined ? ['true'] : onDevices(devices);

/** That a row comes after the page that gave this cursor. */
export function afterCursor(cursor: string): Condition {
  const [, start, id] = /^(-?\d{1,16})\.(-?\d{1,16})$/.exec(cursor) ?? [];
  const place = [Number(start), Number(id)] as const;
  if (place.every(Number.isSafeInteger)) return ['(t.start, t.id) < (?, ?)', ...place];
  throw new BadCursor(`${JSON.stringify(cursor.slice(0, 40))}: not a cursor of a page like this`);
}
