import { existsSync, openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** For how long a thread did not come to its timers, in milliseconds, since it was asked last. */
export interface LoopDelay {
  readonly longest: number;
  readonly p99: number;
  /** How long it was at work itself between two timers: without the time in which others had the CPU, which on a busy machine is most of it. */
  readonly longestWork: number;
}

const EVERY = 2;
/** Its first number: the nanoseconds that the thread has run (Linux). */
const SCHEDULED = '/proc/thread-self/schedstat';

/** Measures the thread in which it is called. What it gives back tells, and begins anew. */
export function measureDelay(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  const worked = work();
  let longestWork = 0;
  let last = worked();
  setInterval(() => {
    const now = worked();
    longestWork = Math.max(longestWork, now - last);
    last = now;
  }, EVERY).unref();
  histogram.enable();
  return () => {
    const told = { longest: histogram.max / 1e6, p99: histogram.percentile(99) / 1e6, longestWork };
    histogram.reset();
    longestWork = 0;
    return told;
  };
}

/** How long this thread has run, in milliseconds; on a system that does not tell, how long it has lived. */
function work(): () => number {
  if (!existsSync(SCHEDULED)) return () => performance.now();
  const file = openSync(SCHEDULED, 'r');
  const text = Buffer.alloc(128);
  return () => {
    const length = readSync(file, text, 0, text.length, 0);
    return Number(text.toString('latin1', 0, length).split(' ')[0]) / 1e6;
  };
}
