/** Something that has a number of its own. */
interface Numbered {
  readonly id: number;
}

/**
 * Things by a key of theirs, those of one key in an order. They are put in order as they come, for they are looked for far more often than they
 * change; mostly a key has one.
 */
export class Shelves<T extends Numbered> {
  readonly #shelves = new Map<string, T[]>();
  readonly #before: (a: T, b: T) => number;

  /** `before`: as a sort wants it; it tells any two apart. */
  constructor(before: (a: T, b: T) => number) {
    this.#before = before;
  }

  /** Those of the key, in order, as they are until something changes. */
  of(key: string): readonly T[] {
    return this.#shelves.get(key) ?? [];
  }

  /** Puts a thing in the place of what it was there; `undefined`: it was not there. */
  put(key: string, was: T | undefined, thing: T): void {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) {
      this.#shelves.set(key, [thing]);
      return;
    }
    if (was !== undefined && this.#before(was, thing) !== 0) this.#remove(shelf, was);
    const place = this.#placeOf(shelf, thing);
    if (shelf[place]?.id === thing.id) shelf[place] = thing;
    else shelf.splice(place, 0, thing);
  }

  /** Takes a thing away; an empty shelf goes. */
  take(key: string, thing: T): void {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) return;
    this.#remove(shelf, thing);
    if (shelf.length === 0) this.#shelves.delete(key);
  }

  #remove(shelf: T[], thing: T): void {
    const place = this.#placeOf(shelf, thing);
    if (shelf[place]?.id === thing.id) shelf.splice(place, 1);
  }

  /** Where it is, or would be. */
  #placeOf(shelf: readonly T[], thing: T): number {
    let [low, high] = [0, shelf.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = shelf[middle];
      if (other !== undefined && this.#before(other, thing) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
