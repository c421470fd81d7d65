import type { Polled } from '../domain/polling.ts';
import { heldOf, strays, type PoolPoll, type Stray } from '../domain/pool-poll.ts';

/** What of the pools' listings changed; strays are all that the pools have. */
export interface PoolPollChanges {
  readonly pools: readonly PoolPoll[];
  readonly strays: readonly Stray[];
}

/** The address pools as their devices last listed them. */
export class PoolPolls {
  readonly #pools = new Map<string, PoolPoll>();
  readonly #strays = new Map<string, readonly Stray[]>();

  restore(pools: readonly PoolPoll[], known: readonly Stray[]): void {
    for (const one of pools) this.#pools.set(key(one.device, one.pool), one);
    for (const one of known) {
      const at = key(one.device, one.pool);
      this.#strays.set(at, [...(this.#strays.get(at) ?? []), one]);
    }
  }

  of(device: number, pool: string): PoolPoll | undefined {
    return this.#pools.get(key(device, pool));
  }

  on(device: number): readonly PoolPoll[] {
    return [...this.#pools.values()].filter((one) => one.device === device);
  }

  strays(device: number, pool: string): readonly Stray[] {
    return this.#strays.get(key(device, pool)) ?? [];
  }

  /** Takes in the pools of a poll. Who has no session is told only by a poll that listed all sessions. */
  take(
    { device, rosters }: Polled,
    owners: { readonly hasOwner: (address: string) => boolean; readonly nameless: number },
  ): PoolPollChanges {
    const sessions = rosters.filter((roster) => roster.kind === 'sessions.listed');
    const telling = sessions.length > 0 && sessions.every(({ complete }) => complete);
    const listed = rosters.flatMap((roster) => (roster.kind === 'pool.listed' && roster.complete ? roster : []));
    const pools: PoolPoll[] = [];
    const found: Stray[] = [];
    for (const { use, finishedAt: at } of listed) {
      const { first, last, mask, free, held, inUse, addressesInUse } = use;
      const figures = { pool: use.pool, first, last, free, held, inUse };
      const heldAddresses = heldOf(use);
      const pool = {
        ...figures,
        ...(mask !== undefined && { mask }),
        ...(heldAddresses && { heldAddresses }),
        device,
        at,
      };
      this.#pools.set(key(device, use.pool), pool);
      pools.push(pool);
      const before = this.strays(device, use.pool);
      const now = telling && addressesInUse !== undefined ? strays(before, device, use, at, owners) : before;
      this.#strays.set(key(device, use.pool), now);
      found.push(...now);
    }
    return { pools, strays: found };
  }
}

function key(device: number, pool: string): string {
  return `${device} ${pool}`;
}
