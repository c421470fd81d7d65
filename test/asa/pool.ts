import { addressNumber, addressText, rangeSize } from './address.ts';
import type { Range } from './address.ts';
import { Heap } from './heap.ts';
import type { PoolUse } from './ledger.ts';

/** An `ip local pool`: hands out the lowest free address; a freed one rests for the reuse delay (`vpn-addr-assign local reuse-delay`). */
export class LocalPool {
  readonly name: string;
  readonly range: Range;
  /** The most addresses in use at once so far. */
  peak = 0;
  readonly #reuseDelay: number;
  readonly #used = new Set<number>();
  readonly #free = new Heap<number>((a, b) => a < b);
  readonly #held = new Heap<Held>((a, b) => a.until < b.until);
  readonly #resting = new Set<number>();
  #untouched: number;

  /** `reuseDelay` in milliseconds. */
  constructor(name: string, range: Range, reuseDelay = 0) {
    this.name = name;
    this.range = range;
    this.#reuseDelay = reuseDelay;
    this.#untouched = range.first;
  }

  get size(): number {
    return rangeSize(this.range);
  }

  get used(): number {
    return this.#used.size;
  }

  /** As the ledger tells it. */
  get use(): PoolUse {
    const { name, size, used, peak, range } = this;
    return { name, first: addressText(range.first), last: addressText(range.last), size, used, peak };
  }

  /** How many rest: neither free nor in use. */
  held(now: number): number {
    this.#release(now);
    return this.#resting.size;
  }

  /** Those in use, in their order. */
  inUse(): readonly string[] {
    return [...this.#used].sort((a, b) => a - b).map(addressText);
  }

  /** Those that can be given out, in their order. */
  available(now: number): readonly string[] {
    this.#release(now);
    const { first, last } = this.range;
    const all = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    return all.filter((address) => !this.#used.has(address) && !this.#resting.has(address)).map(addressText);
  }

  /** An address, or `undefined` when there is none to give. */
  take(now: number): string | undefined {
    this.#release(now);
    const address = this.#free.pop() ?? (this.#untouched <= this.range.last ? this.#untouched++ : undefined);
    if (address === undefined) return undefined;
    this.#used.add(address);
    this.peak = Math.max(this.peak, this.used);
    return addressText(address);
  }

  /** Gives an address back; throws if nobody had it, for then the model is wrong. */
  free(text: string, now: number): void {
    const address = addressNumber(text);
    if (address === undefined || !this.#used.delete(address)) {
      throw new Error(`${this.name}: ${text} was freed, but nobody had it`);
    }
    if (this.#reuseDelay === 0) this.#free.push(address);
    else {
      this.#resting.add(address);
      this.#held.push({ address, until: now + this.#reuseDelay });
    }
  }

  /** Those that have rested long enough are free again. */
  #release(now: number): void {
    for (let held = this.#held.peek(); held !== undefined && held.until <= now; held = this.#held.peek()) {
      this.#held.pop();
      this.#resting.delete(held.address);
      this.#free.push(held.address);
    }
  }
}

interface Held {
  readonly address: number;
  readonly until: number;
}
