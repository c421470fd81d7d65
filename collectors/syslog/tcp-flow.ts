/** When reading of streams waits, in bytes of the queue and in milliseconds. */
export interface FlowOptions {
  /** Bytes that wait to be stored. */
  readonly queued: () => number;
  /** Reading waits from here on, until the queue is down at `low`. */
  readonly high: number;
  readonly low: number;
  /** But never longer than this, in milliseconds. */
  readonly longest: number;
}

/**
 * Whether streams are read. Above `high` they wait, so that TCP holds the senders back and nothing is lost; but an ASA whose queue for a
 * TCP server is full (512 messages) refuses all new connections of the firewall, as if the server were down. So after `longest` they are
 * read whatever the queue holds, and what does not fit is counted as overflow, until it is down at `low`.
 */
export class Flow {
  #options: FlowOptions;
  readonly #waiting = new Set<() => void>();
  #state: 'open' | 'held' | 'forced' = 'open';
  #timer: NodeJS.Timeout | undefined;
  /** How often reading has been held up so far. */
  held = 0;

  constructor(options: FlowOptions) {
    this.#options = options;
  }

  /** Whether reading waits now. */
  get holds(): boolean {
    return this.#state === 'held';
  }

  /** Whether a frame may be taken. If not, `resume` is called once when one may. */
  admits(resume: () => void): boolean {
    if (this.#state === 'open' && this.#options.queued() >= this.#options.high) this.#hold();
    if (this.#state !== 'held') return true;
    this.#waiting.add(resume);
    return false;
  }

  /** Who waits no more. */
  forget(resume: () => void): void {
    this.#waiting.delete(resume);
  }

  /** Some of the queue has been stored. */
  relieve(): void {
    if (this.#state !== 'open' && this.#options.queued() <= this.#options.low) this.#release('open');
  }

  /** From now on nothing waits. */
  close(): void {
    this.#options = { ...this.#options, high: Infinity };
    this.#release('forced');
  }

  #hold(): void {
    this.#state = 'held';
    this.held += 1;
    this.#timer = setTimeout(() => this.#release('forced'), this.#options.longest);
  }

  #release(state: 'open' | 'forced'): void {
    clearTimeout(this.#timer);
    this.#state = state;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) resume();
  }
}
