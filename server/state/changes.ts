import type { SeenClaim } from '../domain/alert/observer.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { Event } from '../domain/event.ts';
import type { MinuteRow } from '../domain/feed.ts';
import { NO_POLLS, type PollChange } from '../domain/poll-set.ts';
import type { Lease } from '../domain/pool.ts';
import type { Session } from '../domain/session.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Heard } from './devices.ts';

/** What has changed since the last commit, in absolute rows: writing them twice does no harm. */
export interface Changes {
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
  readonly leases: { readonly put: readonly Lease[]; readonly drop: readonly Pick<Lease, 'device' | 'address'>[] };
  readonly minutes: readonly MinuteRow[];
  readonly seen: readonly Heard[];
  readonly polls: PollChange;
  /** What was told of adopted head-ends, each once. */
  readonly claims: readonly SeenClaim[];
}

/** Gathers changes; the latest row of a thing wins. */
export class Gatherer {
  readonly events: Event[] = [];
  readonly claims: SeenClaim[] = [];
  readonly sessions = new Map<number, Session>();
  readonly attempts = new Map<number, Attempt>();
  readonly verdicts = new Map<number, Verdict>();
  readonly minutes = new Map<number, MinuteRow>();
  readonly seen = new Map<number, Heard>();
  readonly #leases = new Map<
    string,
    { readonly at: Pick<Lease, 'device' | 'address'>; readonly lease: Lease | undefined }
  >();

  #polls: PollChange = { ...NO_POLLS, peersOf: [], straysOf: [], counts: [], listings: [], texts: [] };

  /** Adds what another poll changed: of what two polls tell, the later one holds. */
  poll(change: PollChange): void {
    const last = this.#polls;
    const latest = <T>(before: readonly T[], after: readonly T[], key: (one: T) => string): readonly T[] => [
      ...new Map([...before, ...after].map((one) => [key(one), one])).values(),
    ];
    const renewed = new Set(change.peersOf);
    const pools = new Set(change.straysOf.map(({ device, pool }) => `${device} ${pool}`));
    this.#polls = {
      units: latest(last.units, change.units, ({ device }) => String(device)),
      meters: latest(last.meters, change.meters, ({ session }) => String(session)),
      peers: [...last.peers.filter(({ device }) => !renewed.has(device)), ...change.peers],
      peersOf: [...new Set([...last.peersOf, ...change.peersOf])],
      pools: latest(last.pools, change.pools, ({ device, pool }) => `${device} ${pool}`),
      strays: [...last.strays.filter(({ device, pool }) => !pools.has(`${device} ${pool}`)), ...change.strays],
      counts: [...last.counts, ...change.counts],
      listings: latest(last.listings, change.listings, ({ session, what }) => `${session} ${what}`),
      texts: latest(last.texts, change.texts, ({ session, which }) => `${session} ${which}`),
      straysOf: latest(last.straysOf, change.straysOf, ({ device, pool }) => `${device} ${pool}`),
    };
  }

  lease(device: number, address: string, lease: Lease | undefined): void {
    this.#leases.set(`${device} ${address}`, { at: { device, address }, lease });
  }

  changes(): Changes {
    const put: Lease[] = [];
    const drop: Pick<Lease, 'device' | 'address'>[] = [];
    for (const { at, lease } of this.#leases.values()) {
      if (lease === undefined) drop.push(at);
      else put.push(lease);
    }
    return {
      events: this.events,
      sessions: [...this.sessions.values()],
      attempts: [...this.attempts.values()],
      verdicts: [...this.verdicts.values()],
      leases: { put, drop },
      minutes: [...this.minutes.values()],
      seen: [...this.seen.values()],
      polls: this.#polls,
      claims: this.claims,
    };
  }
}
