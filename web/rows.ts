import type { SessionRow } from '../server/domain/feed.ts';
import { carriedBy } from './words/names.ts';
import { clientText, lasted, stateText } from './words/session.ts';
import type { Wanted } from './words/sessions.ts';

/** What narrows the table down. */
export interface Filter {
  readonly wanted: Wanted;
  /** The beginning of a user's name, or an address. */
  readonly q: string;
  readonly device: string;
  readonly protocol: string;
}

/** Whether the session belongs in the table. */
export function wanted(session: SessionRow, filter: Filter): boolean {
  if (filter.wanted !== 'any' && session.state !== filter.wanted) return false;
  if (filter.device !== '' && session.device !== filter.device) return false;
  if (filter.protocol !== '' && session.protocol !== filter.protocol) return false;
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

type Order = (one: SessionRow, other: SessionRow, now: number) => number;

const text =
  (read: (session: SessionRow) => string): Order =>
  (one, other) =>
    collator.compare(read(one), read(other));
const number =
  (read: (session: SessionRow, now: number) => number | undefined): Order =>
  (one, other, now) =>
    (read(one, now) ?? -1) - (read(other, now) ?? -1);
const collator = new Intl.Collator('en', { numeric: true });

/** By what the table can be sorted. */
export const orders = {
  state: text(stateText),
  user: text((session) => session.user),
  tunnelGroup: text((session) => session.tunnelGroup ?? ''),
  assignedIp: text((session) => session.assignedIp ?? ''),
  publicIp: text((session) => session.publicIp),
  protocol: text((session) => carriedBy(session).name),
  client: text(clientText),
  start: number((session) => session.start),
  duration: number(lasted),
  bytesTx: number((session) => session.bytesTx),
  bytesRx: number((session) => session.bytesRx),
  device: text((session) => session.device),
} as const satisfies Readonly<Record<string, Order>>;

/** A column the table can be sorted by. */
export type SortKey = keyof typeof orders;

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
  return Object.hasOwn(orders, key) ? { key: key as SortKey, down: asked.startsWith('-') } : newestFirst;
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
  const order: Order = orders[sort.key];
  const way = sort.down ? -1 : 1;
  return [...sessions]
    .filter((session) => wanted(session, filter))
    .sort((one, other) => way * order(one, other, now) || other.start - one.start || other.id - one.id);
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
