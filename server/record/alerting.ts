import type { AlertOrigin, AlertTurn } from '../domain/alert/kept.ts';
import type { HeadEnd } from '../domain/alert/message.ts';
import type { Channel } from '../domain/alert/notification.ts';
import { deliveriesOf } from '../domain/alert/route.ts';
import type { Committed } from '../domain/committed.ts';
import type { HealthRow } from '../domain/feed.ts';
import { Alerts } from '../state/alerts.ts';
import type { Changes } from '../state/changes.ts';
import type { State } from '../state/state.ts';
import { EstateKeeper, type Circumstances, type Turn } from './estate.ts';
import { seenAt } from './seen-at.ts';
import { SteadyClock } from './steady.ts';

/** What alerting takes from the system around it. */
export interface AlertingOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds that only grow, whatever the system's clock does. */
  readonly passed?: () => number;
  readonly circumstances?: () => Circumstances;
}

const NOTHING_POLLED: Circumstances = { pollEvery: () => undefined };

/** The alerting of one process: what the database holds is judged anew with each turn. */
export class Alerting {
  readonly #clock: SteadyClock;
  readonly #now: () => number;
  readonly #estate: EstateKeeper;
  readonly #circumstances: () => Circumstances;
  readonly alerts: Alerts;
  /** Where messages go. */
  channels: readonly Channel[];

  constructor(loaded: AlertOrigin, { now, passed = now, circumstances = () => NOTHING_POLLED }: AlertingOptions) {
    this.alerts = new Alerts(loaded);
    this.channels = loaded.channels;
    this.#estate = new EstateKeeper(loaded.misfits);
    this.#clock = new SteadyClock(now, passed, loaded.clock);
    this.#circumstances = circumstances;
    this.#now = now;
  }

  health(rows: readonly (HealthRow | undefined)[]): void {
    this.#estate.health(rows);
  }

  /** Judges a turn of the recorder, whose changes are about to be committed. */
  take(turn: Turn, changes: Changes, done: Committed, state: State): AlertTurn {
    const at = this.#clock.at(turn.at);
    this.#estate.turn(turn, (address) => state.devices.byAddress(address)?.id);
    const behind = Math.max(0, this.#now() - turn.at);
    const estate = { ...this.#estate.estate(done, this.#circumstances()), behind };
    const { events, claims, attempts, sessions } = changes;
    const names = headEnds(done, state);
    const seen = { at, events, claims, attempts, sessions, estate };
    const isSet = this.#clock.time.ahead !== 0;
    const taken = this.alerts.take(isSet ? seenAt(seen, (time) => this.#clock.of(time)) : seen, {
      headEnd: (device) => names.get(device),
      connected: done.summary.users,
      now: turn.at,
    });
    const deliveries = taken.notifications.flatMap((one) => deliveriesOf(one, this.channels));
    return { ...taken, deliveries, clock: this.#clock.time };
  }
}

function headEnds({ devices }: Committed, state: State): ReadonlyMap<number, HeadEnd> {
  return new Map(
    devices.map(({ id, name, sessions }) => {
      const { site, owner, phone } = state.devices.byId(id)?.place ?? {};
      const contact = [owner, phone].filter((part) => part !== undefined).join(', ');
      return [
        id,
        { name, ...(site !== undefined && { site }), ...(contact !== '' && { contact }), connected: sessions },
      ];
    }),
  );
}
