import type { Alert } from '../domain/alert/alert.ts';
import type { AlertAction } from '../domain/alert/action.ts';
import type { Batch, Sink } from '../domain/batch.ts';
import type { Committed } from '../domain/committed.ts';
import type { Device } from '../domain/device.ts';
import type { Alerts } from '../state/alerts.ts';
import type { State } from '../state/state.ts';
import type { CollectorMark } from '../store/store.ts';
import { act } from './act.ts';
import type { Alerting } from './alerting.ts';
import { beside, toldOf } from './beside.ts';
import { committed } from './committed.ts';
import { decided, lettersOf, type Decided, type Evidence } from './decided.ts';
import { Held } from './held.ts';
import { strangers } from './meet.ts';
import { loadOrigin, type Origin, type RecorderOptions } from './origin.ts';
import { rebuild } from './rebuild.ts';
import { retry } from './retry.ts';

export type { RecorderOptions } from './origin.ts';

const MOST_HELD = 64 * 1024 * 1024;

/** Turns batches into committed events: raw first, then meaning, then the screen. One batch at a time. */
export class Recorder implements Sink {
  readonly #options: RecorderOptions;
  #state: State;
  #alerting: Alerting;
  #marks: Map<string, CollectorMark>;
  /** The state is ahead of the database, after a write that was given up: it must be loaded again. */
  #ahead = false;
  /** The last messages that came could be kept. */
  #keeps = true;
  #turn: Promise<unknown> = Promise.resolve();
  /** Since when nothing can be saved, epoch milliseconds. */
  #unsaved: number | undefined;
  /** What was shown and is not saved. */
  readonly held: Held;

  private constructor(options: RecorderOptions, loaded: Origin) {
    this.#options = options;
    this.held = new Held(options.mostHeld ?? MOST_HELD);
    this.#state = loaded.state;
    this.#alerting = loaded.alerting;
    this.#marks = loaded.marks;
  }

  /** A recorder whose state is what the database says. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    return new Recorder(options, await loadOrigin(options));
  }

  /** The live state. It may be ahead of what is committed: viewers are told by `publish` alone. */
  get state(): State {
    return this.#state;
  }

  /** Alerts as they are judged; like `state` they may be ahead of what is committed. */
  get alerts(): Alerts {
    return this.#alerting.alerts;
  }

  /** How far that collector's batches are taken in. */
  mark(collector: string): CollectorMark | undefined {
    return this.#marks.get(collector);
  }

  /** Commits the batch and tells the viewers; a batch that was taken before changes nothing. */
  take(batch: Batch): Promise<void> {
    return this.#inSavedTurn(async () => {
      // First, because a commit that reported a fault may be there all the same: then the mark says so.
      if (this.#ahead) await this.#reload();
      if (!this.#isNews(batch)) return;
      this.#options.publish({ ...(await this.#save(batch)), ...beside(batch, this.#state, this.held) });
    });
  }

