import type { Attempt } from '../domain/attempt.ts';
import type { Service } from '../domain/verdict.ts';
import { firstIdAt } from './day.ts';
import type { Days } from './days.ts';
import { messagesById } from './messages.ts';
import { afterCursor, byName, onDevices, pageOfNewest, type Condition } from './newest.ts';
import type { Ask } from './readers.ts';
import {
  BadCursor,
  type AttemptPage,
  type AttemptQuery,
  type AttemptWithEvidence,
  type VerdictPage,
  type VerdictQuery,
} from './reads.ts';
import { attemptTable, verdictTable } from './tables.ts';

/** A page of login attempts, newest start first. */
export async function pageOfAttempts(ask: Ask, main: string, query: AttemptQuery): Promise<AttemptPage> {
  const { user, orUser = [], limit } = query;
  const ways = user === undefined ? [undefined] : [user, ...orUser].map(byName);
  const asking = (sql: string, values: Parameters<Ask>[2]) => ask(main, sql, values);
  const { rows, next } = await pageOfNewest<Attempt>(asking, attemptTable, ways, conditionsOf(query), limit);
  return { attempts: rows, next };
}

/** What restricts tries, but for their user. */
export function conditionsOf(query: Omit<AttemptQuery, 'limit' | 'user' | 'orUser'>): readonly Condition[] {
  const all: Condition[] = [];
  if (query.device !== undefined) all.push(['t.device = ?', query.device]);
  if (query.devices !== undefined) all.push(onDevices(query.devices));
  if (query.publicIp !== undefined) all.push(['t.publicIp = ?', query.publicIp]);
  if (query.outcome !== undefined) all.push(['t.outcome = ?', query.outcome]);
  if (query.cause !== undefined) all.push(['t.cause = ?', query.cause]);
  if (query.stage !== undefined) all.push(['t.stage = ?', query.stage]);
  if (query.tunnelGroup !== undefined) all.push(['t.tunnelGroup = ?', query.tunnelGroup]);
  if (query.from !== undefined) all.push(['t.start >= ?', query.from]);
  if (query.to !== undefined) all.push(['t.start < ?', query.to]);
  if (query.cursor !== undefined) all.push(afterCursor(query.cursor));
  return all;
}

/** Of an attempt with more events or verdicts than this only the first and the last so many give evidence. */
const EACH_END = 500;
// Literally the expression and the WHERE of their index: only so does SQLite use it.
const events = `SELECT seq FROM event WHERE body->>'attempt' = ?
  AND kind IN ('attempt.advanced', 'attempt.ended', 'verdict.attributed') ORDER BY seq`;
const evidence = `SELECT evidence FROM event WHERE seq IN (
  SELECT seq FROM (${events} LIMIT ${EACH_END}) UNION SELECT seq FROM (${events} DESC LIMIT ${EACH_END}))`;
// The id of a verdict is that of its message.
const verdicts = 'SELECT id FROM verdict WHERE attempt = ? ORDER BY id';
const verdictMessages = `SELECT id FROM (${verdicts} LIMIT ${EACH_END}) UNION SELECT id FROM (${verdicts} DESC LIMIT ${EACH_END})`;

/** One attempt with the messages that are evidence of it, those of its verdicts included. */
export async function attemptById(
  ask: Ask,
  main: string,
  days: Days,
  id: number,
): Promise<AttemptWithEvidence | undefined> {
  const [row] = await ask(main, `${attemptTable.select} WHERE t.id = ?`, [id]);
  if (row === undefined) return undefined;
  const told = await ask<{ evidence: string }>(main, evidence, [id, id]);
  const said = await ask<{ id: number }>(main, verdictMessages, [id, id]);
  const ids = new Set([
    ...told.flatMap((event) => JSON.parse(event.evidence) as number[]),
    ...said.map((verdict) => verdict.id),
  ]);
  return { attempt: attemptTable.fromRow(row), evidence: await messagesById(ask, days, ids) };
}

/** In SQL itself, not as parameters: only so does SQLite see that the indexes of what is rare serve. */
const services: Readonly<Record<Service, string>> = {
  unknown: `t.service = 'unknown'`,
  vpn: `t.service = 'vpn'`,
  management: `t.service = 'management'`,
  unattributed: `t.service = 'unattributed'`,
};

/** A page of verdicts, newest first. */
export async function pageOfVerdicts(ask: Ask, main: string, query: VerdictQuery): Promise<VerdictPage> {
  const { service, limit, cursor } = query;
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN;
  if (!Number.isSafeInteger(before))
    throw new BadCursor(`${JSON.stringify((cursor ?? '').slice(0, 40))}: not a cursor of a page of verdicts`);
  const all = [...about(query), ['t.id < ?', before] as const];
  const where = [...(service === undefined ? [] : [services[service]]), ...all.map(([sql]) => sql)].join(' AND ');
  // One more than asked for: it tells whether there is a next page.
  const values = [...all.flatMap(([, ...told]) => told), limit + 1];
  const rows = await ask(main, `${verdictTable.select} WHERE ${where} ORDER BY t.id DESC LIMIT ?`, values);
  const found = rows.slice(0, limit).map((row) => verdictTable.fromRow(row));
  const last = found.at(-1);
  return { verdicts: found, next: rows.length > found.length && last !== undefined ? String(last.id) : null };
}

/** Whom and what a verdict must be about. The + keeps other indexes than that of the order out of it. */
function about({
  user,
  orUser = [],
  device,
  devices,
  publicIp,
  tunnelGroup,
  cause,
  from,
  to,
}: VerdictQuery): readonly Condition[] {
  const all: Condition[] = [];
  const names = user === undefined ? [] : [user, ...orUser];
  if (names.length > 0)
    all.push([`+t.user IN (SELECT id FROM user WHERE name IN (${names.map(() => '?').join(', ')}))`, ...names]);
  if (device !== undefined) all.push(['+t.device = ?', device]);
  if (devices !== undefined) all.push(onDevices(devices));
  // Ids tell the time of receipt in microseconds.
  if (from !== undefined) all.push(['t.id >= ?', firstIdAt(from)]);
  if (to !== undefined) all.push(['t.id < ?', firstIdAt(to)]);
  if (publicIp !== undefined) all.push(['t.publicIp = ?', publicIp]);
  if (tunnelGroup !== undefined) all.push(['t.tunnelGroup = ?', tunnelGroup]);
  if (cause !== undefined) all.push(['t.cause = ?', cause]);
  return all;
}
