import { mkdirSync, readdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Packed } from '../domain/packed.ts';
import { DATABASE, setAside } from './aside.ts';
import { dayOf, prepareDay, putLines, putShapes, putWords, type Day } from './day.ts';
import { openWriter, type Connection, type Sync } from './sqlite.ts';
import { inTransaction } from './writer.ts';

/** The folder of message days, one SQLite file each. Its writer is asked one thing at a time. */
export interface Days {
  /** The days there are, oldest first. */
  list(): readonly Day[];
  path(day: Day): string;
  /** Keeps messages in the days of their ids; doing it twice changes nothing. */
  keep(parts: readonly Packed[]): Promise<void>;
  /** Drops the oldest day before this one that can be, and tells which it was: its files take room until the next `sweep`. Rejects when there is none but such as cannot: they stay listed. */
  expire(before: Day): Promise<Day | undefined>;
  /** Unlinks what days that were dropped have left, be it before the start: of a large one that takes a while, for which nobody who writes waits. */
  sweep(): Promise<void>;
  /** Gives the files of a day another name, and tells where each is now: there is no such day until a message of it is kept. */
  setAside(day: Day, aside: string): Promise<readonly string[]>;
  /** The day that was written to, or was to be, last. */
  writing(): Day | undefined;
  /** Lends the writer of a day. */
  lend<T>(day: Day, work: (writer: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Days that are written to at once: what arrives goes to one, and what is imported beside it to another. */
const MOST_OPEN = 2;
/** Memory for the pages of a day that is written to, in KiB: those that the words of ten minutes stand in. */
const CACHE = 32 * 1024;

/** Behind the names of files of a day that was dropped. */
const GONE = '.db.gone';
const FILE = /^(\d{4}-\d\d-\d\d)\.db$/;

/** Opens the folder; makes it, for this user only, if it is not there. */
export function openDays(folder: string, sync?: Sync): Days {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder).map((name) => FILE.exec(name)?.[1]);
  let days: readonly Day[] = names.filter((day) => day !== undefined).sort();
  let written: Day | undefined;
  /** The one that was written to last comes last. */
  let open: readonly { readonly day: Day; readonly writer: Connection }[] = [];

  const path = (day: Day): string => join(folder, `${day}.db`);

  async function close(day?: Day): Promise<void> {
    const closing = open.filter((one) => day === undefined || one.day === day);
    open = open.filter((one) => !closing.includes(one));
    for (const { writer } of closing) await writer.close();
  }

  async function writerOf(day: Day): Promise<Connection> {
    const known = open.find((one) => one.day === day);
    written = day;
    // Of the pages of two days only one's are held.
    const last = open.at(-1);
    if (last !== undefined && last !== known) await last.writer.all('PRAGMA shrink_memory');
    if (known !== undefined) {
      if (last !== known) open = [...open.filter((one) => one !== known), known];
      return known.writer;
    }
    while (open.length >= MOST_OPEN) await close(open[0]?.day);
    const writer = await openWriter(path(day), sync, CACHE);
    try {
      await prepareDay(writer, day);
    } catch (cause) {
      await writer.close();
      throw cause;
    }
    open = [...open, { day, writer }];
    if (!days.includes(day)) days = [...days, day].sort();
    return writer;
  }

  async function keepIn(day: Day, parts: readonly Packed[]): Promise<void> {
    const writer = await writerOf(day);
    await inTransaction(writer, async () => {
      for (const { shapes, lines, words, place } of parts) {
        await writer.run(putShapes, [shapes]);
        // What is there already has its words.
        if ((await writer.run(putLines, [lines])) > 0) await writer.run(putWords, [place.bucket, place.start, words]);
      }
    });
  }

  return {
    list: () => days,
    path,
    async keep(parts) {
      const byDay = new Map<Day, Packed[]>();
      for (const part of parts) {
        const day = dayOf(part.first);
        const same = byDay.get(day);
        if (same === undefined) byDay.set(day, [part]);
        else same.push(part);
      }
      for (const [day, ofDay] of byDay) await keepIn(day, ofDay);
    },
    async expire(before) {
      const faults: unknown[] = [];
      for (const old of days.filter((day) => day < before)) {
        days = days.filter((day) => day !== old);
        try {
          await close(old);
          await setAside(path(old), join(folder, `${old}${GONE}`), DATABASE);
          return old;
        } catch (cause) {
          days = [...days, old].sort();
          faults.push(cause);
        }
      }
      if (faults.length > 0) throw faults[0];
      return undefined;
    },
    async sweep() {
      const left = (await readdir(folder)).filter((name) => name.includes(GONE));
      for (const name of left) await rm(join(folder, name), { force: true });
    },
    async setAside(day, aside) {
      days = days.filter((one) => one !== day);
      await close(day);
      return setAside(path(day), aside, DATABASE);
    },
    writing: () => written,
    lend: async (day, work) => work(await writerOf(day)),
    close: () => close(),
  };
}
