import type { UnstoredLines } from '../../server/domain/archive.ts';

/** Counts the lines that are not stored, by device, time and message ID: those of one second mostly stand together. */
export class UnstoredCounter {
  readonly #groups: { readonly device: number; readonly at: number; readonly ids: Map<number, number> }[] = [];

  /** The device is an index, the time in epoch milliseconds. */
  add(device: number, at: number, messageId: number): void {
    let last = this.#groups.at(-1);
    if (last?.device !== device || last.at !== at) this.#groups.push((last = { device, at, ids: new Map() }));
    last.ids.set(messageId, (last.ids.get(messageId) ?? 0) + 1);
  }

  all(): readonly UnstoredLines[] {
    return this.#groups.map(({ device, at, ids }) => [device, at, [...ids]]);
  }
}
