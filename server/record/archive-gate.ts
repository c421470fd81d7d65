import type { ArchiveBucket, ArchiveChain, ArchiveEdge, ArchiveMark } from '../domain/archive.ts';
import type { StoredMessage } from '../domain/batch.ts';

/** Between the end of one archive and the beginning of the next lines may be in another order, within so many milliseconds. */
const EDGE = 10_000;

/** What was imported before, as far as it is in the way of an archive. */
export type Before = ArchiveMark['before'][number];

/** Why a line is kept out. */
export type Refusal = Extract<ArchiveBucket, 'ahead' | 'watched' | 'repeated'>;

/** What the gate asks of the store: messages that were imported of a sender, with ids from `first` to `last`. */
export type Imported = (from: string, first: number, last: number) => Promise<readonly StoredMessage[]>;

interface Edge {
  readonly from: number;
  readonly to: number;
  /** Lines that are there already, and how many times. */
  lines: Map<string, number> | undefined;
  readonly span: Before;
}

/**
 * Keeps out what is on record already. A time of a device is imported once: what lies within one that was imported before is passed over. At
 * its two ends, where an archive may stop within a second, it is looked line by line.
 */
export class ArchiveGate {
  readonly #imported: Imported;
  readonly #edges: ReadonlyMap<number, readonly Edge[]>;
  readonly #heard: ReadonlyMap<number, number>;
  readonly #now: number;

  /** `before`: what was imported before this archive; `heard`: since when each device was heard live; `now`: epoch milliseconds. */
  constructor(before: readonly Before[], heard: ReadonlyMap<number, number>, now: number, imported: Imported) {
    this.#imported = imported;
    this.#heard = heard;
    this.#now = now;
    const edges = new Map<number, Edge[]>();
    for (const span of before) {
      const first = Math.floor(span.from / 1000) * 1000;
      const second = { from: first, to: first + 1000, lines: undefined, span };
      const end = { from: Math.max(first + 1000, span.to - EDGE), to: span.to + 1, lines: undefined, span };
      edges.set(span.device, [...(edges.get(span.device) ?? []), second, end]);
    }
    this.#edges = edges;
  }

  /** The ends of what was imported: `isNew` wants the lines of them. */
  edges(): readonly ArchiveEdge[] {
    return [...this.#edges].flatMap(([device, edges]) => edges.map(({ from, to }) => ({ device, from, to })));
  }

  /** Why a line is kept out; `undefined`: it is not, as far as its time tells. */
  refuses(device: number, at: number): Refusal | undefined {
    if (at > this.#now) return 'ahead';
    if (at >= (this.#heard.get(device) ?? Infinity)) return 'watched';
    const within = this.#edges.get(device)?.some(({ span }) => at >= span.from && at <= span.to);
    return within === true ? 'repeated' : undefined;
  }

  /** Whether a line at such an end is not there yet; each that is there answers for one. */
  async isNew(device: number, from: string, at: number, line: string): Promise<boolean> {
    const edge = this.#edgeOf(device, at);
    if (edge === undefined) return false;
    edge.lines ??= await this.#linesOf(edge, from);
    const left = edge.lines.get(line) ?? 0;
    if (left > 0) edge.lines.set(line, left - 1);
    return left === 0;
  }

  #edgeOf(device: number, at: number): Edge | undefined {
    return this.#edges.get(device)?.find(({ from, to, span }) => at >= from && at < to && at >= span.from);
  }

  async #linesOf({ from: first, to, span }: Edge, from: string): Promise<Map<string, number>> {
    const lines = new Map<string, number>();
    // Ids may lag behind the time where very many came at once; what lies behind the last one is this archive's own, cut off before it was committed.
    for (const row of await this.#imported(from, first * 1000, Math.min(span.lastMessage, (to + EDGE) * 1000)))
      lines.set(row[6], (lines.get(row[6]) ?? 0) + 1);
    return lines;
  }
}

/** The chain of a device that goes on at that time: the latest that ends before it, or just now. */
export function chainBefore<C extends Pick<ArchiveChain, 'device' | 'to' | 'from'>>(
  chains: Iterable<C>,
  device: number,
  at: number,
): C | undefined {
  let found: C | undefined;
  for (const chain of chains)
    if (chain.device === device && chain.to - EDGE <= at && chain.from <= at && chain.to > (found?.to ?? -Infinity)) found = chain; // prettier-ignore
  return found;
}
