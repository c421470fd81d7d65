import { setImmediate } from 'node:timers/promises';

/** Steps between two looks at the clock. */
const STEPS = 16;

/** Parts work that would hold the main thread for long: to be asked at each step of it. */
export class Stretch {
  readonly #longest: number;
  #begun = performance.now();
  #steps = 0;

  /** `longest`: for how long it holds the thread before others have a turn, milliseconds. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Whether it is time to `rest`. */
  isLong(): boolean {
    this.#steps += 1;
    return this.#steps % STEPS === 0 && performance.now() - this.#begun > this.#longest;
  }

  /** Lets whoever else waits for this thread have a turn; the next stretch begins. */
  async rest(): Promise<void> {
    await setImmediate();
    this.#begun = performance.now();
  }
}
