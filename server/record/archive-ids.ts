import { importedId, slotOf, SLOTS } from '../domain/message-id.ts';

/** Gives ids to imported messages: of a second those behind what was given before, so the same lines in the same order get the same ids. */
export class ArchiveIds {
  readonly #ask: (seconds: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  /** Of the seconds of this block and of the one before, which may not be committed yet. */
  #used = new Map<number, number>();
  #before: ReadonlyMap<number, number> = new Map();
  #changed = new Set<number>();

  /** `ask`: how many places of seconds are given by what is committed. */
  constructor(ask: (seconds: readonly number[]) => Promise<ReadonlyMap<number, number>>) {
    this.#ask = ask;
  }

  /** Gets ready for lines of these times (epoch milliseconds). */
  async ready(ats: Iterable<number>): Promise<void> {
    const wanted = new Set<number>();
    for (const at of ats) wanted.add(Math.floor(at / 1000));
    const before = this.#used;
    this.#changed = new Set();
    this.#used = new Map();
    const unknown = [...wanted].filter((second) => !before.has(second) && !this.#before.has(second));
    const asked = unknown.length === 0 ? undefined : await this.#ask(unknown);
    for (const second of wanted)
      this.#used.set(second, before.get(second) ?? this.#before.get(second) ?? asked?.get(second) ?? 0);
    this.#before = before;
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

  /** How many places are given now, of the seconds in which some were. */
  changes(): readonly (readonly [second: number, used: number])[] {
    return [...this.#changed].map((second) => [second, this.#used.get(second) ?? 0]);
  }
}
