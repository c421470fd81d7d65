import type { Attempt } from '../domain/attempt.ts';
import type { Claimed } from '../domain/claim.ts';
import { decide, type Input } from '../domain/decide/decide.ts';
import type { Device } from '../domain/device.ts';
import type { Event } from '../domain/event.ts';
import type { ChainRow, DeviceRow, MinuteRow, SessionRow, Summary } from '../domain/feed.ts';
import type { DeviceHidden } from '../domain/hidden.ts';
import { reconcile } from '../domain/decide/reconcile.ts';
import { withCounted, withLastCount } from '../domain/decide/last-count.ts';
import type { Meter } from '../domain/meter.ts';
import type { Peer } from '../domain/peer.ts';
import type { Polled } from '../domain/polling.ts';
import type { PollSet } from '../domain/poll-set.ts';
import type { Lease } from '../domain/pool.ts';
import type { Session } from '../domain/session.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { AaaMark } from '../domain/aaa.ts';
import { AaaMarks } from './aaa-marks.ts';
import { LiveBook } from './book.ts';
import { Gatherer, type Changes } from './changes.ts';
import { Copies } from './copies.ts';
import { Devices, type Heard } from './devices.ts';
import { Figures } from './figures.ts';
import { HiddenNames } from './hidden-names.ts';
import { Minutes } from './minutes.ts';
import { gaugesOf } from '../domain/series-samples.ts';
import type { SeriesSample } from '../domain/series.ts';
import { restsOf, trafficSamples } from '../domain/traffic.ts';
import { PoolMinutes, type PoolMinuteChanges } from './pool-minutes.ts';
import { Pools } from './pools.ts';
import { heldAt, SeriesGatherer } from './series.ts';
import { Window } from './window.ts';

/** How many messages of a device hid a name within one hour. */
export type HiddenHour = Pick<DeviceHidden, 'device' | 'hour' | 'count'>;

/** What the state starts from: what the database holds. */
export interface Origin {
  readonly devices: readonly Device[];
  readonly seen: readonly Heard[];
  readonly sessions: readonly Session[];
  readonly attempts: readonly Attempt[];
  readonly told?: readonly { readonly of: 'session' | 'attempt'; readonly id: number; readonly messageId: number }[];
  readonly verdicts: readonly Verdict[];
  readonly leases: readonly Lease[];
  readonly minutes: readonly MinuteRow[];
  /** The lowest id that a session ever had. */
  readonly lowestSession?: number;
  /** What polls left that no event tells. */
  readonly polls?: PollSet;
  /** Messages that hid a name in the last 24 h. */
  readonly hidden?: readonly HiddenHour[];
  /** Of ended attempts only those that failed, when they were last heard of. */
  readonly events15m: readonly {
    readonly kind: 'attempt.ended' | 'login.rejected' | 'address.refused';
    readonly at: number;
  }[];
}

