import type { PollFailure } from '../server/domain/polling.ts';

/** Percent of CPU over a minute above which a device has better things to do. */
export const BUSY = 80;
/** Below this it may be asked more often again: not right below `BUSY`, lest the interval go to and fro. */
const CALM = 70;
const LONGEST_STRETCH = 8;
/** A poll may take this part of the interval. */
const SHARE = 1 / 4;

/** How a poll went for the device. */
export interface Strain {
  /** Percent over the last minute, where it told. */
  readonly cpu: number | undefined;
  /** How long it took to answer everything, in seconds; `undefined` if it did not in time. */
  readonly seconds: number | undefined;
}

/**
 * How many times longer than asked for the next interval is, by how the last poll went: twice as long as the last one when the device was
 * busy or slow, half as long when it would be neither; 1 to 8.
 */
export function stretchAfter(stretch: number, everySeconds: number, { cpu = 0, seconds }: Strain): number {
  const slowAt = everySeconds * stretch * SHARE;
  if (cpu > BUSY || seconds === undefined || seconds > slowAt) return Math.min(2 * stretch, LONGEST_STRETCH);
  return cpu <= CALM && seconds <= slowAt / 2 ? Math.max(stretch / 2, 1) : stretch;
}

/** The same by what failed. A device that is not there is not slow: only one that let us in, and did not answer in time. */
export function stretched(
  stretch: number,
  everySeconds: number,
  failures: readonly PollFailure[],
  strain: Strain,
): number {
  if (failures.some(({ at }) => at === 'connect' || at === 'login')) return stretch;
  const isLate = failures.some(({ why }) => why === 'deadline');
  return stretchAfter(stretch, everySeconds, isLate ? { ...strain, seconds: undefined } : strain);
}

/** Where in the interval a device is asked, in milliseconds: spread by its id, so that many do not log in at once, and the same after a restart. */
export function offsetOf(device: number, intervalMs: number): number {
  // Fibonacci hashing: ids that follow each other land far apart, and any number of them evenly.
  return Math.floor((Math.imul(device, 0x9e3779b1) >>> 0) * (intervalMs / 2 ** 32));
}
