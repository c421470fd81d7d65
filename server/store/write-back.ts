import { writeBack } from './sqlite.ts';

/**
 * After so much was written to a file, in bytes, its log is written back beside whoever writes: who writes does it for a longer one, with
 * whatever is left then.
 */
const LONG = 4 * 1024 * 1024;

/** Writes logs back while others write: to wait for the disk is then no work of theirs. */
export interface LogKeeper {
  /** So many bytes, more or less, were written to that file. */
  wrote(path: string, bytes: number): void;
  /** Resolves when nothing is being written back. */
  done(): Promise<void>;
}

/**
 * One log at a time is written back, on one of libuv's threads. What cannot be is left to whoever writes, who will meet the same fault. How
 * long a log is stands in a file that must not be looked into: when a process closes it, all locks that SQLite has on it are gone.
 */
export function createLogKeeper(work: (path: string) => Promise<void> = writeBack): LogKeeper {
  const written = new Map<string, number>();
  let running: Promise<void> | undefined;
  return {
    wrote(path, bytes) {
      const all = (written.get(path) ?? 0) + bytes;
      written.set(path, all);
      if (all < LONG || running !== undefined) return;
      written.delete(path);
      running = work(path)
        .catch(() => undefined)
        .finally(() => (running = undefined));
    },
    done: () => running ?? Promise.resolve(),
  };
}
