import { Intake } from '../../../collectors/syslog/intake.ts';
import type { Batch } from '../../../server/domain/batch.ts';
import { Recorder, type RecorderOptions } from '../../../server/record/recorder.ts';
import { openStore } from '../../../server/store/open.ts';
import type { Store } from '../../../server/store/store.ts';

/** A line of syslog, and which head-end sent it. */
export interface Heard {
  readonly from: string;
  readonly line: string;
}

/** A recorder on a database, that is given lines as the collector gives them, at times that its test tells. */
export class Watchman {
  readonly #path: string;
  readonly #change: (store: Store) => Store;
  readonly #ear: Ear;
  #now: number;
  #store: Store | undefined;
  #recorder: Recorder | undefined;

  /** `change`: what stands between the recorder and its store. Senders become devices unasked. */
  constructor(path: string, begin: number, change: (store: Store) => Store = (store) => store) {
    this.#path = path;
    this.#now = begin;
    this.#change = change;
    this.#ear = new Ear(begin);
  }

  get store(): Store {
    if (this.#store === undefined) throw new Error('it is not open');
    return this.#store;
  }

  get recorder(): Recorder {
    if (this.#recorder === undefined) throw new Error('it is not open');
    return this.#recorder;
  }

  async open(): Promise<this> {
    await this.openAnew(true);
    return this;
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = undefined;
    this.#recorder = undefined;
  }

  /** Another recorder takes over, as after a start; where `isNew`, with another handle on its database too. */
  async openAnew(isNew: boolean): Promise<void> {
    if (isNew) await this.close();
    this.#store ??= await openStore({ path: this.#path, now: () => this.#now });
    this.#recorder = await Recorder.open(this.#options(this.#store));
  }

  async take(batch: Batch): Promise<void> {
    this.#now = batch.at;
    await this.recorder.take(batch);
  }

  /** Makes what it hears at that moment, epoch milliseconds, a batch, and takes it. */
  async hear(at: number, ...lines: readonly Heard[]): Promise<void> {
    await this.take(this.#ear.hear(at, lines));
  }

  #options(store: Store): RecorderOptions {
    return {
      ...{ store: this.#change(store), now: () => this.#now, adopt: true },
      ...{ publish: () => undefined, devicesChanged: () => undefined },
    };
  }
}

/** Makes batches of lines as the collector does. */
export class Ear {
  readonly #intake: Intake;
  readonly #epoch: number;
  #now: number;
  #seq = 0;

  /** Its first message comes at `begin` or later, epoch milliseconds. */
  constructor(begin: number) {
    this.#now = begin;
    this.#epoch = begin;
    const admission = { known: [], room: 100 };
    this.#intake = new Intake({ admission, firstMessage: begin * 1000, queueBytes: 10_000_000, now: () => this.#now });
  }

  hear(at: number, lines: readonly Heard[]): Batch {
    this.#now = at;
    this.#seq += 1;
    for (const { line, from } of lines) this.#intake.receive(line, from);
    const load = this.#intake.load();
    const counts = this.#intake.counts('stored');
    this.#intake.stored();
    const health = { collector: 'syslog', ...counts, receiveBuffer: { effective: null, wanted: 0 }, warnings: [] };
    return { collector: 'syslog', epoch: this.#epoch, seq: this.#seq, at, ...load, health };
  }
}
