import type { Batch, Sink } from '../server/domain/batch.ts';
import type { HealthRow } from '../server/domain/feed.ts';
import { pollEnd, type Polled } from '../server/domain/polling.ts';
import { delivery, type Delivery } from './syslog/deliver.ts';

/** How long `stop` tries to hand over what was polled, in milliseconds. */
const FLUSH = 10_000;

/** Hands polls over to the sink in numbered batches, each until it is taken, and counts them: every poll that is due ends in one bucket. */
export class PollReport {
  readonly #collector: string;
  readonly #delivery: Delivery;
  readonly #epoch: number;
  readonly #now: () => number;
  readonly #buckets = { complete: 0, partial: 0, failed: 0, skipped: 0, brokenOff: 0 };
  #due = 0;
  #asking = 0;
  #seq = 0;
  #waiting: Polled[] = [];
  #underway: Promise<unknown> | undefined;
  #late: NodeJS.Timeout | undefined;

  constructor(collector: string, sink: Sink, epoch: number, now: () => number) {
    this.#collector = collector;
    this.#delivery = delivery(sink);
    this.#epoch = epoch;
    this.#now = now;
  }

  /** So many turns have come, or somebody wants a poll now. */
  due(count: number): void {
    this.#due += count;
  }

  begun(): void {
    this.#asking += 1;
  }

  /** A poll has ended before it could tell anything. */
  brokenOff(): void {
    this.#asking -= 1;
    this.#buckets.brokenOff += 1;
  }

  /** A poll has ended. Resolves when the sink has what it found, or that was given up. */
  async hand(polled: Polled): Promise<void> {
    this.#asking -= 1;
    this.#buckets[pollEnd(polled)] += 1;
    this.#waiting.push(polled);
    while (this.#waiting.includes(polled)) {
      // What comes while a batch is under way goes with the next one.
      if (this.#underway !== undefined) await this.#underway;
      else {
        this.#underway = this.#deliver(this.#waiting.splice(0));
        await this.#underway;
        this.#underway = undefined;
        return;
      }
    }
    await this.#underway;
  }

  /** Turns that were left out: the poll before had not ended, or nobody looked in time. */
  skipped(count: number): void {
    this.#buckets.skipped += count;
  }

  /** Hands over without long pauses, and not for ever. */
  hurry(): void {
    this.#delivery.hurry();
    this.#late ??= setTimeout(() => this.#delivery.giveUp(), FLUSH);
  }

  end(): void {
    clearTimeout(this.#late);
  }

  /** What became of all polls so far. */
  health(): HealthRow {
    return {
      collector: this.#collector,
      buckets: { ...this.#buckets },
      notes: { due: this.#due },
      outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
      receiveBuffer: { effective: null, wanted: 0 },
      queuedBytes: 0,
      queued: this.#asking,
      warnings: [],
    };
  }

  #deliver(polled: readonly Polled[]): Promise<boolean> {
    this.#seq += 1;
    const nothing = { rows: [], messages: 0, lastMessage: 0, claims: [], bySource: {}, latest: [] };
    const numbered = { collector: this.#collector, epoch: this.#epoch, seq: this.#seq, at: this.#now() };
    const batch: Batch = { ...numbered, ...nothing, polled, health: this.health() };
    return this.#delivery.deliver(batch);
  }
}
