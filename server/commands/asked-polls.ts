/** What it takes to poll a device because a trap says that something has changed. */
export interface AskedPollsOptions {
  /** Polls it as soon as the poll that is under way, if any, has ended. */
  readonly pollNow: (device: number) => void;
  /** How many times longer than asked for its interval is; `undefined` where it is not polled. */
  readonly stretchOf: (device: number) => number | undefined;
  /** Milliseconds that never go back. */
  readonly ticks: () => number;
  /** Calls back after so many milliseconds. Returns what calls it off. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
}

/** A tunnel that comes up sends several traps, and is listed only a moment later (milliseconds). */
const SETTLES = 2_000;
/** Polls of one device that traps ask for are so far apart, in milliseconds: each rekey sends traps too. */
const APART = 15_000;

/** Polls that traps ask for: many traps are one poll, the last of them is followed by one, and a device that is busy is left alone. */
export class AskedPolls {
  readonly #options: AskedPollsOptions;
  /** Of each device, what calls off the poll that is to come. */
  readonly #due = new Map<number, () => void>();
  readonly #polledAt = new Map<number, number>();

  constructor(options: AskedPollsOptions) {
    this.#options = options;
  }

  ask(device: number): void {
    if (this.#due.has(device) || !this.#isFree(device)) return;
    const since = this.#options.ticks() - (this.#polledAt.get(device) ?? -Infinity);
    const work = (): void => {
      this.#due.delete(device);
      if (!this.#isFree(device)) return;
      this.#polledAt.set(device, this.#options.ticks());
      this.#options.pollNow(device);
    };
    this.#due.set(device, this.#options.later(Math.max(SETTLES, APART - since), work));
  }

  /** Nothing is polled any more. */
  stop(): void {
    for (const callOff of this.#due.values()) callOff();
    this.#due.clear();
  }

  #isFree(device: number): boolean {
    const stretch = this.#options.stretchOf(device);
    return stretch !== undefined && stretch <= 1;
  }
}
