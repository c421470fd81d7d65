/** A binary heap: `pop` gives the least element, as `before` orders them. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    let hole = this.#items.push(item) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.#before(item, this.#at(parent))) break;
      this.#items[hole] = this.#at(parent);
      hole = parent;
    }
    this.#items[hole] = item;
  }

  pop(): T | undefined {
    const least = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return least;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const right = left + 1;
      if (left >= this.#items.length) break;
      const child = right < this.#items.length && this.#before(this.#at(right), this.#at(left)) ? right : left;
      if (!this.#before(this.#at(child), last)) break;
      this.#items[hole] = this.#at(child);
      hole = child;
    }
    this.#items[hole] = last;
    return least;
  }

  #at(place: number): T {
    return this.#items[place] as T; // every caller has compared the place with the length
  }
}
