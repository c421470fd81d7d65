import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { measureDelay } from './thread-delay.ts';

/** Where the program that is measured writes its `LoopDelay`. */
export const MAIN_DELAY_FILE = 'MAIN_DELAY_FILE';

const file = process.env[MAIN_DELAY_FILE];

// Given to Node by --import, this measures the main thread of a program. From each SIGUSR2 on it measures anew, and writes what it had.
if (isMainThread && file !== undefined) {
  const told = measureDelay();
  process.on('SIGUSR2', () => writeFileSync(file, JSON.stringify(told())));
}
