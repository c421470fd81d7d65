import fc from 'fast-check';

import type { Uptime } from '../../../server/domain/rate.ts';

/** A counter of 64 bits as it truly runs, at the moments when it is looked at. */
export interface Series {
  readonly bits: 32 | 64;
  /** The most that it grows, a second. */
  readonly most: number;
  readonly looks: readonly Look[];
}

export interface Look {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What it has truly counted since the last start of the device. */
  readonly counted: bigint;
  /** The number of starts before. */
  readonly boots: number;
  readonly up: Uptime;
}

const ROUND = 2 ** 32 / 100;

const step = fc.record({
  /** Milliseconds from look to look. */
  after: fc.integer({ min: 1_000, max: 900_000 }),
  /** How fast it goes, as a part of the most. */
  pace: fc.double({ min: 0, max: 1, noNaN: true }),
  /** When within the step the device starts anew; after 1: it does not. */
  boot: fc.double({ min: 0, max: 8, noNaN: true }),
  /** What the device needs to start, in seconds. */
  down: fc.integer({ min: 20, max: 400 }),
});

/** Stories of a counter: slow and fast, with restarts, near to where it goes over, near to where the uptime does. */
export const series: fc.Arbitrary<Series> = fc
  .record({
    bits: fc.constantFrom(32 as const, 64 as const),
    most: fc.constantFrom(1.25e5, 1.25e6, 1.25e7, 1.25e8, 1.25e9),
    start: fc.oneof(
      fc.constant(0n),
      fc.bigInt({ min: 2n ** 32n - 1_000_000n, max: 2n ** 32n }),
      fc.bigInt({ min: 0n, max: 2n ** 50n }),
    ),
    up: fc.oneof(
      fc.double({ min: 60, max: 1e8, noNaN: true }),
      fc.double({ min: ROUND - 900, max: ROUND, noNaN: true }),
    ),
    steps: fc.array(step, { minLength: 4, maxLength: 12 }),
  })
  .map(({ bits, most, start, up, steps }) => {
    let [at, counted, boots, seconds] = [Date.UTC(2026, 10, 23), start, 0, up];
    const look = (): Look => ({ at, counted, boots, up: { at, seconds: Math.floor((seconds % ROUND) * 100) / 100 } });
    const looks = [look()];
    for (const { after, pace, boot, down } of steps) {
      at += after;
      const runs = after / 1000;
      // One that is still starting when it is looked at does not answer.
      const since = boot < 1 ? runs * (1 - boot) - down : -1;
      if (since > 0) [counted, boots, seconds] = [BigInt(Math.floor(since * pace * most)), boots + 1, since];
      else [counted, seconds] = [counted + BigInt(Math.floor(runs * pace * most)), seconds + runs];
      looks.push(look());
    }
    return { bits, most, looks };
  });
