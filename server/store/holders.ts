import type { Session } from '../domain/session.ts';
import { onAny } from './newest.ts';
import type { Ask } from './readers.ts';
import type { HolderQuery, Holders } from './user-reads.ts';
import { gapTable, sessionTable } from './tables.ts';

/** Whose an address was in a span of time: inside of the tunnel, and as the place that they came from. */
export async function holdersOf(ask: Ask, main: string, query: HolderQuery): Promise<Holders> {
  const { address, from, to, limit, devices } = query;
  const [on, ...ids] = onAny(devices);
  const sessions = async (where: string, order: string, ...values: readonly (string | number)[]) => {
    const sql = `${sessionTable.select} WHERE ${on} AND ${where} ORDER BY t.start ${order}, t.id ${order} LIMIT ?`;
    return (await ask(main, sql, [...ids, ...values])).map((row): Session => sessionTable.fromRow(row));
  };
  const during = (column: 'assignedIp' | 'publicIp') =>
    sessions(`t.${column} = ? AND t.start < ? AND (t."end" IS NULL OR t."end" >= ?)`, 'DESC', address, to, from, limit);
  const [before] = await sessions('t.assignedIp = ? AND t.start < ? AND t."end" < ?', 'DESC', address, from, from, 1);
  const [after] = await sessions('t.assignedIp = ? AND t.start >= ?', 'ASC', address, to, 1);
  const gaps = await ask(main, `${gapTable.select} WHERE t."from" < ? AND t."to" > ? ORDER BY t."from"`, [to, from]);
  return {
    gaps: gaps.map((row) => gapTable.fromRow(row)),
    held: await during('assignedIp'),
    cameFrom: await during('publicIp'),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}
