import { closeSync, existsSync, openSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { backUp, stampOf } from './backup.ts';
import { checkDatabase, migrate, readMigrations, type Migration } from './migrate.ts';
import { openReaders } from './readers.ts';
import { openWriter, type Connection, type Sync } from './sqlite.ts';

/** A database that is to be opened. */
export interface Opening {
  readonly path: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sync?: Sync | undefined;
  /** Where a backup is made before it is brought up to date; `<path>.backups` if not told. */
  readonly backups?: string | undefined;
  /** The schema that it is brought to; a test may have another one than the program. */
  readonly migrations?: readonly Migration[];
  /** Told in a sentence what was done to it, if more than opening. */
  readonly tell?: (words: string) => void;
}

/** Memory for the pages of the database, in KiB: sessions, attempts and what alerts remember come in no order of their indexes. */
const CACHE = 32 * 1024;

/**
 * The writing handle of the database; makes one that is missing, and brings it up to date, after a backup of it. Rejects with `DatabaseRefused`
 * for one that is not ours or too new, and where that backup cannot be made: then it is as it was.
 */
export async function openDatabase(opening: Opening): Promise<Connection> {
  const { path, sync, migrations = readMigrations() } = opening;
  const version = await checkDatabase(path, migrations);
  if (version > 0 && version < migrations.length) await backUpBefore(opening, version, migrations.length);
  // It holds who connected from where: for this user only. SQLite gives its log the same mode.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const database = await openWriter(path, sync, CACHE);
  try {
    await migrate(database, migrations);
    return database;
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

/** Where backups of a database lie that nobody has given a place. */
export function ownBackups(path: string): string {
  return `${path}.backups`;
}

/** One backup for each version that it was brought from: a start that fails again and again must not fill the disk with them. */
async function backUpBefore({ path, now, backups, tell }: Opening, from: number, to: number): Promise<void> {
  const parent = backups ?? ownBackups(path);
  const name = `schema-${from}-${stampOf(now())}`;
  const readers = await openReaders(path);
  try {
    await backUp({ main: path, readers }, join(parent, name), now());
  } catch (cause) {
    throw new Error(
      `${path}: is of schema ${from} and would be brought to ${to}, but no backup of it could be made in ${parent}, so it was left as it is`,
      { cause },
    );
  } finally {
    await readers.close();
  }
  for (const old of await readdir(parent))
    if (old.startsWith(`schema-${from}-`) && old !== name) await rm(join(parent, old), { recursive: true });
  tell?.(`brought from schema ${from} to ${to}; as it was before it lies in ${join(parent, name)}`);
}
