import type { Attempt } from '../domain/attempt.ts';
import type { Event } from '../domain/event.ts';
import type { MinuteRow } from '../domain/feed.ts';
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
}

/** Gathers changes; the latest row of a thing wins. */
export class Gatherer {
  readonly events: Event[] = [];
  readonly sessions = new Map<number, Session>();
  readonly attempts = new Map<number, Attempt>();
  readonly verdicts = new Map<number, Verdict>();
  readonly minutes = new Map<number, MinuteRow>();
  readonly seen = new Map<number, Heard>();
  readonly #leases = new Map<
    string,
    { readonly at: Pick<Lease, 'device' | 'address'>; readonly lease: Lease | undefined }
  >();

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
    };
  }
}
