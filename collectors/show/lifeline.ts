import type { Socket } from 'node:net';

import { ANY_STEP, PollFault } from './fault.ts';

/**
 * What a conversation hangs on: whatever fails or lasts too long destroys its socket, and is not told before that is done. So nobody
 * who hears of a failure can open a second session beside the first.
 */
export class Lifeline {
  readonly #sockets = new Set<Socket>();
  readonly #closed = new Set<Promise<unknown>>();
  #held = false;
  readonly #whole: NodeJS.Timeout;
  readonly #onEnd: ((fault: PollFault) => void)[] = [];
  #fault: PollFault | undefined;

  /** `poll`: how long all of it may last, in milliseconds. `signal` ends it early. */
  constructor(poll: number, signal?: AbortSignal) {
    const stop = (): void => this.end(new PollFault(ANY_STEP, 'cut', 'polling stops'));
    this.#whole = setTimeout(() => {
      this.end(new PollFault(ANY_STEP, 'deadline', `the poll was not done after ${poll / 1000} s`));
    }, poll);
    signal?.addEventListener('abort', stop, { once: true });
    this.onEnd(() => signal?.removeEventListener('abort', stop));
    if (signal?.aborted === true) stop();
  }

  /** Why it ended; `undefined` while it has not. */
  get fault(): PollFault | undefined {
    return this.#fault;
  }

  /** Holds a socket, and destroys it if the conversation has ended meanwhile. */
  hold(socket: Socket): void {
    this.#sockets.add(socket);
    this.#held = true;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    this.#closed.add(closed);
    void closed.then(() => {
      this.#sockets.delete(socket);
      this.#closed.delete(closed);
    });
    if (this.#fault !== undefined) socket.destroy();
  }

  /** Calls back when it ends, or at once if it has. */
  onEnd(told: (fault: PollFault) => void): void {
    if (this.#fault === undefined) this.#onEnd.push(told);
    else told(this.#fault);
  }

  /** Ends it. The first reason counts. */
  end(fault: PollFault): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    clearTimeout(this.#whole);
    for (const socket of this.#sockets) socket.destroy();
    for (const told of this.#onEnd.splice(0)) told(fault);
  }

  /** Resolves once every socket is destroyed, and the device can know it. */
  async closed(): Promise<void> {
    while (this.#closed.size > 0) await Promise.all(this.#closed);
    if (this.#held) await rest();
  }

  /** The outcome of a step that may take so many milliseconds. If it fails, or the conversation ends, rejects when no socket is left. */
  async step<T>(at: string, ms: number, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.end(new PollFault(at, 'deadline', `no answer within ${ms / 1000} s`));
    }, ms);
    const ended = new Promise<never>((_, reject) => this.onEnd(reject));
    try {
      return await Promise.race([work, ended]);
    } catch (cause) {
      this.end(cause instanceof PollFault ? cause : new PollFault(at, 'cut', words(cause), { cause }));
      await this.closed();
      const fault = this.#fault ?? cause;
      // A connection that is lost does not know what it was used for.
      throw fault instanceof PollFault && fault.at === ANY_STEP ? fault.during(at) : fault;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A device needs a moment to see that a connection is closed: with a new one at once it would count two. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

/** What went wrong, in the words of Node or of a package; these never hold what was sent. */
export function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
