import type { Device } from '../domain/device.ts';
import type { PoolRow } from '../domain/feed.ts';
import { inPool, poolSize, type Lease } from '../domain/pool.ts';

/** What a lease is counted under when neither the configuration nor the ASA names its pool. */
const NAMELESS = 'addresses';

interface Use {
  used: number;
  changedAt: number | null;
}

/** How full each pool is: addresses assigned and not freed. */
export class Pools {
  #uses = new Map<number, Map<string, Use>>();
  #devices: ReadonlyMap<number, Device> = new Map();

  /** Takes the devices as they are configured now, and counts all leases anew. */
  configure(devices: ReadonlyMap<number, Device>, leases: Iterable<Lease>): void {
    this.#devices = devices;
    this.#uses = new Map();
    for (const lease of leases) this.#count(lease, 1, lease.at);
  }

  /** Exchanges one state of a lease for the next. Returns the device whose pools changed. */
  exchange(before: Lease | undefined, after: Lease | undefined, at: number): void {
    if (before !== undefined) this.#count(before, -1, at);
    if (after !== undefined) this.#count(after, 1, at);
  }

  /** The pool that an address of a device lies in, by its running configuration. */
  poolOf(device: number, address: string): string | undefined {
    return this.#devices.get(device)?.pools.find((pool) => inPool(pool, address))?.name;
  }

  rows(): readonly PoolRow[] {
    return [...this.#devices.values()].flatMap((device) => this.#rowsOf(device));
  }

  #rowsOf(device: Device): readonly PoolRow[] {
    const uses = this.#uses.get(device.id) ?? new Map<string, Use>();
    const configured = device.pools.map((pool): PoolRow => {
      const { used = 0, changedAt = null } = uses.get(pool.name) ?? {};
      const size = poolSize(pool);
      const tunnelGroups = device.chains
        .filter((chain) => chain.pools.includes(pool.name))
        .map((chain) => chain.tunnelGroup);
      const { name, first, last } = pool;
      return {
        device: device.name,
        name,
        first,
        last,
        size,
        used,
        utilization: size === 0 ? null : used / size,
        tunnelGroups,
        changedAt,
      };
    });
    const names = new Set(device.pools.map((pool) => pool.name));
    const unsized = [...uses].filter(([name, use]) => !names.has(name) && use.used > 0);
    const unknown = { first: null, last: null, size: null, utilization: null, tunnelGroups: [] };
    return [
      ...configured,
      ...unsized.map(([name, use]): PoolRow => ({ device: device.name, name, ...unknown, ...use })),
    ];
  }

  #count(lease: Lease, by: 1 | -1, at: number): void {
    const name = this.poolOf(lease.device, lease.address) ?? lease.pool ?? NAMELESS;
    const uses = this.#uses.get(lease.device) ?? new Map<string, Use>();
    this.#uses.set(lease.device, uses);
    const use = uses.get(name) ?? { used: 0, changedAt: null };
    uses.set(name, { used: use.used + by, changedAt: at });
  }
}
