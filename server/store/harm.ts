import { existsSync } from 'node:fs';
import { basename } from 'node:path';

import { isDamage } from './damage.ts';
import type { Day } from './day.ts';
import type { Days } from './days.ts';
import type { Indexes } from './indexes.ts';
import { asideName, gapOf, noted, type Mended } from './mend.ts';
import { put } from './put.ts';
import type { OnDamage, Read, Readers } from './readers.ts';
import { gapTable } from './tables.ts';
import type { Writer } from './writer.ts';

/** What is done about damage that is met while the program runs. */
export interface HarmOptions {
  readonly path: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The database itself is damaged: nobody can go on with it. */
  readonly onDamage?: (cause: unknown) => void;
  /** A message day was set aside, and a new one is begun. */
  readonly onMended?: (mended: Mended) => void;
  /** Told what else could not be done. */
  readonly onFault?: (fault: unknown) => void;
}

/** The files of message days, by those who read and write them. */
export interface HarmParts {
  readonly days: Days;
  readonly indexes: Pick<Indexes, 'drop'>;
  readonly readers: Pick<Readers, 'forget'>;
  readonly writer: Pick<Writer, 'inTurn' | 'database'>;
}

/** Watches for damage from before the files are open. */
export interface Harm {
  /** Told by whoever meets it. */
  readonly met: OnDamage;
  /** Sees to it that damaged days are set aside; keeps messages in spite of one. */
  readonly forDays: (parts: HarmParts) => Pick<Days, 'keep'>;
}

/** A watch on the files of one database. */
export function watchHarm({ path: main, now, onDamage, onMended, onFault = () => undefined }: HarmOptions): Harm {
  let aside: (path: string, cause: unknown) => Promise<void> = () => Promise.resolve();
  return {
    met: (path, cause) => {
      if (path === main) onDamage?.(cause);
      else void aside(path, cause).catch(onFault);
    },
    forDays({ days, indexes, readers, writer }) {
      /** In a turn of the writer. */
      const setAside = async (day: Day, cause: unknown): Promise<void> => {
        const path = days.path(day);
        if (!existsSync(path)) return; // it was told before
        const at = now();
        const moved = await days.setAside(day, asideName(path, at));
        await readers.forget(path);
        await indexes.drop(day);
        const why = cause instanceof Error ? cause.message : String(cause);
        const gap = gapOf(day, at);
        onMended?.(await noted({ path, aside: moved, why, at, gap }, onFault));
        await writer.database((database) => put(database, gapTable, [gap]));
      };
      aside = (path, cause) => writer.inTurn(() => setAside(basename(path, '.db'), cause));
      return {
        async keep(parts) {
          try {
            await days.keep(parts);
          } catch (cause) {
            const day = days.writing();
            if (day === undefined || !isDamage(cause)) throw cause;
            await setAside(day, cause);
            await days.keep(parts);
          }
        },
      };
    },
  };
}

/** Looks through the database and the newest day, a page at a time, on one of the handles that read. */
export async function lookThrough({
  main,
  days,
  read,
  met,
}: {
  readonly main: string;
  readonly days: Pick<Days, 'list' | 'path'>;
  readonly read: Read;
  readonly met: OnDamage;
}): Promise<void> {
  for (const path of [main, ...days.list().slice(-1).map(days.path)]) {
    const [row] = await read((ask) => ask<{ quick_check: string }>(path, 'PRAGMA quick_check(1)'));
    if (row?.quick_check !== 'ok') met(path, new Error(row?.quick_check));
  }
}
