import { fold } from '../domain/name.ts';
import type { Session } from '../domain/session.ts';
import type { Cell } from './cell.ts';
import type { Days } from './days.ts';
import { messagesById } from './messages.ts';
import type { Ask } from './readers.ts';
import { BadCursor, type SessionPage, type SessionQuery, type SessionWithEvidence } from './reads.ts';
import { sessionTable } from './tables.ts';

/** One restriction in SQL, the session being `t`, with its values. */
type Condition = readonly [sql: string, ...values: Cell[]];

/** Up to so many users are looked up one by one; with more, their sessions are so many that the newest are found by going back in time. */
const FEW_USERS = 50;

/** A page, newest start first. */
export async function pageOfSessions(ask: Ask, main: string, query: SessionQuery): Promise<SessionPage> {
  const always = conditions(query);
  const found = new Map<number, Session>();
  // Each way has its own index in the order wanted; one SELECT with OR would gather and sort every match.
  for (const way of await ways(ask, main, query)) {
    const where = (way === undefined ? always : [way, ...always]).map(([sql]) => sql).join(' AND ');
    const values = (way === undefined ? always : [way, ...always]).flatMap(([, ...parameters]) => parameters);
    const sql = `${sessionTable.select}${where && ` WHERE ${where}`} ORDER BY t.start DESC, t.id DESC LIMIT ?`;
    // One more than asked for: it tells whether there is a next page.
    for (const row of await ask(main, sql, [...values, query.limit + 1])) {
      const session = sessionTable.fromRow(row);
      found.set(session.id, session);
    }
  }
  const sorted = [...found.values()].sort((a, b) => b.start - a.start || b.id - a.id);
  const sessions = sorted.slice(0, query.limit);
  const last = sessions.at(-1);
  return { sessions, next: sorted.length > sessions.length && last !== undefined ? `${last.start}.${last.id}` : null };
}

/** Of a session with more events than this only the first and the last so many give evidence. */
const EVENTS_EACH_END = 500;
const evidence = `SELECT evidence FROM event WHERE seq IN (
  SELECT seq FROM (SELECT seq FROM event WHERE session = ? ORDER BY seq LIMIT ${EVENTS_EACH_END})
  UNION SELECT seq FROM (SELECT seq FROM event WHERE session = ? ORDER BY seq DESC LIMIT ${EVENTS_EACH_END}))`;

/** One session with the messages that are evidence of its events. */
export async function sessionById(
  ask: Ask,
  main: string,
  days: Days,
  id: number,
): Promise<SessionWithEvidence | undefined> {
  const [row] = await ask(main, `${sessionTable.select} WHERE t.id = ?`, [id]);
  if (row === undefined) return undefined;
  const events = await ask<{ evidence: string }>(main, evidence, [id, id]);
  const ids = new Set(events.flatMap((event) => JSON.parse(event.evidence) as number[]));
  return { session: sessionTable.fromRow(row), evidence: await messagesById(ask, days, ids) };
}

const byName = (name: string): Condition => ['t.user = (SELECT id FROM user WHERE name = ?)', name];

async function ways(
  ask: Ask,
  main: string,
  { q, user, orUser = [] }: SessionQuery,
): Promise<readonly (Condition | undefined)[]> {
  const named = user === undefined ? undefined : [user, ...orUser].map(byName);
  const others = named === undefined ? orUser.map(byName) : [];
  const prefixed = q === undefined ? undefined : [...(await waysTo(ask, main, q)), ...others];
  if (prefixed === undefined || named === undefined) return prefixed ?? named ?? [undefined];
  return prefixed.flatMap(([sql, ...values]) =>
    named.map(([other, ...more]): Condition => [`${sql} AND ${other}`, ...values, ...more]),
  );
}

async function waysTo(ask: Ask, main: string, q: string): Promise<readonly Condition[]> {
  const range = [fold(q), `${fold(q)}\u{10ffff}`] as const;
  const users = await ask<{ id: number }>(
    main,
    `SELECT id FROM user WHERE folded >= ? AND folded < ? LIMIT ${FEW_USERS + 1}`,
    range,
  );
  const byUser: readonly Condition[] =
    users.length > FEW_USERS
      ? // The + keeps the index by user out of it.
        [['+t.user IN (SELECT id FROM user WHERE folded >= ? AND folded < ?)', ...range]]
      : users.map(({ id }) => ['t.user = ?', id]);
  return [...byUser, ['t.publicIp = ?', q], ['t.assignedIp = ?', q]];
}

/** In SQL itself, not as parameters: only so does SQLite see that the index of active sessions serves. */
const states = { active: `t.state = 'active'`, ended: `t.state = 'ended'` } as const;

function conditions(query: SessionQuery): readonly Condition[] {
  const all: Condition[] = [];
  if (query.device !== undefined) all.push(['t.device = ?', query.device]);
  if (query.publicIp !== undefined) all.push(['t.publicIp = ?', query.publicIp]);
  if (query.assignedIp !== undefined) all.push(['t.assignedIp = ?', query.assignedIp]);
  if (query.state !== undefined) all.push([states[query.state]]);
  if (query.from !== undefined) all.push(['t.start >= ?', query.from]);
  if (query.to !== undefined) all.push(['t.start < ?', query.to]);
  if (query.cursor !== undefined) all.push(['(t.start, t.id) < (?, ?)', ...readCursor(query.cursor)]);
  return all;
}

function readCursor(cursor: string): readonly [start: number, id: number] {
  const [, start, id] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(cursor) ?? [];
  const place = [Number(start), Number(id)] as const;
  if (place.every(Number.isSafeInteger)) return place;
  throw new BadCursor(`${JSON.stringify(cursor.slice(0, 40))}: not a cursor of a page of sessions`);
}
