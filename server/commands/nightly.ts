import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { HealthRow } from '../domain/feed.ts';
import type { Log } from '../log.ts';
import { stampOf } from '../store/backup.ts';
import type { Backup } from './backup.ts';
import { oneLine } from './fault.ts';
import { warningRow } from './health.ts';

/** Makes a backup each night until it is stopped. */
export interface Nightly {
  /** What stands on the health page while none can be made. */
  health(): HealthRow | undefined;
  /** Resolves when one that is being made is whole. */
  stop(): Promise<void>;
}

/** What it takes from the process around it. */
export interface NightlyParts {
  readonly folder: string;
  /** How many of its backups stay. */
  readonly keep: number;
  readonly make: (path: string) => Promise<Backup>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  /** Told when the row of the health page has changed. */
  readonly onHealth: (row: HealthRow) => void;
}

/** When a night's backup is due (hour, local time), and how often it is looked whether one is, in milliseconds. */
const HOUR = 2;
const LOOK_EVERY = 15 * 60_000;
const NAME = /^nightly-\d{8}T\d{6}Z$/;

/** Makes a backup at once if none was made since the last night began, and looks again each quarter of an hour. */
export function startNightly(parts: NightlyParts): Nightly {
  const { log, onHealth } = parts;
  let row: HealthRow | undefined;
  let underway: Promise<void> | undefined;
  const tell = (warnings: readonly string[]): void => {
    if (row === undefined && warnings.length === 0) return;
    row = warningRow('backup', warnings);
    onHealth(row);
  };
  const look = async (): Promise<void> => {
    try {
      const made = await makeIfDue(parts);
      if (made !== undefined) log.info({ path: made.path, files: made.manifest.files.length }, 'made a backup');
      tell([]);
    } catch (fault) {
      log.error({ err: fault }, 'no backup could be made');
      tell([`no backup could be made (tried again within a quarter of an hour): ${oneLine(fault)}`]);
    }
  };
  const begin = (): void => {
    underway ??= look().finally(() => (underway = undefined));
  };
  begin();
  const timer = setInterval(begin, LOOK_EVERY);
  return {
    health: () => row,
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}

/** Makes a backup if there is none since the last night began, and deletes those that are too many; tells which was made. */
export async function makeIfDue({
  folder,
  keep,
  make,
  now,
}: Omit<NightlyParts, 'log' | 'onHealth'>): Promise<Backup | undefined> {
  const at = now();
  const isDue = ((await backupsIn(folder)).at(-1) ?? '') < nameOf(lastNight(at));
  const made = isDue ? await make(join(folder, nameOf(at))) : undefined;
  for (const old of (await backupsIn(folder)).slice(0, -keep)) await rm(join(folder, old), { recursive: true });
  return made;
}

/** The names of those that were made at night, oldest first. */
async function backupsIn(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? (await readdir(folder)).filter((name) => NAME.test(name)).sort() : [];
}

function nameOf(at: number): string {
  return `nightly-${stampOf(at)}`;
}

function lastNight(at: number): number {
  const night = new Date(at);
  night.setHours(HOUR, 0, 0, 0);
  if (night.getTime() > at) night.setDate(night.getDate() - 1);
  return night.getTime();
}
