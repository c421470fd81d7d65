import { Heap } from './heap.ts';
import { Random } from './random.ts';
import type { Sent } from './stage.ts';

/** What the network does to lines, each as a share of them. */
export interface Impairments {
  readonly drop?: number;
  /** It arrives twice, byte for byte the same. */
  readonly duplicate?: number;
  /** It is held up, and so is all that follows until it has arrived. */
  readonly delay?: number;
  /** It alone is held up: others overtake it. */
  readonly reorder?: number;
  /** The most that a line is late, in virtual milliseconds: 5000 unless told otherwise. */
  readonly late?: number;
}

/** A network between the ASA and whoever listens: lines go in as they are sent, and come out in the order of their arrival. */
export class Impairer {
  /** Lines that never arrive. */
  readonly dropped: Sent[] = [];
  /** Lines that arrive twice. */
  readonly duplicated: Sent[] = [];
  readonly #random: Random;
  readonly #shares: Impairments;
  readonly #late: number;
  readonly #onTheWay = new Heap<Arriving>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  #order = 0;
  #heldUntil = 0;

  constructor(seed: number, shares: Impairments) {
    this.#random = new Random(seed ^ 0x10c4);
    this.#shares = shares;
    this.#late = shares.late ?? 5000;
  }

  /** A line is sent at this virtual time; times never go back. */
  take(at: number, line: string): void {
    const { drop = 0, duplicate = 0, delay = 0, reorder = 0 } = this.#shares;
    const random = this.#random;
    if (drop > 0 && random.chance(drop)) {
      this.dropped.push({ at, line });
      return;
    }
    if (delay > 0 && random.chance(delay)) this.#heldUntil = Math.max(this.#heldUntil, at + random.int(1, this.#late));
    const inOrder = Math.max(at, this.#heldUntil);
    const later = () => random.int(inOrder, at + this.#late);
    this.#arrive(reorder > 0 && random.chance(reorder) ? later() : inOrder, line);
    if (duplicate === 0 || !random.chance(duplicate)) return;
    this.duplicated.push({ at, line });
    this.#arrive(later(), line);
  }

  /** What has arrived by this virtual time and was not given yet; without a time, all that is on the way. */
  arrived(by = Infinity): readonly Sent[] {
    const found: Sent[] = [];
    for (let next = this.#onTheWay.peek(); next !== undefined && next.at <= by; next = this.#onTheWay.peek()) {
      this.#onTheWay.pop();
      found.push({ at: next.at, line: next.line });
    }
    return found;
  }

  #arrive(at: number, line: string): void {
    this.#onTheWay.push({ at, order: this.#order++, line });
  }
}

/** The lines as they arrive; the same seed does the same to them. */
export function impair(lines: readonly Sent[], seed: number, shares: Impairments): readonly Sent[] {
  const impairer = new Impairer(seed, shares);
  for (const { at, line } of lines) impairer.take(at, line);
  return impairer.arrived();
}

interface Arriving extends Sent {
  readonly order: number;
}
