import type { Device } from './device.ts';
import { inPool, ipv4, poolSize, type Pool } from './pool.ts';
import { dotted, networkOf, rangeOf, type Range } from './range.ts';

/**
 * Why addresses of a pool cannot be given: the network's own address and its broadcast by the pool's mask, one of an interface of the head-end,
 * or of that interface on the other unit of a pair, another address of the head-end, or a pool that stands before it and has them, too.
 */
export type ExcludedWhy = 'network' | 'broadcast' | 'interface' | 'standby' | 'head-end' | 'overlap';

/** Addresses of a pool that cannot be given to a client. */
export interface Excluded {
  /** First and last address, dotted. */
  readonly first: string;
  readonly last: string;
  readonly why: ExcludedWhy;
  /** The other pool of an overlap. */
  readonly pool?: string;
  readonly interface?: string;
}

/**
 * What of a configured pool cannot be given. An ASA prints no list of it: it follows from the mask, from the head-end's own addresses, as it is
 * configured and known by, and from the pools before it. `listed` is how many addresses the device counts in the pool, where it has listed it: one that counts
 * all of the range gives the network's address and the broadcast, too.
 */
export function excludedFrom(
  pool: Pool,
  earlier: readonly Pool[],
  { addresses, interfaces = [] }: Pick<Device, 'addresses' | 'interfaces'>,
  listed?: number,
): readonly Excluded[] {
  const range = rangeOf(pool);
  if (range === undefined) return [];
  const found: Excluded[] = [];
  const one = (value: number | undefined, why: ExcludedWhy, more: Pick<Excluded, 'interface'> = {}): void => {
    if (value === undefined || value < range.first || value > range.last) return;
    const address = dotted(value);
    if (!found.some(({ first }) => first === address)) found.push({ first: address, last: address, why, ...more });
  };
  for (const { address, interface: name, standby } of interfaces)
    if (inPool(pool, address)) one(ipv4(address), standby ? 'standby' : 'interface', { interface: name });
  if (listed !== poolSize(pool)) {
    for (const end of [pool.first, pool.last]) {
      const network = pool.mask === undefined ? undefined : networkOf(end, pool.mask);
      // Of one or two addresses none is lost to the network.
      if (network === undefined || network.last - network.first < 2) continue;
      one(network.first, 'network');
      one(network.last, 'broadcast');
    }
  }
  for (const address of addresses) if (inPool(pool, address)) one(ipv4(address), 'head-end');
  for (const other of earlier) {
    const common = shared(range, rangeOf(other));
    if (common !== undefined)
      found.push({ first: dotted(common.first), last: dotted(common.last), why: 'overlap', pool: other.name });
  }
  return found;
}

function shared(one: Range, other: Range | undefined): Range | undefined {
  if (other === undefined) return undefined;
  const [first, last] = [Math.max(one.first, other.first), Math.min(one.last, other.last)];
  return first > last ? undefined : { first, last };
}
