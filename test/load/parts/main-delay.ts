import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { work } from './loop-delay.ts';

/** Where the program that is measured writes it. */
export const MAIN_DELAY_FILE = 'MAIN_DELAY_FILE';

/** For how long its main thread did not come to its timers, in milliseconds, and how long it was at work itself between two of them. */
export interface MainDelay {
  readonly longest: number;
  readonly p99: number;
  readonly longestWork: number;
}

const EVERY = 2;
const file = process.env[MAIN_DELAY_FILE];

// Given to Node by --import, this measures the main thread of a program. From each SIGUSR2 on it measures anew, and writes what it had.
if (isMainThread && file !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  const worked = work();
  let longestWork = 0;
  let last = worked();
  setInterval(() => {
    const now = worked();
    longestWork = Math.max(longestWork, now - last);
    last = now;
  }, EVERY).unref();
  process.on('SIGUSR2', () => {
    const [longest, p99] = [histogram.max / 1e6, histogram.percentile(99) / 1e6];
    writeFileSync(file, JSON.stringify({ longest, p99, longestWork } satisfies MainDelay));
    histogram.reset();
    longestWork = 0;
  });
  histogram.enable();
}
