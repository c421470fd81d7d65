import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { socketPath, type Config } from '../config.ts';
import { alone } from './alone.ts';
import { callControl } from './control.ts';
import { deviceActions } from './device-actions.ts';
import type { Print } from './device.ts';
import { inventoryActions, type Imported } from './inventory-actions.ts';

const LARGEST_FILE = 1024 * 1024;

/** `device import FILE.csv`: adds the devices of an inventory, and tells where each stands. */
export async function deviceImport(config: Config, file: string, print: Print): Promise<void> {
  const { size } = await stat(file);
  if (size > LARGEST_FILE) throw new Error(`${file}: ${size} bytes, too long for an inventory`);
  const csv = await readFile(file, 'utf8');
  await mkdir(dirname(config.database), { recursive: true, mode: 0o700 });
  const { added, told } = await ask(config, { csv });
  print(`${added.length} devices added, ${told.length} known before`);
}

async function ask(config: Config, body: { readonly csv: string }): Promise<Imported> {
  const answer = await callControl(socketPath(config.database), 'device.import', body);
  if (answer !== undefined) return answer as Imported; // our own server, of this user
  const nobody = (): void => undefined;
  return alone(config, 'device.import', body, (store) =>
    inventoryActions(store, deviceActions(store, nobody, Date.now), nobody),
  );
}
