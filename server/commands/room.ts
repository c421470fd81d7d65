import { existsSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { randomFillSync } from 'node:crypto';
import { dirname } from 'node:path';

import type { HealthRow } from '../domain/feed.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { oneLine } from './fault.ts';
import { warningRow } from './health.ts';

/** Watches the room on the disk of the database. */
export interface Room {
  /** What stands on the health page. */
  readonly health: () => HealthRow | undefined;
  readonly stop: () => Promise<void>;
}

/** What it takes from the process around it. */
export interface RoomParts {
  readonly database: string;
  /** Bytes of the reserve, and of what is to be free at least; `undefined`: none. */
  readonly reserve: number | undefined;
  readonly leastFree: number | undefined;
  readonly store: Pick<Store, 'purge'>;
  /** How many blocks there are, how many are free for us, and how large they are; the system's own answer if not told. */
  readonly roomIn?: (
    folder: string,
  ) => Promise<{ readonly blocks: number; readonly bavail: number; readonly bsize: number }>;
  /** Whether nothing can be saved just now. */
  readonly isUnsaved: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  readonly onHealth: (row: HealthRow) => void;
}

/** How often it is looked, and how long after a start for the first time, in milliseconds: making the reserve is no part of the start. */
const LOOK_EVERY = 1_000;
const FIRST = 10_000;
const DAY = 24 * 60 * 60_000;
/** With fewer bytes than this a disk counts as full. */
const FULL = 8 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** What is done about the room there is. */
export interface Looked {
  /** What it came to, for the log and the page. */
  readonly did: 'nothing' | 'freed the reserve' | 'made the reserve' | 'purged';
}

/** Looks again and again until it is stopped. */
export function startRoom(parts: RoomParts): Room {
  const { log, onHealth } = parts;
  let purged = 0;
  let fault: string | undefined;
  let timer: NodeJS.Timeout;
  let underway: Promise<void> = Promise.resolve();
  let stopped = false;
  const row = (): HealthRow =>
    warningRow('room', [
      ...(purged === 0
        ? []
        : [`${purged} message days were deleted before their time, for the disk of the database was nearly full`]),
      ...(fault === undefined ? [] : [`the room on the disk of the database: ${fault}`]),
    ]);
  const look = async (): Promise<void> => {
    const before = row().warnings.join();
    try {
      const { did } = await lookAtRoom(parts);
      if (did === 'purged') purged += 1;
      if (did !== 'nothing') log.warn({}, `the disk of the database: ${did}`);
      fault = undefined;
    } catch (cause) {
      fault = oneLine(cause);
    }
    if (row().warnings.join() !== before) onHealth(row());
    if (!stopped) timer = setTimeout(begin, LOOK_EVERY);
  };
  const begin = (): void => void (underway = look());
  timer = setTimeout(begin, FIRST);
  return {
    health: () => (row().warnings.length === 0 ? undefined : row()),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underway;
    },
  };
}

/** Looks once, and does one thing: gives the reserve up where the disk is full, deletes the oldest day where it is nearly so, makes the reserve where there is room. */
export async function lookAtRoom(parts: Omit<RoomParts, 'log' | 'onHealth'>): Promise<Looked> {
  const { database, reserve, store, isUnsaved, now, roomIn = statfs } = parts;
  const file = `${database}.reserve`;
  const { bavail, blocks, bsize } = await roomIn(dirname(database));
  const [free, all] = [bavail * bsize, blocks * bsize];
  const least = parts.leastFree === undefined ? 0 : Math.min(Math.max(all / 20, parts.leastFree), all / 4);
  if (isUnsaved() && free < FULL && existsSync(file)) {
    await rm(file);
    return { did: 'freed the reserve' };
  }
  if (free < least) {
    const today = Math.floor(now() / DAY) * DAY;
    const { gone } = await store.purge('messages', { before: today, most: 1, look: 1, after: 0 });
    if (gone > 0) return { did: 'purged' };
  }
  if (reserve === undefined || isUnsaved() || existsSync(file) || free < least + reserve + FULL)
    return { did: 'nothing' };
  await fill(file, reserve);
  return { did: 'made the reserve' };
}

/** Bytes that no file system can keep without giving them room. */
async function fill(path: string, bytes: number): Promise<void> {
  const chunk = randomFillSync(Buffer.alloc(CHUNK));
  const file = await open(path, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0; left -= chunk.length) await file.write(chunk, 0, Math.min(left, chunk.length));
    await file.sync();
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  } finally {
    await file.close();
  }
}
