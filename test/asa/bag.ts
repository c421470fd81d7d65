import type { Random } from './random.ts';

/** Things without order, of which any one can be taken at random. */
export class Bag<T> {
  readonly #items: T[] = [];

  constructor(items: Iterable<T> = []) {
    this.#items.push(...items);
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(random: Random): T | undefined {
    if (this.#items.length === 0) return undefined;
    const place = random.int(0, this.#items.length - 1);
    const taken = this.#items[place];
    const last = this.#items.pop();
    if (last !== undefined && place < this.#items.length) this.#items[place] = last;
    return taken;
  }
}
