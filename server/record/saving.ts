import type { Batch, Sink } from '../domain/batch.ts';
import type { GapRow, HealthRow } from '../domain/feed.ts';
import { isDamage } from '../store/damage.ts';
import { SqlError } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { Recorder } from './recorder.ts';

/** What stands in the way of saving. */
export interface Unsaved {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly why: unknown;
}

/** What saving takes. */
export interface SavingParts {
  readonly recorder: Pick<Recorder, 'take' | 'hold' | 'resume' | 'held'>;
  readonly store: Pick<Store, 'probe' | 'addGap'>;
  /** Epoch milliseconds, and milliseconds that only grow. */
  readonly now: () => number;
  readonly passed: () => number;
  /** Calls back after so many milliseconds, unless it is taken back. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** Told when it begins that nothing can be saved, at each try that was in vain, and when everything is (`undefined`). */
  readonly onChange: (unsaved: Unsaved | undefined) => void;
  /** Told what is wrong with ourselves. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * How long it is tried to save a batch before it is shown all the same, and how soon it is looked whether saving works again, in milliseconds: less
 * often where that seemed so and what waits could not be saved all the same.
 */
const PATIENCE = 2_000;
const LOOK = 1_000;
const SELDOM = 2_500;

/**
 * Saves batches, and where that cannot be done has them shown from memory, and saved as soon as it can. What has no room in memory is counted as
 * lost, and declared as a gap.
 */
export class Saving implements Sink {
  readonly #parts: SavingParts;
  #failing: number | undefined;
  #unsaved: Unsaved | undefined;
  #look = LOOK;
  #takeBack: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #resuming: Promise<void> = Promise.resolve();

  constructor(parts: SavingParts) {
    this.#parts = parts;
  }

  take(batch: Batch): Promise<void> {
    return this.#inTurn(() => this.#take(batch));
  }

  /** What is in the way just now. */
  get unsaved(): Unsaved | undefined {
    return this.#unsaved;
  }

  /** The counts of a collector as far as they are true: see `Held`. */
  counted(row: HealthRow): HealthRow {
    return this.#parts.recorder.held.counted(row);
  }

  /** Tries once more, and then tells how many messages that wait are lost with the process. */
  async stop(): Promise<number> {
    this.#takeBack();
    await this.#resuming;
    await this.#resume();
    this.#takeBack();
    return this.#parts.recorder.held.messages.waiting;
  }

  async #take(batch: Batch): Promise<void> {
    const { recorder, passed, now } = this.#parts;
    const begun = passed();
    if (this.#unsaved === undefined) {
      try {
        await recorder.take(batch);
        recorder.held.passed(batch);
        this.#failing = undefined;
        return;
      } catch (why) {
        this.#failing ??= begun;
        if (!isOfStorage(why) || passed() - this.#failing < PATIENCE) throw why;
        this.#unsaved = { since: now(), why };
        this.#parts.onChange(this.#unsaved);
        this.#lookLater();
      }
    }
    await recorder.hold(batch, this.#unsaved.since);
  }

  #lookLater(): void {
    this.#takeBack = this.#parts.later(this.#look, () => {
      this.#resuming = this.#resume().catch(this.#parts.onFault);
    });
  }

  async #resume(): Promise<void> {
    const { recorder, store, onChange } = this.#parts;
    if (this.#unsaved === undefined) return;
    try {
      // Outside of the turn: where somebody has the database it takes a while, and what comes meanwhile is shown.
      await store.probe(recorder.held.first?.rows ?? []);
      await this.#inTurn(async () => {
        this.#look = SELDOM;
        await recorder.resume();
        this.#look = LOOK;
        const gap: GapRow | undefined = recorder.held.takeGap();
        this.#unsaved = undefined;
        this.#failing = undefined;
        onChange(undefined);
        // The heartbeat tells nothing of it: it goes on.
        if (gap !== undefined) await store.addGap(gap);
      });
    } catch (why) {
      if (!this.#isUnsaved()) throw why;
      this.#unsaved = { ...this.#unsaved, why };
      onChange(this.#unsaved);
      this.#lookLater();
    }
  }

  // The compiler believes that nobody changes it meanwhile.
  #isUnsaved(): boolean {
    return this.#unsaved !== undefined;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined); // the caller is told; the next turn must not be
    return mine;
  }
}

/** Whether the disk, or whoever has the database, is at fault, and not what is to be saved, nor the file. */
function isOfStorage(why: unknown): boolean {
  if (why instanceof AggregateError) return why.errors.some(isOfStorage);
  return why instanceof SqlError && !isDamage(why) && STORAGE.has(why.code);
}

/** https://www.sqlite.org/rescode.html */
const STORAGE: ReadonlySet<string> = new Set([
  ...['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_BUSY', 'SQLITE_LOCKED'],
  ...['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PROTOCOL', 'SQLITE_PERM', 'SQLITE_NOLFS'],
]);
