import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';

import { CHECKPOINT_PAGES, writeBack } from './sqlite.ts';

/** A log with so many pages to be written back is, beside whoever writes: who writes does it at twice as many, with whatever is left then. */
const LONG = CHECKPOINT_PAGES / 2;

/** Writes logs back while others write: to wait for the disk is then no work of theirs. */
export interface LogKeeper {
  /** Looks at how much of a file's log is to be written back. */
  look(path: string): void;
  /** Resolves when nothing is being written back. */
  done(): Promise<void>;
}

/** One log at a time is written back, on one of libuv's threads. What cannot be is left to whoever writes, who will meet the same fault. */
export function createLogKeeper(work: (path: string) => Promise<void> = writeBack): LogKeeper {
  let running: Promise<void> | undefined;
  return {
    look(path) {
      if (running !== undefined || pagesLeft(path) < LONG) return;
      running = work(path)
        .catch(() => undefined)
        .finally(() => (running = undefined));
    },
    done: () => running ?? Promise.resolve(),
  };
}

/** Where the index of a log (https://sqlite.org/walformat.html, part 2) has the number of its last page, and of the last that was written back. */
const LAST = 16;
const WRITTEN_BACK = 96;
const head = Buffer.alloc(WRITTEN_BACK + 4);
const isLittle = endianness() === 'LE';

/** Pages of the log that are not written back; 0 where there is none. */
export function pagesLeft(path: string): number {
  let file: number;
  try {
    file = openSync(`${path}-shm`, 'r');
  } catch {
    return 0;
  }
  try {
    if (readSync(file, head, 0, head.length, 0) < head.length) return 0;
  } finally {
    closeSync(file);
  }
  const at = (place: number): number => (isLittle ? head.readUInt32LE(place) : head.readUInt32BE(place));
  return Math.max(0, at(LAST) - at(WRITTEN_BACK));
}
