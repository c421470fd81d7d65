import type { Device } from '../domain/device.ts';
import type { ChainRow, PolledPool, PoolRow } from '../domain/feed.ts';
import { inPool, poolSize, type Chain, type Lease, type Pool } from '../domain/pool.ts';
import { excludedFrom } from '../domain/pool-excluded.ts';
import { fullness, isLeaked } from '../domain/pool-poll.ts';
import { poolUse, togetherUse } from '../domain/pool-use.ts';
import { PoolPolls } from './pool-polls.ts';

/** What a lease is counted under when neither the configuration nor the ASA names its pool. */
const NAMELESS = 'addresses';

interface Use {
  used: number;
  changedAt: number | null;
}

/** How full each pool is: addresses assigned and not freed, and beside them what the device has listed. */
export class Pools {
  readonly polls = new PoolPolls();
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

  /** How full the pools are at `now` that each tunnel group takes addresses from. */
  chains(now: number): readonly ChainRow[] {
    return [...this.#devices.values()].flatMap((device) => {
      if (device.chains.length === 0) return [];
      const rows = new Map(this.#rowsOf(device).map((row) => [row.name, row]));
      return device.chains.map((chain) => chainRow(device.name, chain, rows, now));
    });
  }

  rows(): readonly PoolRow[] {
    return [...this.#devices.values()].flatMap((device) => this.#rowsOf(device));
  }

  #rowsOf(device: Device): readonly PoolRow[] {
    const uses = this.#uses.get(device.id) ?? new Map<string, Use>();
    const configured = device.pools.map((pool, position): PoolRow => {
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
        ...this.#polled(device.id, name),
        ...this.#excluded(device, pool, position),
      };
    });
    const names = new Set(device.pools.map((pool) => pool.name));
    const unsized = [...uses].filter(([name, use]) => !names.has(name) && use.used > 0);
    const unknown = { first: null, last: null, size: null, utilization: null, tunnelGroups: [] };
    const listed = this.polls.on(device.id).filter(({ pool }) => !names.has(pool));
    const told = new Set(listed.map(({ pool }) => pool));
    return [
      ...configured,
      ...listed.map(({ pool: name, first, last, free, held, inUse }): PoolRow => {
        const { used = 0, changedAt = null } = uses.get(name) ?? {};
        const size = free + held + inUse;
        const utilization = size === 0 ? null : used / size;
        const row = { device: device.name, name, first, last, size, used, utilization, tunnelGroups: [], changedAt };
        return { ...row, ...this.#polled(device.id, name) };
      }),
      ...unsized
        .filter(([name]) => !told.has(name))
        .map(([name, use]): PoolRow => ({ device: device.name, name, ...unknown, ...use })),
    ];
  }

  #excluded(device: Device, pool: Pool, position: number): Pick<PoolRow, 'excluded'> {
    const { free, held, inUse } = this.polls.of(device.id, pool.name) ?? {};
    const listed = free === undefined ? undefined : free + (held ?? 0) + (inUse ?? 0);
    const excluded = excludedFrom(pool, device.pools.slice(0, position), device, listed);
    return excluded.length === 0 ? {} : { excluded };
  }

  #polled(device: number, name: string): { readonly polled?: PolledPool } {
    const listed = this.polls.of(device, name);
    if (listed === undefined) return {};
    const { free, held, inUse: used, at, heldAddresses } = listed;
    const leaked = this.polls.strays(device, name).filter(isLeaked);
    const addresses = leaked.map(({ address }) => address);
    const polled = { used, held, free, utilization: fullness(listed) ?? null, at, leaked: addresses };
    return { polled: { ...polled, ...(heldAddresses && { heldAddresses }) } };
  }

  #count(lease: Lease, by: 1 | -1, at: number): void {
    const name = this.poolOf(lease.device, lease.address) ?? lease.pool ?? NAMELESS;
    const uses = this.#uses.get(lease.device) ?? new Map<string, Use>();
    this.#uses.set(lease.device, uses);
    const use = uses.get(name) ?? { used: 0, changedAt: null };
    uses.set(name, { used: use.used + by, changedAt: at });
  }
}

/** A chain's figures are the device's own only if all of its pools were listed. */
function chainRow(
  device: string,
  { tunnelGroup, pools }: Chain,
  rows: ReadonlyMap<string, PoolRow>,
  now: number,
): ChainRow {
  const mine = pools.map((name) => rows.get(name));
  const { used, size, utilization, held, listed } = togetherUse(mine.map((row) => row && poolUse(row, now)));
  const times = mine.flatMap((row) => (listed ? row?.polled?.at : row?.changedAt) ?? []);
  const at = times.length === 0 ? null : Math.min(...times);
  return { device, tunnelGroup, pools, size, used, held, utilization, source: listed ? 'polled' : 'derived', at };
}
