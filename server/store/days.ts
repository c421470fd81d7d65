import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { StoredMessage } from '../domain/batch.ts';
import { checkSurrogates } from './cell.ts';
import { dayOf, prepareDay, putMessages, type Day } from './day.ts';
import { DATABASE, setAside } from './aside.ts';
import { openWriter, SqlError, type Connection, type Sync } from './sqlite.ts';

/** The folder of message days, one SQLite file each. Its writer is asked one thing at a time. */
export interface Days {
  /** The days there are, oldest first. */
  list(): readonly Day[];
  path(day: Day): string;
  /** Keeps a JSON array of `StoredMessage` in the days of their ids; doing it twice changes nothing. */
  keep(rowsJson: string): Promise<void>;
  /** Drops the oldest day before this one that can be, and tells which it was. Rejects when there is none but such as cannot: they stay listed. */
  expire(before: Day): Promise<Day | undefined>;
  /** Gives the files of a day another name, and tells where each is now: there is no such day until a message of it is kept. */
  setAside(day: Day, aside: string): Promise<readonly string[]>;
  /** The day that was written to, or was to be, last. */
  writing(): Day | undefined;
  /** Lends the writer of a day. */
  lend<T>(day: Day, work: (writer: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const FILE = /^(\d{4}-\d\d-\d\d)\.db$/;

/** Opens the folder; makes it, for this user only, if it is not there. */
export function openDays(folder: string, sync?: Sync): Days {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder).map((name) => FILE.exec(name)?.[1]);
  let days: readonly Day[] = names.filter((day) => day !== undefined).sort();
  let written: Day | undefined;
  let open: { readonly day: Day; readonly writer: Connection } | undefined;

  const path = (day: Day): string => join(folder, `${day}.db`);

  async function close(): Promise<void> {
    const closing = open?.writer;
    open = undefined;
    await closing?.close();
  }

  async function writerOf(day: Day): Promise<Connection> {
    if (open?.day === day) return open.writer;
    await close();
    written = day;
    const writer = await openWriter(path(day), sync);
    try {
      await prepareDay(writer, day);
    } catch (cause) {
      await writer.close();
      throw cause;
    }
    open = { day, writer };
    if (!days.includes(day)) days = [...days, day].sort();
    return writer;
  }

  async function keepIn(day: Day, rowsJson: string): Promise<void> {
    const writer = await writerOf(day);
    await writer.run(putMessages, [rowsJson]);
  }

  return {
    list: () => days,
    path,
    async keep(rowsJson) {
      const first = /^\[\[(\d+),/.exec(rowsJson)?.[1];
      if (first === undefined) {
        if (rowsJson === '[]') return;
        throw new TypeError(`not rows of messages: ${rowsJson.slice(0, 40)}`);
      }
      checkSurrogates(rowsJson);
      try {
        await keepIn(dayOf(Number(first)), rowsJson);
      } catch (cause) {
        // Nearly every batch is of one day, so that is not looked at before: the day's own CHECK refuses one that is not.
        if (!(cause instanceof SqlError) || cause.code !== 'SQLITE_CONSTRAINT') throw cause;
        const parts = splitByDay(rowsJson);
        if (parts.size === 1) throw cause;
        for (const [day, rows] of parts) await keepIn(day, JSON.stringify(rows));
      }
    },
    async expire(before) {
      const faults: unknown[] = [];
      for (const old of days.filter((day) => day < before)) {
        days = days.filter((day) => day !== old);
        try {
          if (open?.day === old) await close();
          // Its logs first: without them it is a day yet, and they without it are a snare for the next one of that name.
          for (const suffix of ['-wal', '-shm', '']) await rm(path(old) + suffix, { force: true });
          return old;
        } catch (cause) {
          days = [...days, old].sort();
          faults.push(cause);
        }
      }
      if (faults.length > 0) throw faults[0];
      return undefined;
    },
    async setAside(day, aside) {
      days = days.filter((one) => one !== day);
      if (open?.day === day) await close();
      return setAside(path(day), aside, DATABASE);
    },
    writing: () => written,
    lend: async (day, work) => work(await writerOf(day)),
    close,
  };
}

function splitByDay(rowsJson: string): ReadonlyMap<Day, readonly StoredMessage[]> {
  const parts = new Map<Day, StoredMessage[]>();
  // The border: rows are serialised by the collector's thread from this very type.
  for (const row of JSON.parse(rowsJson) as readonly StoredMessage[]) {
    const day = dayOf(row[0]);
    const part = parts.get(day);
    if (part === undefined) parts.set(day, [row]);
    else part.push(row);
  }
  return parts;
}
