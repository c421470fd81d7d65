import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { GapRow } from '../domain/feed.ts';
import { DATABASE, setAside } from './aside.ts';
import { MANIFEST, stampOf } from './backup.ts';
import { damageOf, damageOfDay, type Look } from './damage.ts';
import { ownBackups } from './database.ts';
import { idsOf, type Day } from './day.ts';
import { removeIndex } from './day-index.ts';
import { readMigrations } from './migrate.ts';
import { manifestIn, restoreBackup, type ErasedSince } from './restore.ts';

/** A damaged file that was set aside, and what is in its place. */
export interface Mended {
  readonly path: string;
  /** Where it and its logs are now; the note beside them tells the same. */
  readonly aside: readonly string[];
  /** What was found wrong. */
  readonly why: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The backup that was put in its place, and as of when it is; absent: it was begun anew. */
  readonly backup?: { readonly folder: string; readonly at: string };
  /** Who was erased since that backup, and is there again; `null`: it cannot be told. */
  readonly erased?: readonly ErasedSince[] | null;
  /** What is missing from the record with it. */
  readonly gap?: GapRow;
}

/** A database and its message days at a start. Whoever mends it has locked it. */
export interface Mending {
  readonly main: string;
  readonly backups?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Told what else could not be done. */
  readonly onFault: (fault: unknown) => void;
}

/** Where it stands, until the next start has looked, that damage was met while the program ran. */
const met = (main: string): string => `${main}.damage`;

/** Has the next start look through all of the database, and not only where it has time to. */
export async function noteDamage(main: string, why: string): Promise<void> {
  await writeFile(met(main), `${why}\n`, { mode: 0o600 });
}

/**
 * Looks for damage, and sets aside what is damaged, never deletes it: of the database the last good backup takes the place, with the messages that are
 * kept since; of a message day a new one. Nothing is looked for that takes long, unless damage was met before.
 */
export async function mend(parts: Mending): Promise<readonly Mended[]> {
  const { main, now } = parts;
  const isOurs = daysOf(main).length > 0;
  const look: Look = existsSync(met(main)) ? 'all' : 'start';
  const done: Mended[] = [];
  const why = await damageOf(main, { migrations: readMigrations(), isOurs, look });
  if (why !== undefined) done.push(await mendDatabase(parts, why));
  const days = daysOf(main);
  for (const day of days) {
    const path = join(`${main}.messages`, `${day}.db`);
    // Of those before it only what is asked of all: they are looked through when somebody reads them.
    const fault = await damageOfDay(path, day, day === days.at(-1) ? look : 'ends');
    if (fault !== undefined) {
      const aside = await setAside(path, asideName(path, now), DATABASE);
      await removeIndex(path);
      done.push(await noted({ path, aside, why: fault, at: now, gap: gapOf(day, now) }, parts.onFault));
    }
  }
  await rm(met(main), { force: true });
  return done;
}

/** The new name of a damaged file. */
export function asideName(path: string, now: number): string {
  return `${path}.damaged-${stampOf(now)}`;
}

/** What is gone with a message day, as far as it is over. */
export function gapOf(day: Day, now: number): GapRow {
  const { first, past } = idsOf(day);
  return { from: first / 1000, to: Math.min(now, past / 1000) };
}

/** Writes beside what was set aside why, so that it is told until somebody takes it away. */
export async function noted(mended: Mended, onFault: Mending['onFault']): Promise<Mended> {
  // Where the disk is full it is told from memory.
  const note = `${asideName(mended.path, mended.at)}.json`;
  await writeFile(note, `${JSON.stringify(mended, null, 2)}\n`, { mode: 0o600 }).catch(onFault);
  return mended;
}

/** What was ever set aside of this database, and whose note nobody has taken away yet, by the path of the note. */
export async function mendedBefore(main: string): Promise<ReadonlyMap<string, Mended>> {
  const notes = [dirname(main), `${main}.messages`].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [],
  );
  const found = new Map<string, Mended>();
  for (const note of notes.filter((path) => NOTE.test(path) && path.startsWith(main)).sort())
    found.set(note, JSON.parse(await readFile(note, 'utf8')) as Mended); // our own file
  return found;
}

const NOTE = /\.damaged-\d{8}T\d{6}Z\.json$/;

async function mendDatabase({ main, backups, now, onFault }: Mending, why: string): Promise<Mended> {
  const name = asideName(main, now);
  for (const folder of await backupsOf([backups, ownBackups(main)])) {
    try {
      const {
        manifest,
        aside,
        erased = null,
      } = await restoreBackup(folder, main, now, { only: 'database', aside: name });
      const backup = { folder, at: manifest.at };
      // Messages since then are there, and what polls told is not.
      const gap = { from: Date.parse(manifest.at), to: now };
      return await noted({ path: main, aside, why, at: now, backup, erased, gap }, onFault);
    } catch (cause) {
      onFault(cause); // the one before it may be good
    }
  }
  const from = beginning(main);
  const aside = await setAside(main, name, DATABASE);
  return noted({ path: main, aside, why, at: now, gap: { from, to: now } }, onFault);
}

/** Since when there may be something that nobody knows any more. */
function beginning(main: string): number {
  const [first] = daysOf(main);
  return first === undefined ? Math.round(statSync(main).birthtimeMs) : idsOf(first).first / 1000; // it is there, or a day is
}

/** Folders with a backup in them, the latest first. */
async function backupsOf(parents: readonly (string | undefined)[]): Promise<readonly string[]> {
  const found: { readonly folder: string; readonly at: string }[] = [];
  for (const parent of parents) {
    if (parent === undefined || !existsSync(parent)) continue;
    for (const name of readdirSync(parent)) {
      const folder = join(parent, name);
      if (name.startsWith('.') || !existsSync(join(folder, MANIFEST))) continue;
      // One that cannot be read is none.
      const manifest = await manifestIn(folder).catch(() => undefined);
      if (manifest !== undefined) found.push({ folder, at: manifest.at });
    }
  }
  return found.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ folder }) => folder);
}

function daysOf(main: string): readonly Day[] {
  const folder = `${main}.messages`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => basename(name, '.db'))
    .filter((day) => /^\d{4}-\d\d-\d\d$/.test(day) && existsSync(join(folder, `${day}.db`)))
    .sort();
}
