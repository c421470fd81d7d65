import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packRows } from '../../../collectors/syslog/packer.ts';
import { openStore } from '../../../server/store/open.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import { NOON, setOf } from './scratch.ts';

/** The one message of such an estate. */
export const MESSAGE: StoredMessage = [NOON * 1000, NOON, '192.0.2.1', 113039, 6, 'claim', 'a line'];

/** Makes a database with a device and a message, and backups of it. `large`: too large to be looked through at a start. */
export async function makeEstate(
  path: string,
  { backups = [], large = false }: { readonly backups?: readonly number[]; readonly large?: boolean } = {},
): Promise<void> {
  let now = NOON - 1000;
  const store = await openStore({ path, now: () => now });
  await store.addDevice({ name: 'asa', addresses: ['192.0.2.1'], state: 'adopted', addedAt: NOON });
  await store.keep(packRows([MESSAGE]));
  await store.commit(setOf({ collector: { name: 'syslog', epoch: 1, seq: 1, lastMessage: MESSAGE[0] } }));
  for (const n of backups) {
    now = NOON - 1000 + n;
    await store.backUp(join(`${path}.backups`, ['none', 'one', 'two'][n] ?? String(n)));
  }
  await store.close();
  if (!large) return;
  const writer = await openWriter(path);
  await writer.script(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 36000)
    INSERT INTO unknown (device, messageId, outcome, count, sample, first, last)
      SELECT 1, i, 'unlisted', 1, hex(zeroblob(500)), 1, 1 FROM n;`);
  await writer.close();
}

/** What is in it, as the program would see it. */
export async function readEstate(
  path: string,
): Promise<{ readonly devices: readonly string[]; readonly messages: readonly StoredMessage[] }> {
  const store = await openStore({ path, now: () => NOON });
  try {
    await store.load(NOON, 0);
    return { devices: (await store.devices()).map(({ name }) => name), messages: await store.messagesAfter(0, 10) };
  } finally {
    await store.close();
  }
}

/** Changes one byte of a file. */
export function flip(path: string, at: number, by = 0xff): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8((bytes[at] ?? 0) ^ by, at);
  writeFileSync(path, bytes);
}
