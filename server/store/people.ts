import type { Attempt } from '../domain/attempt.ts';
import { bareName, fold, hasDomain } from '../domain/name.ts';
import type { Session } from '../domain/session.ts';
import type { Verdict } from '../domain/verdict.ts';
import { afterCursor, onAny, pageOfNewest, type Condition } from './newest.ts';
import { metersOf } from './polls.ts';
import type { Ask } from './readers.ts';
import type {
  AlikeCount,
  AlikeQuery,
  EarlierQuery,
  EarlierRecord,
  PeopleQuery,
  Person,
  UserQuery,
  UserRecord,
} from './user-reads.ts';
import type { Table } from './table.ts';
import { attemptTable, sessionTable, verdictTable } from './tables.ts';

/** A person who writes the name in more ways than this is looked up by the newest of them. */
const MOST_WRITINGS = 30;
/** Addresses that a person came from of late: what came from there without a name may have been the same person. */
const FEW_ADDRESSES = 3;

/** That the user `u` has left a trace there. */
function traced(devices: readonly number[] | undefined): Condition {
  if (devices === undefined) return ['true'];
  const [there, ...values] = onAny(devices);
  const where = ['session WHERE', 'attempt WHERE', `verdict WHERE service = 'unattributed' AND`].map(
    (from) => `EXISTS (SELECT 1 FROM ${from} user = u.id AND ${there})`,
  );
  return [`(${where.join(' OR ')})`, ...where.flatMap(() => values)];
}

/** All that is on record of the user of a name, over all devices or some. */
export async function userRecord(ask: Ask, main: string, query: UserQuery): Promise<UserRecord> {
  const writings = await writingsOf(ask, main, query);
  const ways = writings.map(({ id }): Condition => ['t.user = ?', id]);
  const asking = (sql: string, values: Parameters<Ask>[2]) => ask(main, sql, values);
  const { limit, devices } = query;
  const on = onAny(devices);
  const goingOn: Condition = [`t.state = 'active'`];
  const latest = await pageOfNewest<Session>(asking, sessionTable, ways, [on], limit.sessions);
  const active = await pageOfNewest<Session>(asking, sessionTable, ways, [goingOn, on], limit.sessions);
  const tries = await pageOfNewest<Attempt>(asking, attemptTable, ways, [on], limit.attempts);
  const rejected = await rejectedOf(ask, main, writings, query);
  const here = new Set(latest.rows.map(({ id }) => id));
  return {
    writings: writings.map(({ name }) => name),
    sessions: [...latest.rows, ...active.rows.filter(({ id }) => !here.has(id))],
    attempts: tries.rows,
    next: { sessions: latest.next, attempts: tries.next },
    inAll: await countOf(ask, main, writings, devices),
    rejected,
    meters: await metersOf(
      ask,
      main,
      active.rows.map(({ id }) => id),
    ),
    nameless: await namelessFrom(ask, main, latest.rows, tries.rows, query),
  };
}

/** A page of what the user of a name had and tried before. */
export async function earlierOf(ask: Ask, main: string, query: EarlierQuery): Promise<EarlierRecord> {
  const ways = (await writingsOf(ask, main, query)).map(({ id }): Condition => ['t.user = ?', id]);
  const asking = (sql: string, values: Parameters<Ask>[2]) => ask(main, sql, values);
  const page = <T extends { readonly id: number; readonly start: number }>(
    table: Table<T>,
    cursor: string | null,
    limit: number,
  ) =>
    cursor === null
      ? Promise.resolve({ rows: [] as readonly T[], next: null })
      : pageOfNewest<T>(asking, table, ways, [afterCursor(cursor), onAny(query.devices)], limit);
  const sessions = await page<Session>(sessionTable, query.sessions, query.limit.sessions);
  const attempts = await page<Attempt>(attemptTable, query.attempts, query.limit.attempts);
  return {
    sessions: sessions.rows,
    attempts: attempts.rows,
    next: { sessions: sessions.next, attempts: attempts.next },
  };
}

