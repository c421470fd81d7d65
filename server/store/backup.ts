import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { openDays, type Days } from './days.ts';
import { checkDatabase, readMigrations } from './migrate.ts';
import { openReaders, type Readers } from './readers.ts';
import { openReader, SqlError } from './sqlite.ts';

/** A file of a backup. */
export interface BackupFile {
  /** Its path in the backup: `tunnelwatch.db`, or a message day such as `messages/2026-11-23.db`. */
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** What a backup tells of itself, in its `manifest.json`. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** When it was begun: of the database all that was committed by then is in it. ISO 8601. */
  readonly at: string;
  /** The number of the last migration that the database has had. */
  readonly schema: number;
  /** The database alone, made before it was brought up to date: the message days stay where they are. */
  readonly alone?: true;
  /** Which keys seal what is in it: ids that tell nothing of the keys, which are in no backup. */
  readonly keys: readonly string[];
  readonly files: readonly BackupFile[];
}

/** What a file of a backup tells when it is opened. */
export interface CheckedFile {
  /** Its `user_version`. */
  readonly version: number;
  readonly keys: readonly string[];
}

/** The form of the manifest and of the folder. */
export const FORMAT = 1;
/** How the database is called in a backup, and the folder of its message days. */
export const MAIN = 'tunnelwatch.db';
export const DAYS = 'messages';
export const MANIFEST = 'manifest.json';

/** How long the copy of one file may take, in milliseconds. */
const DEADLINE = 2 * 60 * 60_000;

/** What is copied, and by whose handles: a copy takes a lane of them, so that a thread stays free for whoever else reads. */
export interface BackupParts {
  readonly main: string;
  /** Absent: the database alone. */
  readonly days?: Pick<Days, 'list' | 'path'>;
  readonly readers: Pick<Readers, 'within'>;
}

/**
 * Copies every file into a new folder, while others write: it has its name when it is whole and has been looked through. Rejects, and leaves
 * nothing, when a file cannot be copied or a copy is damaged.
 */
export async function backUp({ main, days, readers }: BackupParts, folder: string, at: number): Promise<Manifest> {
  if (existsSync(folder)) throw new Error(`${folder}: is there already`);
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  // One name for all: what a killed process has left is written over by the next backup.
  const draft = join(parent, `.${basename(main)}.part`);
  await rm(draft, { recursive: true, force: true });
  const files: BackupFile[] = [];
  const read = readers.within(DEADLINE);

  const copy = async (source: string, name: string): Promise<CheckedFile> => {
    const target = join(draft, name);
    // SQLite fills a file that is empty: so it is never one that others may read.
    await (await open(target, 'wx', 0o600)).close();
    await read((ask) => ask(source, 'VACUUM INTO ?', [target]));
    const checked = await read(() => checkFile(target));
    await flush(target);
    files.push({ name, ...(await digest(target)) });
    return checked;
  };

  try {
    await mkdir(join(draft, DAYS), { recursive: true, mode: 0o700 });
    // The database first: a message that came since then is in its day and not in the database, and is interpreted when that one starts.
    // The other way round events would tell of messages that are nowhere.
    const { version: schema, keys } = await copy(main, MAIN);
    for (const day of days?.list() ?? []) {
      try {
        if (days !== undefined) await copy(days.path(day), `${DAYS}/${day}.db`);
      } catch (cause) {
        // It was too old to be kept, and went in the meantime.
        if (!(cause instanceof SqlError) || days?.list().includes(day)) throw cause;
        await rm(join(draft, DAYS, `${day}.db`), { force: true });
      }
    }
    const alone = days === undefined ? { alone: true as const } : {};
    const manifest: Manifest = { format: FORMAT, at: new Date(at).toISOString(), schema, ...alone, keys, files };
    const told = join(draft, MANIFEST);
    await writeFile(told, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    for (const written of [told, join(draft, DAYS), draft]) await flush(written);
    await rename(draft, folder);
    await flush(parent);
    return manifest;
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    throw cause;
  }
}

/** The same for a database that nobody has open, as it is: it is not brought up to date. Whoever asks for it has locked it. */
export async function backUpClosed(main: string, folder: string, at: number): Promise<Manifest> {
  await checkDatabase(main, readMigrations());
  const readers = await openReaders(main);
  try {
    return await backUp({ main, days: openDays(`${main}.messages`), readers }, folder, at);
  } finally {
    await readers.close();
  }
}

/** A moment (epoch milliseconds) as it stands in the names of files, in UTC: they sort by it. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+|[-:]/g, '');
}

/** Opens a copy and looks through all of it. Rejects when it is damaged. */
export async function checkFile(path: string): Promise<CheckedFile> {
  const reader = await openReader(path);
  try {
    const faults = (await reader.all<{ integrity_check: string }>('PRAGMA integrity_check(3)')).map(
      (row) => row.integrity_check,
    );
    if (faults.join() !== 'ok') throw new Error(`${path}: damaged: ${faults.join('; ')}`);
    const [pragma] = await reader.all<{ user_version: number }>('PRAGMA user_version');
    const sealing = await reader.all(`SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'secret'`);
    const keys =
      sealing.length === 0
        ? []
        : await reader.all<{ keyId: string }>('SELECT DISTINCT keyId FROM secret ORDER BY keyId');
    return { version: pragma?.user_version ?? 0, keys: keys.map(({ keyId }) => keyId) };
  } finally {
    await reader.close();
  }
}

/** How long a file is, and the SHA-256 of what is in it. */
export async function digest(path: string): Promise<Pick<BackupFile, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Waits until the file, or what a folder lists, is on the disk. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
