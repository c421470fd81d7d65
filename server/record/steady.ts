/** How far the alert clock is ahead of the system's, in milliseconds, and when it last stood. */
export interface SteadyTime {
  readonly ahead: number;
  readonly at: number;
}

/** A clock that differs by more than this from what has passed was set, in milliseconds. */
const STEP = 1_000;

/**
 * The clock that alerts go by: that of arrival, but for steps of the system's clock, which it does not follow, and it never goes back. So
 * no alert comes early or late when somebody sets the clock. How far it is off is kept, so that it goes on after a restart.
 */
export class SteadyClock {
  readonly #wall: () => number;
  readonly #passed: () => number;
  #apart: number;
  #ahead: number;
  #at: number;

  /** `wall`: epoch milliseconds; `passed`: milliseconds that only grow. */
  constructor(wall: () => number, passed: () => number, kept: SteadyTime = { ahead: 0, at: 0 }) {
    this.#wall = wall;
    this.#passed = passed;
    this.#apart = wall() - passed();
    this.#ahead = kept.ahead;
    this.#at = kept.at;
  }

  /** The alert clock at an arrival, epoch milliseconds of the system's clock. */
  at(arrival: number): number {
    const apart = this.#wall() - this.#passed();
    const step = apart - this.#apart;
    if (Math.abs(step) > STEP) this.#ahead -= step;
    this.#apart = apart;
    this.#at = Math.max(this.#at, arrival + this.#ahead);
    return this.#at;
  }

  get time(): SteadyTime {
    return { ahead: this.#ahead, at: this.#at };
  }
}
