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

/** The sessions that belong in the table, in its order; equal ones newest first, so that the order is always the same. */
export function arrange(
  sessions: Iterable<SessionRow>,
  filter: Filter,
  sort: Sort,
  now: number,
): readonly SessionRow[] {
  const order = orderBy(sort.key, now);
  const way = sort.down ? -1 : 1;
  const holds = fulfils(filter.where);
  return [...sessions]
    .filter((session) => wanted(session, filter) && holds(session, now))
    .sort((one, other) => way * order(one, other) || other.start - one.start || other.id - one.id);
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
