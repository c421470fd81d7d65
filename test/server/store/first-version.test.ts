import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';

import { packRows } from '../../../collectors/syslog/packer.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import { openStore } from '../../../server/store/open.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import { NOON, scratch } from './scratch.ts';

const row = (id: number): StoredMessage => [id, Math.floor(id / 1000), '192.0.2.1', 113019, 4, 'claim', `line ${id}`];

test('a day of the first version is read as it is, and written anew when something comes that belongs there', async (t) => {
  const path = await scratch(t);
  mkdirSync(`${path}.messages`);
  const old: readonly StoredMessage[] = [row(NOON * 1000), [NOON * 1000 + 9, NOON - 5, '192.0.2.9', null, null, 'foreign', 'of marty'], [NOON * 1000 + 10, NOON, '192.0.2.9', 713167, 3, 'misfit', 'x']]; // prettier-ignore
  const day = await openWriter(`${path}.messages/2026-11-23.db`);
  await day.script(`CREATE TABLE message (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, "from" TEXT NOT NULL, messageId INTEGER, severity INTEGER, outcome TEXT NOT NULL, line TEXT NOT NULL) STRICT;
    CREATE INDEX message_by_message_id ON message (messageId); CREATE INDEX message_misfit ON message (id) WHERE outcome = 'misfit'; PRAGMA user_version = 1;`);
  for (const one of old) await day.run('INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)', one);
  await day.close();
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const check = async (more: readonly StoredMessage[]): Promise<void> => {
    assert.deepEqual(await store.messagesAfter(0, 100), [...old, ...more]);
    const { reads } = store;
    assert.deepEqual((await reads.messages({ limit: 9, messageId: 713167 })).messages, [old[2]]);
    assert.deepEqual((await reads.messages({ limit: 9, outcome: 'misfit' })).messages, [old[2]]);
    assert.deepEqual((await reads.messages({ limit: 9, user: ['marty'] })).messages, [old[1]]);
    assert.deepEqual(await reads.messagesWith({ messageIds: [713167, 113019], after: 0, before: NOON + 1, limit: 9 }), [old[0], old[2], ...more]); // prettier-ignore
  };
  await check([]);
  const next = row(NOON * 1000 + 11);
  await store.keep(packRows([next]));
  await check([next]);
});
