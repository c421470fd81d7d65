import type { SenderCounts, SenderRow } from '../../server/domain/sender-counts.ts';

/** How many senders have counts of their own; a forged address that was not let in never has. */
const MOST = 1_000;

/** Counts that grow. */
export type Tally = { -readonly [K in keyof SenderCounts]: SenderCounts[K] };

/** What was received of each sender, and where it ended. No sender that has counts of its own ever loses them. */
export class BySender {
  readonly #own = new Map<string, Tally>();
  readonly #others = nothing();

  /** The counts of a sender that is let in, and without one those of all others. */
  of(from: string | undefined): Tally {
    if (from === undefined) return this.#others;
    const known = this.#own.get(from);
    if (known !== undefined) return known;
    if (this.#own.size >= MOST) return this.#others;
    const made = nothing();
    this.#own.set(from, made);
    return made;
  }

  /** So many messages of each were stored. */
  stored(bySource: Readonly<Record<string, number>>): void {
    for (const [from, count] of Object.entries(bySource)) {
      const tally = this.of(from);
      tally.stored += count;
      tally.queued -= count;
    }
  }

  /** All counts as they will be once these are stored, too. */
  rows(underway: Readonly<Record<string, number>>): readonly SenderRow[] {
    const own = [...this.#own].map(([from, tally]): SenderRow => {
      const count = underway[from] ?? 0;
      return { from, ...tally, stored: tally.stored + count, queued: tally.queued - count };
    });
    if (this.#others.received === 0) return own;
    const rest = Object.entries(underway).reduce((sum, [from, count]) => sum + (this.#own.has(from) ? 0 : count), 0);
    const { stored, queued, ...others } = this.#others;
    return [...own, { from: null, ...others, stored: stored + rest, queued: queued - rest }];
  }
}

function nothing(): Tally {
  return { received: 0, stored: 0, counted: 0, refused: 0, lost: 0, queued: 0 };
}
