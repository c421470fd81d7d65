import { readRelease, type Release } from '../../server/domain/release.ts';

/** For how long a command that a device refused, or was too slow for, is not asked again, in milliseconds. */
const REFUSED = 24 * 3_600_000;
const TOO_SLOW = 3_600_000;

/** What the poller remembers of a device from poll to poll. Times are monotonic milliseconds. */
export class DeviceMemory {
  readonly #asked = new Map<string, number>();
  readonly #offUntil = new Map<string, number>();
  #version: string | undefined;
  /** How many times longer than asked for its interval is. */
  stretch = 1;

  get release(): Release | undefined {
    return this.#version === undefined ? undefined : readRelease(this.#version);
  }

  /** Takes in the version; another one knows other commands. */
  runs(version: string | undefined): void {
    if (version === undefined || version === this.#version) return;
    if (this.#version !== undefined) this.#offUntil.clear();
    this.#version = version;
  }

  /** Seconds since the row was asked. */
  age(command: string, now: number): number | undefined {
    const at = this.#asked.get(command);
    return at === undefined ? undefined : (now - at) / 1000;
  }

  asked(command: string, now: number): void {
    this.#asked.set(command, now);
  }

  isOff(command: string, now: number): boolean {
    return (this.#offUntil.get(command) ?? -Infinity) > now;
  }

  refused(command: string, now: number): void {
    this.#offUntil.set(command, now + REFUSED);
  }

  tooSlow(command: string, now: number): void {
    this.#offUntil.set(command, now + TOO_SLOW);
  }

  /** Asks everything whose command begins so at the next poll: what was refused too. */
  askAnew(beginning: string): void {
    for (const times of [this.#asked, this.#offUntil]) {
      for (const command of times.keys()) if (command.startsWith(beginning)) times.delete(command);
    }
  }
}
