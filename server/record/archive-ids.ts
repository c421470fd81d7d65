import { importedId, slotOf, SLOTS } from '../domain/message-id.ts';

/** So many sets of changes are remembered beside the one that gathers: they may not be committed yet. */
const REMEMBERED = 3;

/** Gives ids to imported messages: of a second those behind what was given before, so the same lines in the same order get the same ids. */
export class ArchiveIds {
  readonly #ask: (seconds: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  #used = new Map<number, number>();
  /** What was told by `changes` before, the last one first. */
  #before: readonly ReadonlyMap<number, number>[] = [];
  #changed = new Set<number>();

  /** `ask`: how many places of seconds are given by what is committed. */
  constructor(ask: (seconds: readonly number[]) => Promise<ReadonlyMap<number, number>>) {
    this.#ask = ask;
  }

  /** Gets ready for lines of these times (epoch milliseconds). */
  async ready(ats: Iterable<number>): Promise<void> {
    const wanted = new Set<number>();
    let last: number | undefined;
    for (const at of ats) {
      const second = Math.floor(at / 1000);
      if (second !== last) wanted.add(second);
      last = second;
    }
    const known = (second: number): number | undefined =>
      [this.#used, ...this.#before].find((used) => used.has(second))?.get(second);
    const unknown = [...wanted].filter((second) => known(second) === undefined);
    const asked = unknown.length === 0 ? undefined : await this.#ask(unknown);
    for (const second of wanted) this.#used.set(second, known(second) ?? asked?.get(second) ?? 0);
  }

  /** The id of the next line of that time; `undefined` where its second is full. */
  next(at: number): number | undefined {
    const second = Math.floor(at / 1000);
    const slot = Math.max(this.#used.get(second) ?? 0, slotOf(at - second * 1000));
    if (slot >= SLOTS) return undefined;
    this.#used.set(second, slot + 1);
    this.#changed.add(second);
    return importedId(second, slot);
  }

  /** How many places are given now, of the seconds in which some were since this was last asked. */
  changes(): readonly (readonly [second: number, used: number])[] {
    const changes = [...this.#changed].map((second) => [second, this.#used.get(second) ?? 0] as const);
    this.#before = [this.#used, ...this.#before.slice(0, REMEMBERED - 1)];
    this.#used = new Map();
    this.#changed = new Set();
    return changes;
  }
}
