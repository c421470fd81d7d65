/** A login that a device refused. */
export interface FailedLogin {
  readonly device: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

const HOUR = 3_600_000;
/** AAA servers lock accounts, often after three. */
const MOST = 2;
/** A password that was refused is not tried again at once: the second try is left for the one that somebody puts in its place. */
const PAUSE = HOUR / 2;

/** Who may log in: a device that has refused two logins within an hour is left alone until the hour is over. */
export class LoginBudget {
  readonly #now: () => number;
  readonly #failed = new Map<number, readonly number[]>();
  readonly #mended = new Set<number>();

  /** `remembered`: those of before the start, for a restart must not give new tries. */
  constructor(now: () => number, remembered: readonly FailedLogin[] = []) {
    this.#now = now;
    for (const { device, at } of [...remembered].sort((a, b) => a.at - b.at)) {
      this.#failed.set(device, [...(this.#failed.get(device) ?? []), at].slice(-MOST));
    }
  }

  /** Until when no login may be tried, epoch milliseconds; `undefined` if one may. */
  blockedUntil(device: number): number | undefined {
    const now = this.#now();
    // A clock that was set back does not make it longer than an hour.
    const recent = (this.#failed.get(device) ?? []).map((at) => Math.min(at, now)).filter((at) => at > now - HOUR);
    if (recent.length === 0) this.#failed.delete(device);
    else this.#failed.set(device, recent);
    const first = recent.at(-MOST);
    if (first !== undefined) return first + HOUR;
    const only = recent.at(-1);
    return only === undefined || this.#mended.has(device) || only + PAUSE <= now ? undefined : only + PAUSE;
  }

  /** Counts one that was refused now. */
  failed(device: number): FailedLogin {
    const at = this.#now();
    this.#failed.set(device, [...(this.#failed.get(device) ?? []), at].slice(-MOST));
    this.#mended.delete(device);
    return { device, at };
  }

  /** Its password was changed: the second try of the hour, if it is left, may be at once. */
  mended(device: number): void {
    this.#mended.add(device);
  }
}