async function countOf(
  ask: Ask,
  main: string,
  writings: readonly Writing[],
  devices: readonly number[] | undefined,
): Promise<UserRecord['inAll']> {
  const ids = JSON.stringify(writings.map(({ id }) => id));
  const [there, ...values] = onAny(devices);
  const [row] = await ask<{ sessions: number; attempts: number }>(
    main,
    `SELECT (SELECT count(*) FROM session WHERE user IN (SELECT value FROM json_each(?)) AND ${there}) AS sessions,
       (SELECT count(*) FROM attempt WHERE user IN (SELECT value FROM json_each(?)) AND ${there}) AS attempts`,
    [ids, ...values, ids, ...values],
  );
  return { sessions: row?.sessions ?? 0, attempts: row?.attempts ?? 0 };
}

/** Who failed for the same cause in that time, by device: users, and names that may be passwords or were not told. */
export async function failedAlike(ask: Ask, main: string, query: AlikeQuery): Promise<readonly AlikeCount[]> {
  const { cause, from, to, except } = query;
  const [there, ...values] = onAny(query.devices);
  return ask<AlikeCount & Readonly<Record<string, number>>>(
    main,
    `SELECT device, count(DISTINCT iif(isName, who, NULL)) AS users, count(DISTINCT iif(isName, NULL, who)) AS strangers FROM (
       SELECT a.device, a.user IS NOT NULL AND u.name NOT GLOB '~*~*' AS isName, ifnull('user ' || a.user, a.publicIp) AS who
       FROM attempt a INDEXED BY attempt_by_start LEFT JOIN user u ON u.id = a.user
       WHERE a.start >= ? AND a.start < ? AND a.outcome = 'failed' AND a.cause = ?
         AND (u.name IS NULL OR u.name NOT IN (SELECT value FROM json_each(?))) AND ${there}
     ) GROUP BY device ORDER BY device`,
    [from, to, cause, JSON.stringify(except), ...values],
  );
}

/** The people whose name begins so, who is called so first; without a beginning those who came or tried last. */
export async function peopleLike(ask: Ask, main: string, query: PeopleQuery): Promise<readonly Person[]> {
  const { q, limit, devices } = query;
  const rows =
    q === undefined ? await recent(ask, main, limit, devices) : await beginning(ask, main, q, limit, devices);
  const sessions = await byId<Session>(ask, main, sessionTable, rows.map(({ session }) => session)); // prettier-ignore
  const attempts = await byId<Attempt>(ask, main, attemptTable, rows.map(({ attempt }) => attempt)); // prettier-ignore
  return rows.map(({ name, session, attempt }) => {
    const [had, tried] = [sessions.get(session ?? NaN), attempts.get(attempt ?? NaN)];
    return { name, ...(had !== undefined && { session: had }), ...(tried !== undefined && { attempt: tried }) };
  });
}

interface Writing extends Readonly<Record<string, string | number>> {
  readonly id: number;
  readonly name: string;
}

/** Whoever asks without a domain means the person in all domains; with one, that name alone. */
async function writingsOf(
  ask: Ask,
  main: string,
  { name, hashes, devices }: Pick<UserQuery, 'name' | 'hashes' | 'devices'>,
): Promise<readonly Writing[]> {
  const [there, ...ids] = traced(devices);
  const named = hasDomain(name) ? 'bare = ? AND folded = ?' : 'bare = ?';
  const values = hasDomain(name) ? [bareName(name), fold(name.trim())] : [bareName(name)];
  // Each by its own index.
  return ask<Writing>(
    main,
    `SELECT id, name FROM user u WHERE ${named} AND ${there}
     UNION SELECT id, name FROM user u WHERE name IN (SELECT value FROM json_each(?)) AND ${there}
     ORDER BY id DESC LIMIT ${MOST_WRITINGS}`,
    [...values, ...ids, JSON.stringify(hashes), ...ids],
  );
}

async function rejectedOf(
  ask: Ask,
  main: string,
  writings: readonly Writing[],
  { limit, devices }: Pick<UserQuery, 'limit' | 'devices'>,
): Promise<readonly Verdict[]> {
  const [there, ...values] = onAny(devices);
  const all: Verdict[] = [];
  for (const { id } of writings) {
    const sql = `${verdictTable.select} WHERE t.user = ? AND t.service = 'unattributed' AND ${there} ORDER BY t.id DESC LIMIT ?`;
    const rows = await ask(main, sql, [id, ...values, limit.attempts]);
    all.push(...rows.map((row) => verdictTable.fromRow(row)));
  }
  return all.sort((a, b) => b.id - a.id).slice(0, limit.attempts);
}

