import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DATABASE, setAside } from './aside.ts';
import {
  checkFile,
  DAYS,
  digest,
  flush,
  FORMAT,
  MAIN,
  MANIFEST,
  stampOf,
  type BackupFile,
  type Manifest,
} from './backup.ts';
import { VERSION as DAY_VERSION } from './day.ts';
import { checkDatabase, DatabaseRefused, readMigrations } from './migrate.ts';
import { openReader, SqlError } from './sqlite.ts';

/** What was put back, and where what stood in its place is now. */
export interface Restored {
  readonly manifest: Manifest;
  /** Paths; none where nothing was there. */
  readonly aside: readonly string[];
  /** Who was erased after the backup was made is there again: when (epoch milliseconds) and why that was, oldest first; `undefined` where it cannot be read. */
  readonly erased: readonly ErasedSince[] | undefined;
}

/** A note of an erasure; there is no name in it. */
export interface ErasedSince {
  readonly at: number;
  readonly reason: string;
}

/** What of the backup is put back, all if not told, and the name that what stood there gets. */
export interface RestoreOptions {
  readonly only?: 'database';
  readonly aside?: string;
}

/** The only names that a manifest may tell: another one could lead anywhere. */
const NAME = new RegExp(`^(?:${MAIN.replace('.', '\\.')}|${DAYS}/\\d{4}-\\d\\d-\\d\\d\\.db)$`);

/**
 * Puts a backup in the place of the database, whose files are set aside under another name. Nothing has changed when it rejects because the
 * backup is not whole, is damaged, or is of a newer program (`DatabaseRefused`). Whoever asks for it has locked the database.
 */
export async function restoreBackup(
  folder: string,
  main: string,
  now: number,
  { only, aside: name = `${main}.before-${stampOf(now)}` }: RestoreOptions = {},
): Promise<Restored> {
  const manifest = await manifestIn(folder);
  const draft = `${main}.restoring`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, DAYS), { recursive: true, mode: 0o700 });
  try {
    const alone = manifest.alone === true || only === 'database';
    for (const file of manifest.files) if (!alone || file.name === MAIN) await copyBack(file, folder, draft);
    await checkDatabase(join(draft, MAIN), readMigrations());
    for (const written of [join(draft, DAYS), draft]) await flush(written);
    const erased = await erasedSince(main, Date.parse(manifest.at));
    const aside = await setAside(main, name, alone ? DATABASE : [...DATABASE, '.messages']);
    if (!alone) await rename(join(draft, DAYS), `${main}.messages`);
    await rename(join(draft, MAIN), main);
    await flush(dirname(main));
    return { manifest, aside, erased };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** One file beside the database, checked there: what is looked at is what will be used. */
async function copyBack({ name, bytes, sha256 }: BackupFile, folder: string, draft: string): Promise<void> {
  const target = join(draft, name);
  await copyFile(join(folder, name), target, constants.COPYFILE_EXCL);
  await chmod(target, 0o600);
  const found = await digest(target);
  if (found.bytes !== bytes || found.sha256 !== sha256)
    throw new Error(`${join(folder, name)}: not as the backup was written (${MANIFEST} tells another SHA-256)`);
  const { version } = await checkFile(target);
  if (name !== MAIN && version > DAY_VERSION)
    throw new DatabaseRefused(`${join(folder, name)}: was made by a newer Tunnelwatch`);
  await flush(target);
}

async function erasedSince(main: string, since: number): Promise<readonly ErasedSince[] | undefined> {
  if (!existsSync(main)) return [];
  // A handle that only reads leaves an empty log behind, where there was none.
  const left = ['-wal', '-shm'].map((suffix) => main + suffix).filter((path) => !existsSync(path));
  try {
    const reader = await openReader(main);
    try {
      const sql = 'SELECT at, reason FROM erasure WHERE at > ? ORDER BY at';
      return await reader.all<{ at: number; reason: string }>(sql, [since]);
    } finally {
      await reader.close();
    }
  } catch (cause) {
    // It may be damaged, which is why somebody puts a backup in its place, or of before erasures were noted.
    if (cause instanceof SqlError) return undefined;
    throw cause;
  } finally {
    for (const path of left) await rm(path, { force: true });
  }
}

/** What a backup tells of itself. Rejects for what is none. */
export async function manifestIn(folder: string): Promise<Manifest> {
  return readManifest(await readFile(join(folder, MANIFEST), 'utf8'), folder);
}

function readManifest(text: string, folder: string): Manifest {
  const told = parsed(text);
  const files: readonly unknown[] = Array.isArray(told?.files) ? told.files : [];
  const names = files.map((file) => (isFile(file) ? file.name : undefined));
  const isWhole =
    told?.format === FORMAT &&
    typeof told.at === 'string' &&
    !Number.isNaN(Date.parse(told.at)) &&
    Number.isInteger(told.schema) &&
    Array.isArray(told.keys) &&
    names.includes(MAIN) &&
    names.every((name) => name !== undefined && NAME.test(name)) &&
    new Set(names).size === names.length;
  if (!isWhole) throw new Error(`${join(folder, MANIFEST)}: not the manifest of a backup that this Tunnelwatch knows`);
  return told as Manifest; // all of it was looked at
}

/** The border: it may be anybody's, so whoever reads it looks at each part. */
function parsed(text: string): Partial<Manifest> | null {
  try {
    return JSON.parse(text) as Partial<Manifest> | null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function isFile(file: unknown): file is BackupFile {
  if (typeof file !== 'object' || file === null) return false;
  const { name, bytes, sha256 } = file as Partial<BackupFile>; // each is looked at
  return typeof name === 'string' && Number.isInteger(bytes) && typeof sha256 === 'string';
}
