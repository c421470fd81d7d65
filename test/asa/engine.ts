import { Heap } from './heap.ts';

/** Something that happens over virtual time: each value it yields is a wait in virtual milliseconds. */
export type Life<Result = void> = Generator<number, Result, void>;

/** How the engine is run. */
export interface Run {
  /** Virtual time to stop at; without it only `stop` ends the run (or that nothing is left to happen). */
  readonly until?: number;
  /** Virtual seconds per real second; without it, as fast as possible. */
  readonly speed?: number;
  /** Asked again and again between events: a promise means "no room for more lines, wait for this". */
  readonly room?: () => Promise<void> | undefined;
}

/** The virtual clock and what is to happen: the next event first, those of one moment in the order in which they were planned. */
export class Engine {
  readonly #pending = new Heap<Pending>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  #now: number;
  #planned = 0;
  #begun = 0;
  #stopped = false;
  #wake: () => void = () => undefined;

  /** `start` is the virtual time of the beginning, epoch milliseconds. */
  constructor(start: number) {
    this.#now = start;
  }

  /** Virtual time in whole milliseconds; between events it is finer, so that thousands of them fit into a second. */
  readonly now = (): number => Math.floor(this.#now);

  /** Begins a life. One in the background (a source of further lives) is given up by `settle`. */
  begin(life: Life, background = false): void {
    if (!background) this.#begun += 1;
    this.#plan(life, background, 0);
  }

  async run({ until = Infinity, speed, room }: Run): Promise<void> {
    const from = this.#now;
    const realFrom = performance.now();
    while (!this.#stopped) {
      const due = speed === undefined ? until : Math.min(until, from + (performance.now() - realFrom) * speed);
      const left = this.#advance(due);
      await room?.();
      if (left) await turn();
      else if (speed === undefined || due === until) break;
      else
        await this.#sleep((Math.min(this.#pending.peek()?.at ?? Infinity, until, due + 60_000 * speed) - due) / speed);
    }
    this.#stopped = false;
  }

  /** Ends the run, or the next one if there is none, after the event that is happening. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Brings to an end, as fast as possible, all lives that have begun, and gives up those in the background. */
  async settle(room?: Run['room']): Promise<void> {
    while (this.#begun > 0) {
      this.#advance(Infinity, true);
      await room?.();
      await turn();
    }
  }

  /** Lets everything happen that is planned, at once: for stories that end. */
  finish(): void {
    while (this.#advance(Infinity)) continue;
  }

  #plan(life: Life, background: boolean, wait: number): void {
    this.#pending.push({ at: this.#now + wait, order: this.#planned++, life, background });
  }

  /** Lets happen what is due, at most as many events as fit between two looks at the room; tells if more is due. */
  #advance(due: number, settling = false): boolean {
    for (let events = 0; events < 256; events += 1) {
      const next = this.#pending.peek();
      if (next === undefined || next.at > due) {
        if (Number.isFinite(due)) this.#now = Math.max(this.#now, due);
        return false;
      }
      this.#pending.pop();
      if (settling && next.background) continue;
      this.#now = next.at;
      const step = next.life.next();
      if (step.done !== true) this.#plan(next.life, next.background, step.value);
      else if (!next.background) this.#begun -= 1;
      if (this.#stopped && !settling) return true;
    }
    return true;
  }

  async #sleep(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(milliseconds));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly life: Life;
  readonly background: boolean;
}

/** Lets sockets and timers have their turn. */
async function turn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
