import type { Batch, Sink } from '../server/domain/batch.ts';
import type { HealthRow } from '../server/domain/feed.ts';
import type { Polled } from '../server/domain/polling.ts';
import { delivery, type Delivery } from './syslog/deliver.ts';

/** How long `stop` tries to hand over what was polled, in milliseconds. */
const FLUSH = 10_000;

/** Hands polls over to the sink in numbered batches, each until it is taken, and counts them: every poll ends in one bucket. */
export class PollReport {
  readonly #collector: string;
  readonly #delivery: Delivery;
  readonly #epoch: number;
  readonly #now: () => number;
  readonly #buckets = { complete: 0, partial: 0, failed: 0, skipped: 0 };
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

  /** Resolves when the sink has it, or it was given up. */
  async hand(polled: Polled): Promise<void> {
    this.#buckets[bucketOf(polled)] += 1;
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

  /** Polls that were left out because the one before had not ended. */
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
      outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
      receiveBuffer: { effective: null, wanted: 0 },
      queuedBytes: 0,
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

/** What became of a poll: all that was asked was read, some of it, or nothing. */
function bucketOf({ failures, rosters, facts, samples = [] }: Polled): 'complete' | 'partial' | 'failed' {
  if (failures.length === 0) return 'complete';
  return rosters.length + samples.length + Object.keys(facts).length > 0 ? 'partial' : 'failed';
}