/** Everything that is derived from events, and what of it has changed since it was last asked. */
export class State {
  readonly devices = new Devices();
  readonly #figures = new Figures();
  readonly #pools = new Pools();
  readonly #minutes = new Minutes();
  readonly #poolMinutes = new PoolMinutes();
  readonly #series = new SeriesGatherer();
  readonly #hidden = new HiddenNames();
  readonly #aaa = new AaaMarks();
  readonly #counted = {
    'attempt.ended': new Window(),
    'login.rejected': new Window(),
    'address.refused': new Window(),
  };
  readonly #copies = new Copies();
  #passedAt = -Infinity;
  readonly #book: LiveBook;
  #gathered = new Gatherer();

  constructor(origin: Origin) {
    this.#book = new LiveBook({
      session: (before, after, event) => {
        this.#figures.exchange(before, after);
        this.#gathered.sessions.set(after.id, after);
        const row = this.#minutes.take(before, after, event, this.#figures.total);
        this.#gathered.minutes.set(row.minute, row);
        if (before?.state === 'active' && after.state === 'ended')
          this.#series.add(restsOf(after, this.meter(after.id), this.#book.polls.countedAt(after.device)));
      },
      attempt: (before, after) => {
        this.#gathered.attempts.set(after.id, after);
        // A late line may tell once more of a login that has failed, or that it got in after all.
        if (before?.outcome === 'failed') this.#counted['attempt.ended'].add(before.seenAt, -1);
        if (after.outcome === 'failed') this.#counted['attempt.ended'].add(after.seenAt);
      },
      verdict: (after) => this.#gathered.verdicts.set(after.id, after),
      lease: (before, after, event) => {
        this.#pools.exchange(before, after, event.at);
        this.#gathered.lease(event.device, event.address, after);
      },
      refusal: ({ kind, at }) => this.#counted[kind].add(at),
    });
    this.#book.restore(origin);
    for (const session of origin.sessions) this.#figures.exchange(undefined, session);
    this.#minutes.restore(origin.minutes);
    for (const one of origin.hidden ?? []) this.#hidden.add(one);
    for (const { kind, at } of origin.events15m) this.#counted[kind].add(at);
    if (origin.polls !== undefined) this.#pools.polls.restore(origin.polls.pools, origin.polls.strays);
    this.devices.restore(origin.seen);
    for (const { device, beat } of origin.polls?.units ?? []) if (beat !== undefined) this.devices.heartbeats.restorePolls(device, beat); // prettier-ignore
    this.configure(origin.devices);
  }

  /** Takes the devices as they are configured now. */
  configure(devices: readonly Device[]): void {
    this.devices.configure(devices);
    this.#pools.configure(this.devices.all, this.#book.leases());
  }

  /** Up to when time has passed, epoch milliseconds. */
  get passedAt(): number {
    return this.#passedAt;
  }

  /** Decides what the input means and applies it. */
  take(input: Input): void {
    if (input.kind === 'time.passed') this.#passedAt = Math.max(this.#passedAt, input.at);
    if (input.kind === 'polled') {
      this.devices.heartbeats.polled(input.polled);
      this.#poll(input.polled);
      return;
    }
    if (input.kind === 'claim') this.#hearLogin(input.device, input.claimed);
    const copy = input.kind === 'claim' ? this.#copies.first(input.device, input.claimed) : undefined;
    if (copy?.otherWay === true) return;
    if (input.kind === 'claim') this.#aaa.take(input.device, input.claimed.claim, input.claimed.at);
    if (input.kind === 'claim' && copy === undefined) this.#claim(input.device, input.claimed);
    const known = copy === undefined ? input : { ...input, copyOf: copy.of };
    for (const event of decide(this.#book, known)) this.apply(event);
  }

  #claim(device: number, { message, at, claim }: Claimed): void {
    this.#gathered.claims.push({ device, message, at, claim });
  }

  #hearLogin(device: number, { at, claim }: Claimed): void {
    if (claim.kind === 'management.login' && claim.outcome === 'permitted') this.devices.heartbeats.login(device, at);
  }

  /** A poll is decided upon like any input, and then counted: which session each of its rows is about is asked once. */
  #poll(polled: Polled): void {
    const { device } = polled;
    this.#series.add(gaugesOf(polled));
    const meaning = reconcile(this.#book, polled);
    for (const event of meaning.events) this.apply(withLastCount(this.#book, event));
    const { unit, meters, peers, traffic, ...told } = this.#book.polls.take(polled, meaning);
    this.#series.add(trafficSamples(device, traffic));
    if (meaning.turn.standby) return;
    const nameless = this.#book
      .sessionsOn(device)
      .filter(({ assignedIp, protocol }) => assignedIp === undefined && protocol !== 'clientless').length;
    const hasOwner = (address: string): boolean => this.#book.sessionAt(device, address) !== undefined;
    const { pools, strays } = this.#pools.polls.take(polled, { hasOwner, nameless });
    const units = unit === undefined ? [] : [{ ...unit, beat: this.devices.heartbeats.pollBeat(device) }];
    const peersOf = peers === undefined ? [] : [device];
    this.#gathered.poll({ ...told, units, meters, peers: peers ?? [], peersOf, pools, strays, straysOf: pools });
  }

  /** What the last polls counted of a session that is live, or was a moment ago. */
  meter(session: number): Meter | undefined {
    return this.#book.meter(session);
  }

  /** The LAN-to-LAN peers as they were last listed. */
  peers(): readonly Peer[] {
    return this.#book.polls.peers();
  }

  /** What messages last told of AAA servers. */
  aaaMarks(): readonly AaaMark[] {
    return this.#aaa.all();
  }

  chainRows(at: number): readonly ChainRow[] {
    return this.#pools.chains(at);
  }

  /** Remembers what was said just before all that the state starts from, so that its second copy is known for one. */
  remember(device: number, claimed: Claimed): void {
    this.#copies.first(device, claimed);
  }

  /** Applies what happened. Only this changes the state. */
  apply(event: Event): void {
    this.#gathered.events.push(event);
    this.#book.apply(event);
  }

  hear(device: number, messages: number, at: number): void {
    this.#gathered.seen.set(device, this.devices.hear(device, messages, at));
  }

  /** Messages of a device hid their user's name. */
  hide(count: HiddenHour): void {
    this.#hidden.add(count);
  }

  /** What has changed since this was last asked. */
  changes(): Changes {
    const gathered = this.#gathered;
    this.#gathered = new Gatherer();
    return gathered.changes();
  }

  /** What of how full the pools are is to be kept. */
  poolMinutes({ pools, at }: Pick<Summary, 'pools' | 'at'>): PoolMinuteChanges {
    return this.#poolMinutes.take(pools, at, this.devices.heardAt(at));
  }

  /** What of series is to be told: what has come, and what stands at a value. */
  series({ pools, at }: Pick<Summary, 'pools' | 'at'>): readonly SeriesSample[] {
    this.#series.hold(heldAt(this.devices, this.#figures, pools, at), at);
    return this.#series.taken();
  }

  /** Forgets what is too old to matter; returns the minutes it forgot. */
  forget(now: number): readonly number[] {
    this.#book.forget(now);
    this.#hidden.forget(now);
    return this.#minutes.forget(now);
  }

  summary(at: number): Summary {
    return {
      at,
      ...this.#figures.snapshot(),
      pools: this.#pools.rows(),
      bytes: this.#minutes.bytes(),
      failed15m: this.#counted['attempt.ended'].count(at),
      rejected15m: this.#counted['login.rejected'].count(at),
      refused15m: this.#counted['address.refused'].count(at),
      lastMessageAt: this.devices.lastMessageAt,
      ...this.#book.polls.listed(),
    };
  }

  /** A session as it is shown: one that goes on with what polls have counted. */
  sessionRow(session: Session): SessionRow {
    const name = this.devices.byId(session.device)?.name ?? String(session.device);
    const pool = session.assignedIp === undefined ? undefined : this.poolOf(session.device, session.assignedIp);
    const told = withCounted(session, this.meter(session.id));
    return { ...told, device: name, ...(pool === undefined ? {} : { pool }) };
  }

  poolOf(device: number, address: string): string | undefined {
    return this.#pools.poolOf(device, address);
  }

  deviceRows(): readonly DeviceRow[] {
    return [...this.devices.all.values()].map((device) =>
      this.devices.row(device, {
        sessions: this.#figures.sessionsOn(device.id),
        hiddenNames: this.#hidden.of(device.id),
      }),
    );
  }

  minuteRows(): Iterable<MinuteRow> {
    return this.#minutes.rows();
  }

  /** Addresses that are assigned and not freed. */
  leases(): Iterable<Lease> {
    return this.#book.leases();
  }

  /** Active sessions, and those that ended within the last minutes. */
  sessions(): Iterable<Session> {
    return this.#book.sessions();
  }
}
