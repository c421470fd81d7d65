import type { SessionRow } from '../server/domain/feed.ts';
import { isSessionFact, sessionFacts, type SessionFact } from '../server/domain/session-fact.ts';
import { fulfils, type Where } from '../server/domain/session-where.ts';
import type { Sharded } from '../server/domain/sharded.ts';
import type { Span } from './range.ts';
import type { Wanted } from './words/sessions.ts';

/** What narrows the table down. */
export interface Filter {
  readonly wanted: Wanted;
  /** The beginning of a user's name, or an address. */
  readonly q: string;
  readonly device: string;
  readonly protocol: string;
  /** What the columns must hold. */
  readonly where: Where;
  /** It was there at some moment of this. */
  readonly span: Span;
  /** The head-ends that are shown; all of them, where none are told. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Whether the session belongs in the table. */
export function wanted(session: SessionRow, filter: Filter): boolean {
  if (filter.wanted !== 'any' && session.state !== filter.wanted) return false;
  if (filter.device !== '' && session.device !== filter.device) return false;
  if (filter.protocol !== '' && session.protocol !== filter.protocol) return false;
  if (filter.names?.has(session.device) === false) return false;
  const { from, to } = filter.span;
  if (to !== undefined && session.start >= to) return false;
  if (from !== undefined && session.end !== undefined && session.end < from) return false;
  return filter.q === '' || matches(session, filter.q.trim().toLowerCase());
}

/** A user by the beginning of the name, with or without a domain; a whole address, or the beginning of one that is not whole. */
function matches(session: SessionRow, q: string): boolean {
  const user = session.user.toLowerCase();
  if (user.startsWith(q) || user.slice(user.lastIndexOf('\\') + 1).startsWith(q)) return true;
  const addresses = [session.assignedIp, session.publicIp];
  if (addresses.includes(q)) return true;
  const whole = /^\d+\.\d+\.\d+\.\d+$/.test(q);
  return !whole && /^\d[\d.]*\.?$/.test(q) && addresses.some((address) => address?.startsWith(q));
}

type Order = (one: SessionRow, other: SessionRow) => number;

let collator: Intl.Collator | undefined;

/** A column the table can be sorted by. */
export type SortKey = SessionFact;

function orderBy(key: SortKey, now: number): Order {
  const { kind, read } = sessionFacts[key];
  if (kind === 'text') {
    const words = (session: SessionRow) => String(read(session, now) ?? '');
    const { compare } = (collator ??= new Intl.Collator('en', { numeric: true }));
    return (one, other) => compare(words(one), words(other));
  }
  const number = (session: SessionRow) => Number(read(session, now) ?? -1);
  return (one, other) => number(one) - number(other);
}

/** How the table is sorted. */
export interface Sort {
  readonly key: SortKey;
  readonly down: boolean;
}

/** Newest first, unless the address says otherwise. */
export const newestFirst: Sort = { key: 'start', down: true };

/** The sort an address asks for: `user`, `-bytesTx`. */
export function readSort(asked: string): Sort {
  const key = asked.replace(/^-/, '');
  return isSessionFact(key) ? { key, down: asked.startsWith('-') } : newestFirst;
}

/** The same, written for an address. */
export function writeSort({ key, down }: Sort): string {
  return key === newestFirst.key && down === newestFirst.down ? '' : `${down ? '-' : ''}${key}`;
}

/** The table's order: equal ones newest first, so that it is always the same. */
function orderOf(sort: Sort, now: number): Order {
  const order = orderBy(sort.key, now);
  const way = sort.down ? -1 : 1;
  return (one, other) => way * order(one, other) || other.start - one.start || other.id - one.id;
}

/** The table's order as far as it is made. */
export interface Arranged {
  readonly known: Sharded<SessionRow>;
  /** Those that belong, in their order. */
  readonly rows: readonly SessionRow[];
  /** Those of which it is not yet known whether and where. */
  readonly waiting: readonly SessionRow[];
}

/** Nothing is in its place yet. */
export function unarranged(known: Sharded<SessionRow>): Arranged {
  return { known, rows: [], waiting: [...known.values()] };
}

/** The same after some rows changed: those that did not stay where they are, and only the others wait for a place. */
export function follow(before: Arranged, known: Sharded<SessionRow>): Arranged {
  if (before.known === known) return before;
  const stale = new Set(before.known.missingIn(known));
  const changed = known.missingIn(before.known);
  const without = (rows: readonly SessionRow[]) => (stale.size === 0 ? rows : rows.filter((row) => !stale.has(row)));
  return { known, rows: without(before.rows), waiting: [...without(before.waiting), ...changed] };
}

/**
 * Gives the first so many of those that wait their place, if they belong in the table. Thousands of rows get theirs in many steps, between
 * which the browser can do something else.
 */
export function place(before: Arranged, filter: Filter, sort: Sort, now: number, most: number): Arranged {
  const order = orderOf(sort, now);
  const coming = before.waiting.slice(0, most).filter(belongsTo(filter, now)).sort(order);
  const waiting = before.waiting.slice(most);
  if (coming.length === 0) return { ...before, waiting };
  const rows: SessionRow[] = [];
  let from = 0;
  for (const row of coming) {
    const to = placeOf(before.rows, row, order, from);
    for (; from < to; from += 1) rows.push(before.rows[from] as SessionRow); // within its length
    rows.push(row);
  }
  for (const other of before.rows.slice(from)) rows.push(other);
  return { known: before.known, rows, waiting };
}

function belongsTo(filter: Filter, now: number): (session: SessionRow) => boolean {
  const holds = fulfils(filter.where);
  return (session) => wanted(session, filter) && holds(session, now);
}

/** Where a row belongs among sorted ones, from a place on. */
function placeOf(rows: readonly SessionRow[], row: SessionRow, order: Order, from: number): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = rows[middle];
    if (there !== undefined && order(there, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows of the table in their order. */
export interface Shown {
  readonly rows: readonly SessionRow[];
  /** Ids of those that no longer belong but must not vanish under the pointer. */
  readonly gone: ReadonlySet<number>;
  /** How many rows are held back. */
  readonly fresh: number;
}

/** The table while it is held: the rows of `then` in their order, with what is known of them now. */
export function hold(then: readonly SessionRow[], arranged: readonly SessionRow[], known: Sharded<SessionRow>): Shown {
  const belonging = new Set(arranged.map((session) => session.id));
  const held = new Set(then.map((session) => session.id));
  return {
    rows: then.map((session) => known.get(String(session.id)) ?? session),
    gone: new Set([...held].filter((id) => !belonging.has(id))),
    fresh: arranged.filter((session) => !held.has(session.id)).length,
  };
}
