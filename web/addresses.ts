import type { PoolRow, SessionRow } from '../server/domain/feed.ts';
import { ipv4 } from '../server/domain/pool.ts';
import type { Excluded } from '../server/domain/pool-excluded.ts';
import { dotted, type Range } from '../server/domain/range.ts';

/** As many addresses as are drawn one by one; more are drawn in blocks. */
export const MOST_CELLS = 1024;
/** As many blocks as are drawn at once. */
const MOST_BLOCKS = 512;

/** So many addresses of one overlap are marked. */
const MOST_EXCLUDED = 65_536;

/** `held` is given back and rests, `leaked` is in use by no session, `excluded` cannot be given. */
export type AddressState = 'used' | 'leaked' | 'held' | 'excluded' | 'free';

/** One address of a pool, and the active session that has it. */
export interface Address {
  readonly address: string;
  readonly state: AddressState;
  readonly session?: SessionRow;
  readonly excluded?: Excluded;
}

/** Addresses that are drawn as one, and how many of them are in which state. */
export interface Block extends Range {
  readonly counts: Readonly<Record<AddressState, number>>;
}

/** Who has which address of a pool, and which nobody can have. */
export interface AddressMap extends Range {
  /** Those that are not just free, in order. */
  readonly told: ReadonlyMap<number, Address>;
  readonly counts: Readonly<Record<AddressState, number>>;
}

/** The addresses of a pool, or `undefined` where its ends are not known. What somebody has was given, whatever speaks against it. */
export function addressMap(pool: PoolRow, sessions: Iterable<SessionRow>): AddressMap | undefined {
  const [first, last] = [pool.first, pool.last].map((end) => (end === null ? undefined : ipv4(end)));
  if (first === undefined || last === undefined || last < first) return undefined;
  const told = new Map<number, Address>();
  const put = (address: string, what: Omit<Address, 'address'>): void => {
    const value = ipv4(address);
    if (value !== undefined && value >= first && value <= last) told.set(value, { address, ...what });
  };
  for (const one of pool.excluded ?? []) {
    const ends = [ipv4(one.first) ?? first, ipv4(one.last) ?? last] as const;
    const until = Math.min(last, ends[1], ends[0] + MOST_EXCLUDED);
    for (let value = Math.max(first, ends[0]); value <= until; value += 1)
      if (!told.has(value)) told.set(value, { address: dotted(value), state: 'excluded', excluded: one });
  }
  for (const address of pool.polled?.heldAddresses ?? []) put(address, { state: 'held' });
  for (const address of pool.polled?.leaked ?? []) put(address, { state: 'leaked' });
  const since = new Map<string, number>();
  for (const session of sessions) {
    const { assignedIp, start } = session;
    // Two sessions with one address: the one that began later has it now.
    if (assignedIp === undefined || (since.get(assignedIp) ?? -Infinity) >= start) continue;
    since.set(assignedIp, start);
    put(assignedIp, { state: 'used', session });
  }
  return { first, last, told, counts: countIn({ first, last }, told) };
}

/** What an address of the map is. */
export function stateOf({ told }: AddressMap, address: string): AddressState {
  return told.get(ipv4(address) ?? -1)?.state ?? 'free';
}

/** How many addresses of a part are in which state. */
function countIn({ first, last }: Range, told: ReadonlyMap<number, Address>): Block['counts'] {
  const counts = { used: 0, leaked: 0, held: 0, excluded: 0, free: last - first + 1 };
  for (const [value, { state }] of told) {
    if (value < first || value > last) continue;
    counts[state] += 1;
    counts.free -= 1;
  }
  return counts;
}

/** The addresses of a part in order, or its blocks where they are too many to be drawn one by one. */
export function partOf(
  map: AddressMap,
  part: Range,
): { readonly cells: readonly Address[] } | { readonly blocks: readonly Block[] } {
  // prettier-ignore
  const size = part.last - part.first + 1;
  if (size <= MOST_CELLS) {
    const cells = Array.from({ length: size }, (_, offset): Address => {
      const value = part.first + offset;
      return map.told.get(value) ?? { address: dotted(value), state: 'free' };
    });
    return { cells };
  }
  const width = blockWidth(size);
  const counts = new Map<number, Record<AddressState, number>>();
  for (let at = floor(part.first, width); at <= part.last; at += width) {
    const [first, last] = [Math.max(at, part.first), Math.min(at + width - 1, part.last)];
    counts.set(at, { used: 0, leaked: 0, held: 0, excluded: 0, free: last - first + 1 });
  }
  for (const [value, { state }] of map.told) {
    const mine = value < part.first || value > part.last ? undefined : counts.get(floor(value, width));
    if (mine === undefined) continue;
    mine[state] += 1;
    mine.free -= 1;
  }
  const blocks = [...counts].map(([at, mine]): Block => {
    return { first: Math.max(at, part.first), last: Math.min(at + width - 1, part.last), counts: mine };
  });
  return { blocks };
}

/** The block of a part that an address is in; `undefined` where the part has none, or not that address. */
export function blockAt(part: Range, address: string): Range | undefined {
  const value = ipv4(address);
  const size = part.last - part.first + 1;
  if (value === undefined || value < part.first || value > part.last || size <= MOST_CELLS) return undefined;
  const at = floor(value, blockWidth(size));
  return { first: Math.max(at, part.first), last: Math.min(at + blockWidth(size) - 1, part.last) };
}

/** A /24, or a power of 16 of them where there would be too many. */
function blockWidth(size: number): number {
  let width = 256;
  while (size / width > MOST_BLOCKS) width *= 16;
  return width;
}

function floor(value: number, width: number): number {
  return value - (value % width);
}

/** Those who have had an address of the pool for longest, the first at most `many`. */
export function longest(map: AddressMap, many: number): readonly (Address & { readonly session: SessionRow })[] {
  return [...map.told.values()]
    .filter((one): one is Address & { readonly session: SessionRow } => one.session !== undefined)
    .sort((one, other) => one.session.start - other.session.start || one.session.id - other.session.id)
    .slice(0, many);
}
