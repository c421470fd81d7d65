import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { KeyRefused, readKey } from '../access/key.ts';
import { keyPath, type Config } from '../config.ts';
import { lockDatabase } from '../store/lock.ts';
import { restoreBackup, type ErasedSince } from '../store/restore.ts';
import type { Print } from './device.ts';
import { visible } from './fault.ts';

/** Puts a backup in the place of what is kept. Rejects, with nothing changed, while a server runs and for a backup that is not good. */
export async function restore(config: Config, folder: string, print: Print): Promise<void> {
  await mkdir(dirname(config.database), { recursive: true, mode: 0o700 });
  const release = await lockDatabase(config.database);
  try {
    const { manifest, aside, erased } = await restoreBackup(folder, config.database, Date.now());
    print(
      `restored: ${config.database} is as of ${manifest.at} (${manifest.files.length} files, schema ${manifest.schema})`,
    );
    for (const path of aside) print(`set aside: ${path}`);
    const warning = await keyWarning(config, manifest.keys);
    if (warning !== undefined) print(warning);
    for (const line of againLines(erased)) print(line);
    print('what was revoked since then is good again: look through accounts, tokens and walls');
  } finally {
    await release();
  }
}

/** Who is there again, as far as that is known: names stand nowhere. */
function againLines(erased: readonly ErasedSince[] | undefined): readonly string[] {
  if (erased === undefined)
    return ['what stood there cannot be read: users who were erased since then are there again, erase them again'];
  const lines = erased.map(({ at, reason }) => `  ${new Date(at).toISOString()}: ${visible(reason)}`);
  return lines.length === 0 ? [] : ['users who were erased since then are there again, erase them again:', ...lines];
}

/** What is wrong with the key for what these keys have sealed. */
async function keyWarning(config: Config, keys: readonly string[]): Promise<string | undefined> {
  if (keys.length === 0) return undefined;
  const wanted = `the backup was made with the key ${keys.join(', ')}`;
  const put = 'put that one back, or the server starts read-only';
  try {
    const found = await readKey({ env: process.env, keyFile: keyPath(config) });
    if (found === undefined) return `${wanted}, and there is none: ${put}`;
    const there = [found.key.id, found.older?.id];
    return keys.every((id) => there.includes(id))
      ? undefined
      : `${wanted}, and ${found.from} holds another one: ${put}`;
  } catch (cause) {
    if (cause instanceof KeyRefused) return `${wanted}, and ${cause.message}`;
    throw cause;
  }
}
