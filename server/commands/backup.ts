import { isAbsolute, join, resolve } from 'node:path';

import { socketPath, type Config } from '../config.ts';
import { backUpClosed, stampOf, type Manifest } from '../store/backup.ts';
import { lockDatabase } from '../store/lock.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import { field, text } from './body.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault } from './fault.ts';

/** A backup that was made: its folder, and what it tells of itself. */
export interface Backup {
  readonly path: string;
  readonly manifest: Manifest;
}

/** Copies all that is kept into a new folder below FOLDER: by the running server, or here if there is none. */
export async function backup(config: Config, folder: string | undefined, print: Print): Promise<void> {
  requireDatabase(config);
  const below = folder ?? config.backupFolder;
  if (below === undefined) throw new UsageFault('where to? Tell a FOLDER, or set BACKUP_FOLDER');
  const body = { folder: resolve(below) };
  // Our own server's answer.
  const asked = (await callControl(socketPath(config.database), 'backup', body)) as Backup | undefined;
  const { path, manifest } = asked ?? (await alone(config.database, nameIn(body.folder, Date.now())));
  const bytes = manifest.files.reduce((sum, one) => sum + one.bytes, 0);
  print(`backed up: ${path} (${manifest.files.length} files, ${bytes} bytes, each opened and looked through)`);
  print('the key is not in it: keep a copy of that elsewhere, for without it what is sealed cannot be opened');
}

/** Backups as they are asked for, one after another. */
export function backupActions(
  store: Pick<Store, 'backUp'>,
  inTurn: Queue,
  now: () => number,
): { readonly backup: (body: unknown) => Promise<Backup> } {
  return {
    backup: async (body) => {
      const folder = text(field(body, 'folder'), 'folder');
      if (!isAbsolute(folder)) throw new UsageFault('folder: not a whole path');
      return inTurn(() => backUpInto(store, nameIn(folder, now())));
    },
  };
}

/** Makes a backup in this new folder. */
export async function backUpInto(store: Pick<Store, 'backUp'>, path: string): Promise<Backup> {
  return { path, manifest: await store.backUp(path) };
}

/** As the database is, also if it is of an older program: before an upgrade that is what is wanted. So it stands in no audit log. */
async function alone(database: string, path: string): Promise<Backup> {
  const release = await lockDatabase(database);
  try {
    return { path, manifest: await backUpClosed(database, path, Date.now()) };
  } finally {
    await release();
  }
}

function nameIn(folder: string, at: number): string {
  return join(folder, `backup-${stampOf(at)}`);
}
