/** Counts what happened within the last 15 minutes, by the minute. */
export class Window {
  static readonly LENGTH = 15 * 60_000;
  readonly #minutes = new Map<number, number>();

  /** Counts one up, or down if it turns out not to have happened. */
  add(at: number, by: 1 | -1 = 1): void {
    const minute = Math.floor(at / 60_000);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + by);
  }

  /** How many lie within the last 15 minutes; what is older is forgotten. */
  count(now: number): number {
    let sum = 0;
    for (const [minute, n] of this.#minutes) {
      if ((minute + 1) * 60_000 <= now - Window.LENGTH) this.#minutes.delete(minute);
      else sum += n;
    }
    return sum;
  }
}
