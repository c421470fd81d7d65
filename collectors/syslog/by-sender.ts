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

  /** So many messages of each were stored, and so many counted. */
  committed({ stored, counted }: Settled): void {
    for (const [from, count] of Object.entries(stored)) this.#settle(from, 'stored', count);
    for (const [from, count] of Object.entries(counted)) this.#settle(from, 'counted', count);
  }

  /** All counts as they will be once these are settled, too. */
  rows({ stored, counted }: Settled): readonly SenderRow[] {
    const own = [...this.#own].map(([from, tally]) => row(from, tally, stored[from] ?? 0, counted[from] ?? 0));
    if (this.#others.received === 0) return own;
    return [...own, row(null, this.#others, this.#ofOthers(stored), this.#ofOthers(counted))];
  }

  #settle(from: string, bucket: 'stored' | 'counted', count: number): void {
    const tally = this.of(from);
    tally[bucket] += count;
    tally.queued -= count;
  }

  #ofOthers(bySource: Readonly<Record<string, number>>): number {
    return Object.entries(bySource).reduce((sum, [from, count]) => sum + (this.#own.has(from) ? 0 : count), 0);
  }
}

/** Messages that no longer wait, by sender. */
interface Settled {
  readonly stored: Readonly<Record<string, number>>;
  readonly counted: Readonly<Record<string, number>>;
}

function row(from: string | null, tally: Tally, stored: number, counted: number): SenderRow {
  return {
    ...{ from, ...tally },
    stored: tally.stored + stored,
    counted: tally.counted + counted,
    queued: tally.queued - stored - counted,
  };
}

function nothing(): Tally {
  return { received: 0, stored: 0, counted: 0, refused: 0, lost: 0, queued: 0 };
}
