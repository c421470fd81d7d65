import type { AlertAction } from '../domain/alert/action.ts';
import type { Batch, Sink } from '../domain/batch.ts';
import type { Claimed } from '../domain/claim.ts';
import type { ClockSample } from '../domain/clock.ts';
import type { Committed } from '../domain/committed.ts';
import type { Device } from '../domain/device.ts';
import type { SenderHidden } from '../domain/hidden.ts';
import type { Polled } from '../domain/polling.ts';
import type { SenderTally } from '../domain/unknown.ts';
import type { Alerts } from '../state/alerts.ts';
import { State } from '../state/state.ts';
import type { CollectorMark, Store } from '../store/store.ts';
import { act } from './act.ts';
import { Alerting } from './alerting.ts';
import { committed } from './committed.ts';
import { strangers } from './meet.ts';
import type { Circumstances } from './estate.ts';
import { rebuild } from './rebuild.ts';
import { retry } from './retry.ts';

/** What the recorder needs: where to write, whom to tell, and whether unknown senders become devices unasked. */
export interface RecorderOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly adopt: boolean;
  /** Told after each commit, never before. */
  readonly publish: (committed: Committed) => void;
  /** Told when devices or their addresses have changed. */
  readonly devicesChanged: (devices: readonly Device[]) => void;
  /** Milliseconds that only grow, whatever is done to the system's clock; where it is absent, `now` is never set. */
  readonly passed?: () => number;
  /** What the system around us tells; absent where nothing is polled. */
  readonly circumstances?: () => Circumstances;
}

/** What one turn takes in: a batch, or a page of messages that a crash left uninterpreted. */
export interface Evidence {
  readonly at: number;
  readonly claims: readonly Claimed[];
  /** Messages per source address. */
  readonly bySource: Readonly<Record<string, number>>;
  readonly unknown?: readonly SenderTally[];
  readonly clocks?: readonly ClockSample[];
  readonly hidden?: readonly SenderHidden[];
  /** What polls came to. A poll passes no time: its clock is ahead of messages that are still on their way. */
  readonly polled?: readonly Polled[];
}

/** How far back ended sessions are taken into the state at a start, in milliseconds. */
const ENDED_SINCE = 60 * 60_000;

