import { Worker } from 'node:worker_threads';

/** What a derivation costs: scrypt's N as a power of two, r and p (RFC 7914). */
export interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** One derivation, as its thread is told it. */
export interface Derivation {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly length: number;
  readonly cost: Cost;
}

/** Too many wait already: to be told, and to be tried again later. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** Derives keys from passwords. */
export interface Kdf {
  derive(password: Uint8Array, salt: Uint8Array, length: number, cost: Cost): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** Each holds 128 MiB while it derives, and a core. */
const THREADS = 2;
const MOST_WAITING = 50;

interface Job extends Derivation {
  readonly done: (key: Uint8Array) => void;
  readonly fail: (cause: Error) => void;
}

/**
 * Derives by scrypt in threads of its own, at most two, which start when they are needed: in libuv's four threads, which the database
 * has, each guess of a password would hold one up.
 */
export function startKdf(): Kdf {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const threads = new Set<Worker>();
  /** What each thread is at. */
  const underway = new Map<Worker, Job>();
  let isStopped = false;

  function next(): void {
    while (waiting.length > 0) {
      const thread = idle.pop() ?? (threads.size < THREADS ? start() : undefined);
      const job = thread === undefined ? undefined : waiting.shift();
      if (thread === undefined || job === undefined) return;
      const { password, salt, length, cost } = job;
      underway.set(thread, job);
      thread.ref();
      thread.postMessage({ password, salt, length, cost } satisfies Derivation);
    }
  }

  function start(): Worker {
    const thread = new Worker(new URL('./kdf-worker.js', import.meta.url));
    threads.add(thread);
    let fault: Error | undefined;
    thread.on('message', (key: Uint8Array) => {
      const job = underway.get(thread);
      underway.delete(thread);
      // Only work keeps the process alive.
      thread.unref();
      idle.push(thread);
      job?.done(key);
      next();
    });
    thread.on('error', (cause) => (fault = cause instanceof Error ? cause : new Error(String(cause))));
    thread.once('exit', () => {
      threads.delete(thread);
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
      underway.get(thread)?.fail(new Error('the password could not be tried', { cause: fault }));
      underway.delete(thread);
      if (!isStopped) next();
    });
    return thread;
  }

  return {
    derive: (password, salt, length, cost) =>
      new Promise((done, fail) => {
        if (isStopped) fail(new Error('no passwords are tried any more: the server stops'));
        else if (waiting.length >= MOST_WAITING) fail(new Busy(`${waiting.length} passwords wait to be tried`));
        else {
          waiting.push({ password, salt, length, cost, done, fail });
          next();
        }
      }),
    async stop() {
      isStopped = true;
      for (const { fail } of waiting.splice(0)) fail(new Error('the server stops before the password was tried'));
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}
