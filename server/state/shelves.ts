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

  /** Puts a thing in the place of what it was. */
  put(key: string, thing: T): void {
    const shelf = this.#shelves.get(key);
    if (shelf === undefined) {
      this.#shelves.set(key, [thing]);
      return;
    }
    const place = placeOf(shelf, thing.id);
    const was = shelf[place];
    if (was !== undefined && this.#before(was, thing) === 0) {
      shelf[place] = thing;
      return;
    }
    if (was !== undefined) shelf.splice(place, 1);
    const next = shelf.findIndex((other) => this.#before(thing, other) < 0);
    shelf.splice(next < 0 ? shelf.length : next, 0, thing);
  }

  /** Takes the thing of that number away; an empty shelf goes. */
  take(key: string, id: number): void {
    const shelf = this.#shelves.get(key);
    const place = shelf === undefined ? -1 : placeOf(shelf, id);
    if (shelf === undefined || place < 0) return;
    shelf.splice(place, 1);
    if (shelf.length === 0) this.#shelves.delete(key);
  }
}

function placeOf(shelf: readonly Numbered[], id: number): number {
  for (let i = 0; i < shelf.length; i += 1) if (shelf[i]?.id === id) return i;
  return -1;
}
