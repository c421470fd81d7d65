import { addTo, removeFrom } from './sets.ts';

/** Ids by a moment of theirs: those of early moments are found without a look at the others. */
export class BySecond {
  readonly #seconds = new Map<number, Set<number>>();

  /** The moment is in epoch milliseconds. */
  add(id: number, at: number): void {
    addTo(this.#seconds, secondOf(at), id);
  }

  /** The moment is the one it was added with. */
  remove(id: number, at: number): void {
    removeFrom(this.#seconds, secondOf(at), id);
  }

  /** All up to the moment, and those of the rest of its second, in no order. */
  *until(at: number): Iterable<number> {
    for (const [second, ids] of this.#seconds) if (second <= secondOf(at)) yield* ids;
  }
}

function secondOf(at: number): number {
  return Math.floor(at / 1000);
}
