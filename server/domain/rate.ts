import { MOST_A_SECOND } from './meter.ts';
import type { Sample } from './sample.ts';

/** Uptime of the device (sysUpTime, in seconds) at a moment of our clock, epoch milliseconds. */
export interface Uptime {
  readonly at: number;
  readonly seconds: number;
}

/** Two looks at one counter. */
export interface Growth {
  readonly before: Pick<Sample, 'value' | 'bits' | 'at'>;
  readonly after: Pick<Sample, 'value' | 'bits' | 'at'>;
  /** The device's uptime at the polls that gave them. */
  readonly up: { readonly before: Uptime; readonly after: Uptime };
  /** The most that the interface or the line can do, a second. */
  readonly most?: number | undefined;
}

/** How far our clock and the device's may differ, in seconds and as a part of what has gone by. */
const APART = 5;
const SKEW = 0.01;

/** How fast a counter grew between two looks, a second; never below 0, nor above the most. `undefined` where `grownBy` cannot tell. */
export function rateOf(growth: Growth): number | undefined {
  const grown = grownBy(growth);
  // A quotient may be rounded up above the most.
  return grown && Math.min(grown.by / grown.seconds, grown.fastest);
}

/**
 * By how much a counter grew between two looks, in how many seconds, and how fast it can at most. `undefined` where nobody can tell: the
 * device has restarted, or the counter has begun anew, or one of 32 bits may have gone over more than once.
 */
export function grownBy({ before, after, up, most }: Growth): Grown | undefined {
  const seconds = (after.at - before.at) / 1000;
  if (!(seconds > 0) || before.bits !== after.bits || !wentOn(up)) return undefined;
  const bits = before.bits ?? 64;
  const fastest = most ?? MOST_A_SECOND[bits];
  const round = 1n << BigInt(bits);
  const difference = BigInt(after.value) - BigInt(before.value);
  // One of 64 bits goes over in no lifetime: it was set back.
  if (difference < 0n && bits === 64) return undefined;
  const grown = Number(difference < 0n ? difference + round : difference);
  const isOneOf = bits === 64 || grown + Number(round) > fastest * seconds;
  return isOneOf && grown <= fastest * seconds ? { by: grown, seconds, fastest } : undefined;
}

interface Grown {
  readonly by: number;
  readonly seconds: number;
  readonly fastest: number;
}

/** Whether the device was up all the time between: its uptime grew as our clock did. After 497 days sysUpTime begins anew: that looks like a restart. */
export function wentOn({ before, after }: Growth['up']): boolean {
  const seconds = (after.at - before.at) / 1000;
  if (!(seconds >= 0)) return false;
  return Math.abs(after.seconds - before.seconds - seconds) <= APART + seconds * SKEW;
}
