import { createAudit, type Audit } from '../access/audit.ts';
import { holdKey, type HeldKey } from '../access/rotate.ts';
import { keyPath, socketPath, type Config } from '../config.ts';
import { COMMAND_LINE } from '../domain/access/audit.ts';
import { withKey } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';

/** The ids of the key that was in use, and of the one that is. */
export interface RotatedKey {
  readonly from: string;
  readonly to: string;
}

/** What may be done about the key. */
export function keyActions(
  held: HeldKey,
  audit: Audit,
  now: () => number,
): { readonly 'key.rotate': () => Promise<RotatedKey> } {
  return {
    'key.rotate': async () => {
      const rotated = await held.rotate();
      await audit.note({ at: now(), by: COMMAND_LINE, from: null, kind: 'key.rotated', about: { ...rotated } });
      return rotated;
    },
  };
}

/** `key rotate`: seals everything with a new key, also while the server runs. */
export async function keyRotate(config: Config, print: Print): Promise<void> {
  requireDatabase(config);
  const { from, to } = await ask(config);
  print(`the key ${to} has taken the place of ${from}; keep a copy of ${keyPath(config)} elsewhere`);
}

async function ask(config: Config): Promise<RotatedKey> {
  const answer = await callControl(socketPath(config.database), 'key.rotate', {});
  if (answer !== undefined) return answer as RotatedKey; // our own server, of this user
  return withKey(config, (store, key) => {
    const held = holdKey(store, key, { env: process.env, keyFile: keyPath(config) });
    return keyActions(held, createAudit(store, held.key), Date.now)['key.rotate']();
  });
}
