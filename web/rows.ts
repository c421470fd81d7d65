import type { SessionRow } from '../server/domain/feed.ts';
import { isSessionFact, sessionFacts, type SessionFact } from '../server/domain/session-fact.ts';
import { fulfils, type Where } from '../server/domain/session-where.ts';
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

const collator = new Intl.Collator('en', { numeric: true });

/** A column the table can be sorted by. */
export type SortKey = SessionFact;

function orderBy(key: SortKey, now: number): Order {
  const { kind, read } = sessionFacts[key];
  if (kind === 'text') {
    const words = (session: SessionRow) => String(read(session, now) ?? '');
    return (one, other) => collator.compare(words(one), words(other));
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

/** The sessions that belong in the table, in its order. */
export function arrange(
  sessions: Iterable<SessionRow>,
  filter: Filter,
  sort: Sort,
  now: number,
): readonly SessionRow[] {
  return [...sessions].filter(belongsTo(filter, now)).sort(orderOf(sort, now));
}

function belongsTo(filter: Filter, now: number): (session: SessionRow) => boolean {
  const holds = fulfils(filter.where);
  return (session) => wanted(session, filter) && holds(session, now);
}

/** What was arranged before, and of which rows. */
export interface Arranged {
  readonly known: ReadonlyMap<string, SessionRow>;
  readonly rows: readonly SessionRow[];
}

/**
 * The same after some rows changed: those that did not stay where they are, and only the others look for their place. Sorting thousands
 * of rows anew with each change would hold the page up.
 */
export function rearrange(
  before: Arranged,
  known: ReadonlyMap<string, SessionRow>,
  filter: Filter,
  sort: Sort,
  now: number,
): readonly SessionRow[] {
  const changed: SessionRow[] = [];
  for (const [key, row] of known) if (before.known.get(key) !== row) changed.push(row);
  const stayed = before.rows.filter((row) => known.get(String(row.id)) === row);
  const order = orderOf(sort, now);
  const coming = changed.filter(belongsTo(filter, now)).sort(order);
  if (coming.length === 0) return stayed.length === before.rows.length ? before.rows : stayed;
  const rows: SessionRow[] = [];
  let from = 0;
  for (const row of coming) {
    const place = placeOf(stayed, row, order, from);
    for (const other of stayed.slice(from, place)) rows.push(other);
    rows.push(row);
    from = place;
  }
  for (const other of stayed.slice(from)) rows.push(other);
  return rows;
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

/** A row as the table shows it; `gone` when it no longer belongs but must not vanish under the pointer. */
export interface TableRow {
  readonly session: SessionRow;
  readonly gone: boolean;
}

/**
 * The table while it is held: the rows of `then` in their order, with what is known of them now, those that left marked.
 * `fresh` is how many rows of `arranged` are held back.
 */
export function hold(
  then: readonly SessionRow[],
  arranged: readonly SessionRow[],
  known: ReadonlyMap<string, SessionRow>,
): { readonly rows: readonly TableRow[]; readonly fresh: number } {
  const belonging = new Set(arranged.map((session) => session.id));
  const rows = then.map((session): TableRow => ({
    session: known.get(String(session.id)) ?? session,
    gone: !belonging.has(session.id),
  }));
  const held = new Set(then.map((session) => session.id));
  return { rows, fresh: arranged.filter((session) => !held.has(session.id)).length };
}
