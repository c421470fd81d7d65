import type { SessionEvent } from '../domain/event.ts';
import { fold } from '../domain/name.ts';
import type { Session } from '../domain/session.ts';
import type { Days } from './days.ts';
import { eventColumns, readEvent } from './event.ts';
import { messagesById } from './messages.ts';
import { meterOf } from './polls.ts';
import { afterCursor, byName, onDevices, pageOfNewest, type Condition } from './newest.ts';
import type { Ask } from './readers.ts';
import type { SessionPage, SessionQuery, SessionWithEvidence } from './reads.ts';
import { countsOf, listingsOf, textsOf } from './session-polls.ts';
import { sessionTable } from './tables.ts';

/** Up to so many users are looked up one by one; with more, their sessions are so many that the newest are found by going back in time. */
const FEW_USERS = 50;

/** A page, newest start first. */
export async function pageOfSessions(ask: Ask, main: string, query: SessionQuery): Promise<SessionPage> {
  const asking = (sql: string, values: Parameters<Ask>[2]) => ask(main, sql, values);
  const found = await ways(ask, main, query);
  const { rows, next } = await pageOfNewest<Session>(asking, sessionTable, found, conditions(query), query.limit);
  return { sessions: rows, next };
}

/** Of a session with more events than this only the first and the last so many give evidence. */
const EVENTS_EACH_END = 500;
const eventsOf = `${eventColumns} WHERE e.seq IN (
  SELECT seq FROM (SELECT seq FROM event WHERE session = ? ORDER BY seq LIMIT ${EVENTS_EACH_END})
  UNION SELECT seq FROM (SELECT seq FROM event WHERE session = ? ORDER BY seq DESC LIMIT ${EVENTS_EACH_END})) ORDER BY e.seq`;

/** One session with the messages that are evidence of its events. */
export async function sessionById(
  ask: Ask,
  main: string,
  days: Days,
  id: number,
): Promise<SessionWithEvidence | undefined> {
  const [row] = await ask(main, `${sessionTable.select} WHERE t.id = ?`, [id]);
  if (row === undefined) return undefined;
  const events = (await ask(main, eventsOf, [id, id])).map((event) => readEvent(event).event);
  const ids = new Set(events.flatMap((event) => event.evidence));
  const meter = await meterOf(ask, main, id);
  const found = {
    session: sessionTable.fromRow(row),
    evidence: await messagesById(ask, days, ids),
    events: events.filter((event): event is SessionEvent => /^(session|tunnel)\./.test(event.kind)),
    counts: await countsOf(ask, main, id),
    listings: await listingsOf(ask, main, id),
    texts: await textsOf(ask, main, id),
  };
  return meter === undefined ? found : { ...found, meter };
}

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
  if (query.devices !== undefined) all.push(onDevices(query.devices));
  if (query.publicIp !== undefined) all.push(['t.publicIp = ?', query.publicIp]);
  if (query.assignedIp !== undefined) all.push(['t.assignedIp = ?', query.assignedIp]);
  if (query.protocol !== undefined) all.push(['t.protocol = ?', query.protocol]);
  if (query.state !== undefined) all.push([states[query.state]]);
  if (query.from !== undefined) all.push(['t.start >= ?', query.from]);
  if (query.to !== undefined) all.push(['t.start < ?', query.to]);
  // Not by the index of ends: the order is by start.
  if (query.thereFrom !== undefined) all.push(['ifnull(t."end", 9e15) >= ?', query.thereFrom]);
  if (query.cursor !== undefined) all.push(afterCursor(query.cursor));
  return all;
}
