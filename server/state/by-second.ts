/** Ids by a moment of theirs: those of early moments are found without a look at the others. */
export class BySecond {
  readonly #ids = new Map<number, Set<number>>();
  /** The seconds of which there are any, in order: nearly always a new one is the last. */
  readonly #seconds: number[] = [];

  /** The moment is in epoch milliseconds. */
  add(id: number, at: number): void {
    const second = secondOf(at);
    const ids = this.#ids.get(second);
    if (ids !== undefined) {
      ids.add(id);
      return;
    }
    this.#ids.set(second, new Set([id]));
    this.#seconds.splice(this.#placeOf(second), 0, second);
  }

  /** The moment is the one it was added with. */
  remove(id: number, at: number): void {
    const second = secondOf(at);
    const ids = this.#ids.get(second);
    if (ids?.delete(id) !== true || ids.size > 0) return;
    this.#ids.delete(second);
    this.#seconds.splice(this.#placeOf(second), 1);
  }

  /** All up to the moment, and those of the rest of its second: by their seconds, those of one in no order. */
  until(at: number): readonly number[] {
    const last = secondOf(at);
    const found: number[] = [];
    for (const second of this.#seconds) {
      if (second > last) break;
      for (const id of this.#ids.get(second) ?? []) found.push(id);
    }
    return found;
  }

  /** Where the second is, or would be. */
  #placeOf(second: number): number {
    let [low, high] = [0, this.#seconds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#seconds[middle] ?? 0) < second) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function secondOf(at: number): number {
  return Math.floor(at / 1000);
}
