/** The IDs of the messages that have told of each thing, each once, the first first: a few of each, so a list is less than a set. */
export class Told {
  readonly #ids = new Map<number, number[]>();

  add(thing: number, messageId: number): void {
    const ids = this.#ids.get(thing);
    if (ids === undefined) this.#ids.set(thing, [messageId]);
    else if (!ids.includes(messageId)) ids.push(messageId);
  }

  has(thing: number, messageId: number): boolean {
    return this.#ids.get(thing)?.includes(messageId) === true;
  }

  of(thing: number): readonly number[] {
    return this.#ids.get(thing) ?? [];
  }

  forget(thing: number): void {
    this.#ids.delete(thing);
  }
}
