import type { Event, EventKind } from '../domain/event.ts';
import { jsonCell, mixedText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row, Runs } from './sqlite.ts';
import type { StoredEvent } from './store.ts';

/** The version in which each kind is written. What an event tells may change only together with its number here. */
const versions: Readonly<Record<EventKind, number>> = {
  'session.opened': 1,
  'session.learned': 1,
  'session.suspended': 1,
  'session.lost': 1,
  'session.resumed': 1,
  'session.closing': 1,
  'session.ended': 1,
  'tunnel.opened': 1,
  'tunnel.closed': 1,
  'address.assigned': 1,
  'address.freed': 1,
  'address.refused': 1,
  'attempt.advanced': 1,
  'attempt.ended': 1,
  'login.rejected': 1,
  'verdict.given': 1,
  'verdict.attributed': 1,
};

const [told, cells] = [
  'device, at, source, kind, version, user, session, body, evidence',
  (first: number): string => {
    const at = (column: number): string => `value->>${first + column}`;
    const plain = [at(0), at(1), at(2), at(3), at(4), `(SELECT id FROM user WHERE name = ${at(5)})`, at(6)];
    return [...plain, jsonCell(first + 7), jsonCell(first + 8)].join(', ');
  },
];
const insert = `INSERT INTO event (${told}) SELECT ${cells(0)} FROM jsonb_each(?)`;

/** Events with the columns that `readEvent` wants; a `WHERE` may follow. */
export const eventColumns = `SELECT e.seq, e.device, e.at, e.source, e.kind, e.version, u.name AS user, e.session, e.body, e.evidence
  FROM event e LEFT JOIN user u ON u.id = e.user`;

/** The events after a number, of a page. */
export const eventsAfter = `${eventColumns} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`;

const firstFrom = `SELECT seq, at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1`;

/** The number before the first event that came at `from` or later (epoch milliseconds): numbers are given in the order of arrival. */
export async function seqBefore(ask: Ask, main: string, from: number): Promise<number> {
  const [last] = await ask<{ seq: number | null }>(main, 'SELECT max(seq) AS seq FROM event');
  let [low, high] = [0, last?.seq ?? 0];
  while (low < high) {
    const middle = Math.floor((low + high) / 2) + 1;
    const [row] = await ask<{ seq: number; at: number }>(main, firstFrom, [middle]);
    if (row === undefined || row.at >= from) high = middle - 1;
    else low = row.seq;
  }
  return low;
}

/** Appends the events in order. Their users must be there already. */
export async function appendEvents(writer: Runs, events: readonly Event[]): Promise<void> {
  if (events.length > 0) await writer.run(insert, [mixedText(events.map(eventCells), 2)]);
}

const insertImported = `INSERT INTO event (seq, ${told}) SELECT value->>0, ${cells(1)} FROM jsonb_each(?)`;

/** The lowest number of an event: those that were imported have numbers below 0, so that whoever goes through what happened live never meets them. */
export const FIRST_IMPORTED = Number.MIN_SAFE_INTEGER + 1;

/** The number behind those of the events that were imported before. */
export async function nextImported(writer: Connection): Promise<number> {
  const [last] = await writer.all<{ seq: number | null }>('SELECT max(seq) AS seq FROM event WHERE seq < 0');
  return last?.seq == null ? FIRST_IMPORTED : last.seq + 1;
}

/** Appends imported events with numbers from `first` on. Their users must be there already. */
export async function appendImported(writer: Runs, events: readonly Event[], first: number): Promise<void> {
  if (events.length === 0) return;
  await writer.run(insertImported, [
    mixedText(
      events.map((event, index) => [first + index, ...eventCells(event)]),
      2,
    ),
  ]);
}

/** The user an event names, if any: kept by reference, so it is left out of the body. */
export function userOf(event: Event): string | undefined {
  if ('user' in event) return event.user;
  return 'facts' in event && 'user' in event.facts ? event.facts.user : undefined;
}

/** A row of `eventsAfter` as the event it was; throws on a version that this program does not know. */
export function readEvent(row: Row): StoredEvent {
  const { seq, device, at, source, kind, version, user, session } = row;
  if (versions[kind as EventKind] !== version) {
    throw new Error(
      `event ${String(seq)} is a ${String(kind)} of version ${String(version)}, which this program does not know`,
    );
  }
  // The border: the row is what `eventCells` made of an event of this kind and version.
  const body = JSON.parse(String(row['body'])) as { facts?: object };
  const event = {
    ...{ kind, device, at, source, evidence: JSON.parse(String(row['evidence'])) as number[] },
    ...(session === null ? {} : { session }),
    ...(kind === 'session.opened' ? { user } : {}),
    ...body,
    ...(user !== null && kind !== 'session.opened' ? { facts: { ...body.facts, user } } : {}),
  } as unknown as Event;
  return { seq: seq as number, event };
}

/** The cells of an event, the last two JSON. What has a column of its own is no part of the body. */
function eventCells(event: Event): readonly unknown[] {
  const user = userOf(event);
  const { device, at, source, kind, evidence, session, user: _column, ...body }: AnyEvent = event;
  if (body.facts !== undefined && user !== undefined) body.facts = { ...body.facts, user: undefined };
  return [device, at, source, kind, versions[kind], user ?? null, session ?? null, body, evidence];
}

/** What any event may tell. */
type AnyEvent = Pick<Event, 'device' | 'at' | 'source' | 'kind' | 'evidence'> & {
  readonly session?: number;
  readonly user?: string;
  facts?: object;
};