  /**
   * Takes a batch into the state alone, because nothing can be saved since that moment (epoch milliseconds), and tells the viewers so. It waits in
   * `held` until `resume`.
   */
  hold(batch: Batch, since: number): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ahead) await this.#reload();
      // A commit that reported a fault may be there all the same.
      if (!this.#isNews(batch)) return;
      this.#ahead = true;
      const { done, set } = await this.#apply(batch);
      this.held.add(batch);
      this.#unsaved = since;
      this.#ahead = false;
      const letters = lettersOf(set.alerts, this.#alerting.channels);
      this.#publish({ ...done, notifications: 0, letters, ...beside(batch, this.#state, this.held) });
    });
  }

  /** Saves what is held, as if it had just come, and tells the viewers all that is true now. Rejects when it cannot: then it is held as before. */
  resume(): Promise<void> {
    return this.#inTurn(async () => {
      const shown = { sessions: this.#ids(), alerts: this.alerts.open().map(({ id }) => id) };
      this.#ahead = true;
      this.#begin(await loadOrigin(this.#options));
      const alerts = new Map<number, Alert>();
      let notifications = 0;
      for (let batch = this.held.first; batch !== undefined; batch = this.held.first) {
        if (this.#isNews(batch)) {
          const done = await this.#save(batch);
          for (const alert of done.alerts ?? []) alerts.set(alert.id, alert);
          notifications += done.notifications ?? 0;
        }
        this.held.saved();
      }
      this.#ahead = false;
      this.#unsaved = undefined;
      for (const alert of this.alerts.open()) alerts.set(alert.id, alert);
      const there = new Set(this.#ids());
      const gone = {
        sessions: shown.sessions.filter((id) => !there.has(id)),
        alerts: shown.alerts.filter((id) => !alerts.has(id)),
      };
      this.#publishAll({ alerts: [...alerts.values()], notifications, logins: true, gone });
    });
  }

  /** Commits what messages that are already kept mean. */
  interpret(evidence: Evidence, mark: CollectorMark): Promise<void> {
    return this.#inSavedTurn(async () => {
      if (this.#ahead) await this.#reload();
      this.#options.publish(await this.#record(evidence, mark));
    });
  }

  /** Takes in the devices as they are configured now, and tells the viewers everything there is. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ahead) await this.#reload();
      this.#configure(await this.#options.store.devices());
      // What is set for a device goes by its name.
      this.alerts.setAll(await this.#options.store.alertSettings());
      this.#publishAll();
    });
  }

  /** Lets what is stored be changed behind the state, takes all of it in anew, and tells the viewers. Nothing is recorded meanwhile. */
  rewrite<T>(work: () => Promise<T>): Promise<T> {
    return this.#inSavedTurn(async () => {
      if (this.#ahead) await this.#reload();
      this.#ahead = true;
      const done = await work();
      await this.#reload();
      this.#publishAll();
      return done;
    });
  }

  /** Does what a person wants done about alerts, and tells the viewers. False: there is nothing of that id. */
  act(action: AlertAction): Promise<boolean> {
    return this.#inSavedTurn(async () => {
      if (this.#ahead) await this.#reload();
      this.#ahead = true;
      const alerts = await act(action, this.#alerting.alerts, this.#options);
      this.#ahead = false;
      if (alerts !== undefined) this.#options.publish({ ...committed(this.#state, this.#options.now()), alerts });
      return alerts !== undefined;
    });
  }

  /** Takes in where messages of alerts go now. */
  channelsChanged(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ahead) await this.#reload();
      this.#alerting.channels = await this.#options.store.channels();
    });
  }

  /** Makes the projections anew from the events. Returns how many events there are. */
  rebuild(): Promise<number> {
    return this.#inSavedTurn(() => rebuild(this.#options.store, [...this.#state.devices.all.values()]));
  }

  /** Resolves when everything taken so far is committed or given up. */
  settled(): Promise<void> {
    return this.#inTurn(() => Promise.resolve());
  }

  /** Keeps the batch and commits what it means. That is decided meanwhile, unless the last one could not be kept: each such try costs a reload. */
  async #save(batch: Batch): Promise<Committed> {
    const { collector: name, epoch, seq } = batch;
    const lastMessage = Math.max(batch.lastMessage, this.#marks.get(name)?.lastMessage ?? 0);
    const hesitates = !this.#keeps;
    const kept = batch.messages > 0 ? this.#keep(batch) : Promise.resolve();
    if (hesitates) await kept;
    this.#alerting.health(toldOf(batch, this.held));
    return this.#record(batch, { name, epoch, seq, lastMessage }, kept);
  }

  #keep({ rows }: Batch): Promise<void> {
    const kept = this.#options.store.keep(rows);
    kept.then(
      () => (this.#keeps = true),
      () => (this.#keeps = false),
    );
    return kept;
  }

  /** What the batch means, in the state alone. */
  #apply(batch: Batch): Promise<Decided> {
    this.#alerting.health(toldOf(batch, this.held));
    return decided(batch, this.#state, this.#alerting);
  }

  /** Raw first: nothing of the meaning is committed before `kept` resolves. */
  async #record(evidence: Evidence, mark: CollectorMark, kept = Promise.resolve()): Promise<Committed> {
    await this.#meet(Object.keys(evidence.bySource));
    this.#ahead = true;
    const { done, set } = await decided(evidence, this.#state, this.#alerting);
    await kept;
    await retry(() => this.#options.store.commit({ ...set, collector: mark }));
    this.#ahead = false;
    this.#marks.set(mark.name, mark);
    return done;
  }

  /** Makes devices of senders that are none yet: pending ones, until a person adopts them. */
  async #meet(sources: readonly string[]): Promise<void> {
    if (sources.every((source) => this.#state.devices.byAddress(source) !== undefined)) return;
    // The database may know more: a command, or an earlier turn that failed half-way, has added devices that nobody told of yet.
    const { store } = this.#options;
    const known = await store.devices();
    const met = strangers(known, sources, this.#options);
    const added: Device[] = [];
    for (const device of met) added.push(await store.addDevice(device));
    this.#configure([...known, ...added]);
  }

  /** Whether it is not in the database yet. */
  #isNews({ collector, epoch, seq }: Batch): boolean {
    const mark = this.#marks.get(collector);
    return mark === undefined || epoch > mark.epoch || (epoch === mark.epoch && seq > mark.seq);
  }

  #ids(): readonly number[] {
    return [...this.#state.sessions()].map(({ id }) => id);
  }

  #publish(told: Committed): void {
    const { summary } = told;
    const unsaved = this.#unsaved === undefined ? {} : { unsaved: this.#unsaved };
    this.#options.publish({ ...told, summary: { ...summary, ...unsaved } });
  }

  #publishAll(besides: Partial<Committed> = {}): void {
    const state = this.#state;
    const now = this.#options.now();
    const sessions = [...state.sessions()].map((session) => state.sessionRow(session));
    const forgotten = state.forget(now);
    this.#publish({
      ...committed(state, now, undefined, forgotten),
      sessions,
      minutes: [...state.minuteRows()],
      alerts: this.alerts.open(),
      ...besides,
    });
  }

  #configure(devices: readonly Device[]): void {
    this.#state.configure(devices);
    this.#options.devicesChanged(devices);
  }

  /** What the database says, and on top what it does not hold yet. */
  async #reload(): Promise<void> {
    this.#begin(await loadOrigin(this.#options));
    for (const batch of this.held.batches) if (this.#isNews(batch)) await this.#apply(batch);
    this.#ahead = false;
  }

  #begin({ state, marks, alerting }: Origin): void {
    this.#state = state;
    this.#alerting = alerting;
    this.#marks = marks;
  }

  /** Rejects while something waits to be saved: it comes first. */
  #inSavedTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(() => {
      if (this.#unsaved === undefined) return work();
      throw new Error('nothing can be saved just now: see the health page');
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined); // the caller is told; the next turn must not be
    return mine;
  }
}