/** Tries that nobody has named, from where this user came from of late. */
async function namelessFrom(
  ask: Ask,
  main: string,
  sessions: readonly Session[],
  attempts: readonly Attempt[],
  { namelessSince, limit, devices }: UserQuery,
): Promise<readonly Attempt[]> {
  const newest = [...sessions, ...attempts].sort((a, b) => b.start - a.start);
  const addresses = [...new Set(newest.map(({ publicIp }) => publicIp))].slice(0, FEW_ADDRESSES);
  const ways = addresses.map((address): Condition => ['t.publicIp = ?', address]);
  const asking = (sql: string, values: Parameters<Ask>[2]) => ask(main, sql, values);
  const conditions: readonly Condition[] = [['t.user IS NULL'], ['t.start >= ?', namelessSince], onAny(devices)];
  return (await pageOfNewest<Attempt>(asking, attemptTable, ways, conditions, limit.attempts)).rows;
}

interface Found extends Readonly<Record<string, string | number | null>> {
  readonly name: string;
  readonly session: number | null;
  readonly attempt: number | null;
}

/** Of the last sessions of a user an active one, or else the last; and the last try. */
const LATELY = 20;
const lastOf = (there: string): string => `
  (SELECT id FROM (SELECT id, state, start FROM session WHERE user = u.id AND ${there} ORDER BY start DESC LIMIT ${LATELY})
    ORDER BY state = 'active' DESC, start DESC LIMIT 1) AS session,
  (SELECT id FROM attempt WHERE user = u.id AND ${there} ORDER BY start DESC, id DESC LIMIT 1) AS attempt`;

async function beginning(
  ask: Ask,
  main: string,
  q: string,
  limit: number,
  devices: readonly number[] | undefined,
): Promise<readonly Found[]> {
  const [whole, bare] = [fold(q.trim()), bareName(q)];
  const [there, ...values] = onAny(devices);
  const [trace, ...ids] = traced(devices);
  const end = '\u{10ffff}';
  return ask<Found>(
    main,
    `SELECT u.name, ${lastOf(there)} FROM user u WHERE u.id IN (
       SELECT id FROM (SELECT id FROM user u WHERE folded >= ? AND folded < ? AND ${trace} LIMIT ?)
       UNION SELECT id FROM (SELECT id FROM user u WHERE bare >= ? AND bare < ? AND ${trace} LIMIT ?))
     AND u.name NOT GLOB '~*~*' ORDER BY u.folded <> ?, u.bare <> ?, u.folded, u.name LIMIT ?`,
    [
      ...[...values, ...values],
      ...[whole, `${whole}${end}`, ...ids, limit],
      ...[bare, `${bare}${end}`, ...ids, limit],
      ...[whole, bare, limit],
    ],
  );
}

/** So many of the last sessions, and of the last tries, are looked through for people. */
const LOOKED_THROUGH = 2000;

/** A name that may be a password is nobody yet: a spray makes thousands. */
async function recent(
  ask: Ask,
  main: string,
  limit: number,
  devices: readonly number[] | undefined,
): Promise<readonly Found[]> {
  const [there, ...values] = onAny(devices);
  return ask<Found>(
    main,
    `SELECT u.name, ${lastOf(there)} FROM (
       SELECT user, max(start) AS at FROM (
         SELECT * FROM (SELECT user, start FROM session WHERE ${there} ORDER BY start DESC LIMIT ${LOOKED_THROUGH})
         UNION ALL SELECT * FROM (SELECT user, start FROM attempt
           WHERE user IS NOT NULL AND ${there} ORDER BY start DESC LIMIT ${LOOKED_THROUGH})
       ) GROUP BY user
     ) last JOIN user u ON u.id = last.user WHERE u.name NOT GLOB '~*~*' ORDER BY last.at DESC, u.id DESC LIMIT ?`,
    [...values, ...values, ...values, ...values, limit],
  );
}

async function byId<T extends { readonly id: number }>(
  ask: Ask,
  main: string,
  table: { readonly select: string; fromRow(row: Readonly<Record<string, string | number | null>>): T },
  ids: readonly (number | null)[],
): Promise<ReadonlyMap<number, T>> {
  const rows = await ask(main, `${table.select} WHERE t.id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)]);
  return new Map(rows.map((row) => table.fromRow(row)).map((one) => [one.id, one]));
}
