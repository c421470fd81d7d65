import type { AlertClock } from '../domain/alert/kept.ts';

/** A clock that differs by more than this from what has passed was set, in milliseconds. */
const STEP = 1_000;

/** The system's clock was set: where it stood before and after, and how far the alert clock was ahead of it before. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly ahead: number;
}

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
  #step: Step | undefined;

  /** `wall`: epoch milliseconds; `passed`: milliseconds that only grow. */
  constructor(wall: () => number, passed: () => number, kept: AlertClock = { ahead: 0, at: 0 }) {
    this.#wall = wall;
    this.#passed = passed;
    this.#apart = wall() - passed();
    this.#ahead = kept.ahead;
    this.#at = kept.at;
  }

  /** The alert clock at an arrival of this turn, epoch milliseconds of the system's clock. */
  at(arrival: number): number {
    const wall = this.#wall();
    const apart = wall - this.#passed();
    const by = apart - this.#apart;
    if (Math.abs(by) > STEP) {
      this.#step = { from: wall - by, to: wall, ahead: this.#ahead };
      this.#ahead -= by;
    }
    this.#apart = apart;
    this.#at = Math.max(this.#at, this.of(arrival));
    return this.#at;
  }

  /** A time of the system's clock in the alert clock's, also one of before it was set last. */
  of(time: number): number {
    return time + (this.#isBeforeStep(time) ? (this.#step?.ahead ?? 0) : this.#ahead);
  }

  get time(): AlertClock {
    return { ahead: this.#ahead, at: this.#at };
  }

  /** Of a clock that was set back the last hour is there twice: what is not in the future counts as of the second time. */
  #isBeforeStep(time: number): boolean {
    if (this.#step === undefined) return false;
    const { from, to } = this.#step;
    return to > from ? time <= from + STEP : time > this.#wall() + STEP;
  }
}
