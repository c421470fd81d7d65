/** How many datagrams of one source are let through at once, and how many more each second. */
const BURST = 200;
const PER_SECOND = 50;
/** Sources that are remembered; only those that are let in come here, so there are hardly ever more. */
const MOST_SOURCES = 1_000;

interface Bucket {
  tokens: number;
  /** When they were counted, in ticks. */
  at: number;
}

/** A token bucket for each source. */
export class SourceRate {
  readonly #ticks: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor({ ticks }: { readonly ticks: () => number }) {
    this.#ticks = ticks;
  }

  /** Takes a token of the source; `false` if it has none left. */
  take(from: string): boolean {
    const now = this.#ticks();
    const bucket = this.#buckets.get(from) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * PER_SECOND);
    // The one that came first goes; it comes back with a full bucket.
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size >= MOST_SOURCES && oldest !== undefined && !this.#buckets.has(from)) this.#buckets.delete(oldest); // prettier-ignore
    this.#buckets.set(from, { tokens: Math.max(0, tokens - 1), at: now });
    return tokens >= 1;
  }
}
