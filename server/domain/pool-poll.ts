import { dotted, rangeOf } from './range.ts';
import type { PoolUse } from './roster.ts';

/** How long an address is in use without a session before it is taken for leaked, in milliseconds: two polls tell it. */
const LEAK = 10 * 60_000;

/** So many held addresses of a pool are remembered one by one. */
export const MOST_HELD = 1024;

/** A pool as a device last listed it, without its addresses one by one. */
export interface PoolPoll extends Omit<PoolUse, 'addressesInUse' | 'addressesHeld' | 'addressesFree'> {
  readonly device: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Absent where they were not listed one by one, or are more than `MOST_HELD`. */
  readonly heldAddresses?: readonly string[];
}

/** An address that is in use, with no session that has it. */
export interface Stray {
  readonly device: number;
  readonly address: string;
  readonly pool: string;
  /** The polls that first and last found it so, epoch milliseconds. */
  readonly since: number;
  readonly at: number;
}

/**
 * The held addresses of a listed pool: as it lists them, or those of the range that are neither available nor in use, where it lists only
 * these. `undefined` where they are not as many as it counts, or more than `MOST_HELD`.
 */
export function heldOf(use: PoolUse): readonly string[] | undefined {
  const { held, addressesHeld = [], addressesFree = [], addressesInUse = [] } = use;
  if (held > MOST_HELD) return undefined;
  if (addressesHeld.length === held) return addressesHeld;
  const range = rangeOf(use);
  // A list that was not printed would leave all of its addresses over.
  if (range === undefined || range.last - range.first + 1 !== addressesFree.length + addressesInUse.length + held)
    return undefined;
  const told = new Set([...addressesFree, ...addressesInUse]);
  const rest: string[] = [];
  for (let value = range.first; value <= range.last && rest.length <= held; value += 1)
    if (!told.has(dotted(value))) rest.push(dotted(value));
  return rest.length === held ? rest : undefined;
}

/** How full a listed pool is, 0 to 1: what is not free, held addresses too; `undefined` for one without addresses. */
export function fullness({ free, held, inUse }: Pick<PoolUse, 'free' | 'held' | 'inUse'>): number | undefined {
  const size = free + held + inUse;
  return size === 0 ? undefined : 1 - free / size;
}

/** Whether two polls ten minutes apart found it. */
export function isLeaked({ since, at }: Stray): boolean {
  return at - since >= LEAK;
}

/**
 * The strays of a listed pool. `hasOwner` tells whether a session, active or waiting, has the address; `nameless` is how many sessions
 * wait whose address nobody has told: as many addresses may be theirs, and then none is taken for a stray.
 */
export function strays(
  before: readonly Stray[],
  device: number,
  use: PoolUse,
  at: number,
  { hasOwner, nameless }: { readonly hasOwner: (address: string) => boolean; readonly nameless: number },
): readonly Stray[] {
  const ownerless = (use.addressesInUse ?? []).filter((address) => !hasOwner(address));
  if (ownerless.length <= nameless) return [];
  const known = new Map(before.map((stray) => [stray.address, stray.since]));
  return ownerless.map((address) => ({ device, address, pool: use.pool, since: known.get(address) ?? at, at }));
}
