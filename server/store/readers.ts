import { isDamage } from './damage.ts';
import { ReadTimeout } from './reads.ts';
import { openReader, type Connection, type Row } from './sqlite.ts';
import type { Cell } from './cell.ts';

/** Asks one file one thing. */
export type Ask = <R extends Row>(path: string, sql: string, parameters?: readonly Cell[]) => Promise<readonly R[]>;

/** Runs a question's statements. */
export type Read = <T>(question: (ask: Ask) => Promise<T>) => Promise<T>;

/** Read-only handles, for as many questions at once as there are lanes. */
export interface Readers {
  /** Reads that reject with `ReadTimeout` when not answered within so many milliseconds, waiting for a lane included. */
  within(deadline: number): Read;
  /** Lets go of a file that is no more, whose room would stay taken. */
  forget(path: string): Promise<void>;
  close(): Promise<void>;
}

/** libuv has four threads: one writes, two read, one is left for files and names. */
const LANES = 2;
const MOST_WAITING = 100;

/** Told of a file that turned out to be damaged. */
export type OnDamage = (path: string, cause: unknown) => void;

/** Opens the lanes; the handles on the main file stay open. */
export async function openReaders(main: string, onDamage: OnDamage = () => undefined): Promise<Readers> {
  const lanes = await Promise.all(Array.from({ length: LANES }, () => openLane(main, onDamage)));
  const idle = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];

  async function freeLane(until: number): Promise<Lane> {
    const lane = idle.pop();
    if (lane !== undefined) return lane;
    if (waiting.length >= MOST_WAITING) throw new ReadTimeout(`${waiting.length} reads are waiting already`);
    return new Promise((resolve, reject) => {
      const turn = (next: Lane): void => {
        clearTimeout(timer);
        resolve(next);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(new ReadTimeout(`no read handle was free in time`));
      }, until - performance.now());
      waiting.push(turn);
    });
  }

  function giveBack(lane: Lane): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(lane);
    else next(lane);
  }

  return {
    within: (deadline) => async (question) => {
      const until = performance.now() + deadline;
      const lane = await freeLane(until);
      try {
        return await lane.answer(question, until);
      } finally {
        giveBack(lane);
      }
    },
    async forget(path) {
      for (const lane of lanes) await lane.forget(path);
    },
    async close() {
      for (let closed = 0; closed < LANES; closed += 1) {
        const lane = idle.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
        await lane.close();
      }
    },
  };
}

interface Lane {
  answer<T>(question: (ask: Ask) => Promise<T>, until: number): Promise<T>;
  /** Closes a file, after the question that is being answered. */
  forget(path: string): Promise<void>;
  close(): Promise<void>;
}

/** How many files of message days, two of each, a lane keeps open: opening one takes longer than most of what it is asked. */
const DAYS_OPEN = 24;
/** An interrupt finds nothing while the statement still waits for its thread, so it is repeated. */
const INTERRUPT_EVERY = 50;

async function openLane(main: string, onDamage: OnDamage): Promise<Lane> {
  const mainHandle = await openReader(main);
  const days = new Map<string, Connection>();
  const forgotten = new Set<string>();
  let isAnswering = false;

  async function forget(path: string): Promise<void> {
    const known = days.get(path);
    days.delete(path);
    await known?.close();
  }

  async function handle(path: string): Promise<Connection> {
    if (path === main) return mainHandle;
    const known = days.get(path) ?? (await openReader(path));
    // Put last again: the first is the one unused for longest.
    days.delete(path);
    days.set(path, known);
    const [oldest] = days;
    if (oldest !== undefined && days.size > DAYS_OPEN) {
      days.delete(oldest[0]);
      await oldest[1].close();
    }
    return known;
  }

  return {
    async answer(question, until) {
      isAnswering = true;
      const deadline = new AbortController();
      let asked: Connection | undefined;
      const interrupt = (): void => {
        deadline.abort();
        asked?.interrupt();
        timer = setTimeout(interrupt, INTERRUPT_EVERY);
      };
      let timer = setTimeout(interrupt, until - performance.now());
      try {
        return await question(async (path, sql, parameters) => {
          try {
            const connection = await handle(path);
            deadline.signal.throwIfAborted();
            asked = connection;
            return await connection.all(sql, parameters);
          } catch (cause) {
            if (isDamage(cause)) onDamage(path, cause);
            throw cause;
          } finally {
            asked = undefined;
          }
        });
      } catch (cause) {
        if (deadline.signal.aborted) throw new ReadTimeout('the read took too long', { cause });
        throw cause;
      } finally {
        clearTimeout(timer);
        for (const path of forgotten) await forget(path);
        forgotten.clear();
        isAnswering = false;
      }
    },
    async forget(path) {
      if (isAnswering) forgotten.add(path);
      else await forget(path);
    },
    async close() {
      const all = [mainHandle, ...days.values()];
      // Whoever lets go of a file meanwhile finds it closed.
      days.clear();
      await Promise.all(all.map((connection) => connection.close()));
    },
  };
}
