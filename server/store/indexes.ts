import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { isImported } from '../domain/message-id.ts';
import type { Packed } from '../domain/packed.ts';
import { dayOf, idsOf, type Day } from './day.ts';
import { indexPath, openIndex, removeIndex, type IndexMaker } from './day-index.ts';
import type { Days } from './days.ts';
import { makeQueue } from './queue.ts';
import type { Readers } from './readers.ts';

/** What one step of making indexes came to. */
export interface IndexStep {
  /** Lines that it took in: none, where it took in where a day names whom, or found that it has no more. */
  readonly lines: number;
  /** Milliseconds. */
  readonly took: number;
}

/** The indexes of message days, one file beside each (`day-index.ts`): made behind what comes, and gone whenever they might not be true. */
export interface Indexes {
  /** Goes on with the newest day that has lines to take in; `undefined`: there is nothing to do, or no room. */
  step(): Promise<IndexStep | undefined>;
  /** Before messages are kept: an index that leads past them already would not lead to them. */
  beforeKeep(parts: readonly Packed[]): Promise<void>;
  /** Takes the index of a day away, to be made anew. */
  drop(day: Day): Promise<void>;
  close(): Promise<void>;
}

/** A message is taken in so long after it came, in milliseconds: by then whatever came before it is kept. */
const SETTLED = 60_000;
/** A disk with less room than this, in bytes, or than this part of all is left to what comes: well before days are deleted for it. */
const ROOM = 512 * 1024 * 1024;
const PART = 0.1;

/** What indexes are made of. */
export interface IndexesParts {
  readonly days: Pick<Days, 'list' | 'path'>;
  readonly readers: Pick<Readers, 'forget'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The indexes of all days. Nothing is made until somebody asks for a step. */
export function makeIndexes({ days, readers, now }: IndexesParts): Indexes {
  const queue = makeQueue();
  /** The ids up to which days are, or will be in a moment, taken in. */
  const upTo = new Map<Day, number>();
  /** Until when nothing is taken in of a day, for something is being put into it. */
  const resting = new Map<Day, number>();
  const done = new Set<Day>();
  let open: { readonly day: Day; readonly maker: IndexMaker } | undefined;

  async function close(): Promise<void> {
    const closing = open?.maker;
    open = undefined;
    await closing?.close();
  }

  async function makerOf(day: Day): Promise<IndexMaker> {
    // Somebody may have taken it away.
    if (open?.day === day && existsSync(indexPath(days.path(day)))) return open.maker;
    await close();
    const maker = await openIndex(days.path(day));
    open = { day, maker };
    return maker;
  }

  async function remove(day: Day): Promise<void> {
    if (open?.day === day) await close();
    upTo.delete(day);
    done.delete(day);
    await removeIndex(days.path(day));
    await readers.forget(indexPath(days.path(day)));
  }

  /** Goes on with one day; tells how many lines that took in. `undefined`: it has nothing to be taken in yet. */
  async function sliceOf(day: Day): Promise<number | undefined> {
    const settled = (now() - SETTLED) * 1000;
    const isOver = idsOf(day).past <= settled;
    const until = isOver ? idsOf(day).past : settled;
    const maker = await makerOf(day);
    upTo.set(day, Math.max(until, maker.upTo));
    const lines = await maker.slice(until, isOver);
    if (lines > 0) return lines;
    if (!isOver) return undefined;
    if (await maker.name()) return 0;
    done.add(day);
    await close();
    return 0;
  }

  /** Whether the index of a day leads past an id. Of one that nobody has looked into since the start only the newest can be short of it. */
  async function isPast(day: Day, id: number): Promise<boolean> {
    const known = upTo.get(day);
    if (known !== undefined) return id <= known;
    if (!existsSync(indexPath(days.path(day)))) return false;
    return queue(async () => {
      try {
        const last = (await makerOf(day)).upTo;
        upTo.set(day, last);
        return id <= last;
      } catch {
        // Whatever is wrong with it, it is in nobody's way: it is made anew.
        await remove(day);
        return false;
      }
    });
  }

  return {
    step: () =>
      queue(async () => {
        const begun = performance.now();
        for (const day of [...days.list()].reverse()) {
          if (done.has(day) || (resting.get(day) ?? 0) > now()) continue;
          if (!(await hasRoom(days.path(day)))) return undefined;
          try {
            const lines = await sliceOf(day);
            if (lines !== undefined) return { lines, took: performance.now() - begun };
          } catch (cause) {
            resting.set(day, now() + SETTLED);
            await remove(day);
            throw cause;
          }
        }
        return undefined;
      }),
    async beforeKeep(parts) {
      for (const { first } of parts) {
        const day = dayOf(first);
        if (!isImported(first) && !(await isPast(day, first))) continue;
        // First of all: what is kept while lines are taken in might be missed.
        resting.set(day, now() + SETTLED);
        if (existsSync(indexPath(days.path(day)))) await queue(() => remove(day));
      }
    },
    drop: (day) => queue(() => remove(day)),
    close: () => queue(close),
  };
}

async function hasRoom(path: string): Promise<boolean> {
  const { bavail, blocks, bsize } = await statfs(dirname(path));
  return bavail * bsize >= ROOM && bavail >= blocks * PART;
}
