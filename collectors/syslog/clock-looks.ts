import type { ClockSample } from '../../server/domain/clock.ts';

/** How often a sender's clock is looked at, in milliseconds. */
const LOOK = 1_000;

/** What a header tells of its sender's clock. */
export interface ClockTold {
  /** The device-id, or what a relay wrote, as printed. */
  readonly device?: string | undefined;
  readonly deviceTime?: string | undefined;
}

/** Looks at the clocks of senders, now and then: of thousands of stamps a second one is enough. They wait, in order of arrival, until they are stored. */
export class ClockLooks {
  readonly #looked = new Map<string, number>();
  readonly #waiting: ClockSample[] = [];

  /** Whether the clock of a sender is to be looked at (epoch milliseconds): not, if it has just been. */
  isDue(from: string, at: number): boolean {
    return Math.abs(at - (this.#looked.get(from) ?? 0)) >= LOOK;
  }

  /** Keeps what a message of that arrival (epoch milliseconds) tells, if that is due. */
  look(from: string, at: number, { device, deviceTime }: ClockTold): void {
    if (!this.isDue(from, at)) return;
    this.#looked.set(from, at);
    this.#waiting.push({ from, at, stamp: deviceTime ?? null, ...(device !== undefined && { origin: device }) });
  }

  /** Those that wait. */
  load(): readonly ClockSample[] {
    return [...this.#waiting];
  }

  /** What was loaded last is stored. */
  stored(looks: readonly ClockSample[]): void {
    this.#waiting.splice(0, looks.length);
  }
}