/** Turns batches into committed events: raw first, then meaning, then the screen. One batch at a time. */
export class Recorder implements Sink {
  readonly #options: RecorderOptions;
  #state: State;
  #alerting: Alerting;
  #marks: Map<string, CollectorMark>;
  /** The state is ahead of the database, after a write that was given up: it must be loaded again. */
  #ahead = false;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: RecorderOptions, loaded: Origin) {
    this.#options = options;
    this.#state = loaded.state;
    this.#alerting = loaded.alerting;
    this.#marks = loaded.marks;
  }

  /** A recorder whose state is what the database says. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    return new Recorder(options, await load(options));
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
    return this.#inTurn(async () => {
      // First, because a commit that reported a fault may be there all the same: then the mark says so.
      if (this.#ahead) await this.#reload();
      const mark = this.#marks.get(batch.collector);
      if (mark !== undefined && !isNewer(batch, mark)) return;
      if (batch.messages > 0) await this.#options.store.keep(batch.rows);
      const { collector: name, epoch, seq } = batch;
      const lastMessage = Math.max(batch.lastMessage, mark?.lastMessage ?? 0);
      const { health, others = [] } = batch;
      this.#alerting.health([health, ...others]);
      const done = await this.#record(batch, { name, epoch, seq, lastMessage });
      const messages = batch.latest.map((row) => ({
        ...row,
        device: this.#state.devices.byAddress(row.from)?.name ?? null,
      }));
      this.#options.publish({ ...done, messages, ...(health && { health }), others });
    });
  }

  /** Commits what messages that are already kept mean. */
  interpret(evidence: Evidence, mark: CollectorMark): Promise<void> {
    return this.#inTurn(async () => {
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
    return this.#inTurn(async () => {
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
    return this.#inTurn(async () => {
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
    return this.#inTurn(() => rebuild(this.#options.store, [...this.#state.devices.all.values()]));
  }

  /** Resolves when everything taken so far is committed or given up. */
  settled(): Promise<void> {
    return this.#inTurn(() => Promise.resolve());
  }

  async #record(evidence: Evidence, mark: CollectorMark): Promise<Committed> {
    await this.#meet(Object.keys(evidence.bySource));
    const state = this.#state;
    for (const claimed of evidence.claims) {
      const device = state.devices.byAddress(claimed.from);
      if (device?.state === 'adopted') state.take({ kind: 'claim', device: device.id, claimed });
    }
    for (const polled of evidence.polled ?? []) {
      if (state.devices.byId(polled.device)?.state === 'adopted') state.take({ kind: 'polled', polled });
    }
    if (evidence.polled === undefined) state.take({ kind: 'time.passed', at: evidence.at });
    for (const [source, messages] of Object.entries(evidence.bySource)) {
      const device = state.devices.byAddress(source);
      if (device !== undefined) state.hear(device.id, messages, evidence.at);
    }
    for (const sample of evidence.clocks ?? []) state.devices.observe(sample);
    const ofDevice = <T extends { readonly from: string }>({ from, ...told }: T) => {
      const device = state.devices.byAddress(from)?.id;
      return device === undefined ? [] : { ...told, device };
    };
    const unknown = (evidence.unknown ?? []).flatMap(ofDevice);
    const hidden = (evidence.hidden ?? []).flatMap(ofDevice);
    for (const one of hidden) state.hide(one);
    const polled = (evidence.polled ?? []).filter(({ device }) => state.devices.byId(device) !== undefined);
    const changes = state.changes();
    const done = committed(state, evidence.at, changes, state.forget(evidence.at));
    const poolMinutes = state.poolMinutes(done.summary);
    const series = state.series(done.summary);
    const alerts = this.#alerting.take(evidence, changes, done, state);
    this.#ahead = true;
    await retry(() =>
      this.#options.store.commit({
        ...changes,
        poolMinutes,
        series,
        unknown,
        hidden,
        polled,
        alerts,
        collector: mark,
        at: evidence.at,
      }),
    );
    this.#ahead = false;
    this.#marks.set(mark.name, mark);
    return { ...done, alerts: alerts.alerts, notifications: alerts.notifications.length };
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

  #publishAll(): void {
    const state = this.#state;
    const now = this.#options.now();
    const sessions = [...state.sessions()].map((session) => state.sessionRow(session));
    const forgotten = state.forget(now);
    this.#options.publish({
      ...committed(state, now, undefined, forgotten),
      sessions,
      minutes: [...state.minuteRows()],
      alerts: this.alerts.open(),
    });
  }

  #configure(devices: readonly Device[]): void {
    this.#state.configure(devices);
    this.#options.devicesChanged(devices);
  }

  async #reload(): Promise<void> {
    const { state, marks, alerting } = await load(this.#options);
    this.#state = state;
    this.#alerting = alerting;
    this.#marks = marks;
    this.#ahead = false;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined); // the caller is told; the next turn must not be
    return mine;
  }
}

interface Origin {
  readonly state: State;
  readonly alerting: Alerting;
  readonly marks: Map<string, CollectorMark>;
}

async function load(options: RecorderOptions): Promise<Origin> {
  const now = options.now();
  const loaded = await options.store.load(now, now - ENDED_SINCE);
  const alerting = new Alerting(await options.store.alerts(), options);
  const state = new State(loaded);
  // What was forgotten before would be meant by lines that it was not meant by.
  state.forget(loaded.heartbeat ?? now);
  return { state, alerting, marks: new Map(loaded.collectors.map((mark) => [mark.name, mark])) };
}

function isNewer(batch: Pick<Batch, 'epoch' | 'seq'>, mark: CollectorMark): boolean {
  return batch.epoch > mark.epoch || (batch.epoch === mark.epoch && batch.seq > mark.seq);
}
