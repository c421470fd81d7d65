import assert from 'node:assert/strict';
import { test } from 'node:test';

import { derived } from '../../../server/access/key.ts';
import { backupActions } from '../../../server/commands/backup.ts';
import { erasures } from '../../../server/commands/erasing.ts';
import { lookingOnly } from '../../../server/commands/read-only.ts';
import { makeQueue } from '../../../server/store/queue.ts';

const manifest = { format: 1, at: '', schema: 1, keys: [], files: [] } as const;

test('an erasure waits for a backup, and the next backup for the erasure', async () => {
  const done: string[] = [];
  const inTurn = makeQueue();
  let finish = (): void => assert.fail('no backup was begun');
  const backUp = (folder: string) =>
    new Promise<typeof manifest>((whole) => {
      done.push(`begun ${folder}`);
      finish = () => {
        done.push('whole');
        whole(manifest);
      };
    });
  const erasing = erasures({
    ...{ inTurn, key: derived(new Uint8Array(32)), now: () => 0, inRecord: (work) => work() },
    store: {
      unfinishedErasures: () => {
        done.push('erasing');
        return Promise.resolve([]);
      },
      startErasure: () => assert.fail('nobody is erased'),
      finishErasure: () => assert.fail('nobody is erased'),
    },
  });
  const { backup } = backupActions({ backUp }, inTurn, () => 0);
  const first = backup({ folder: '/a' });
  const resumed = erasing.resume();
  const second = backup({ folder: '/b' });
  await turn();
  assert.deepEqual(done, ['begun /a/backup-19700101T000000Z']);
  finish();
  assert.equal((await first).path, '/a/backup-19700101T000000Z');
  await resumed;
  await turn();
  assert.deepEqual(done.slice(1), ['whole', 'erasing', 'begun /b/backup-19700101T000000Z']);
  finish();
  await second;
});

test('a folder that depends on where the server runs is refused, and a server without its key makes backups, too', async () => {
  const actions = backupActions({ backUp: () => Promise.resolve(manifest) }, makeQueue(), () => 0);
  for (const body of [{ folder: 'a' }, { folder: 1 }, {}]) await assert.rejects(actions.backup(body), /^UsageFault/);
  const looking = lookingOnly({ ...actions, 'device.add': () => Promise.resolve() }, 'there is no key');
  assert.deepEqual(await looking['backup']?.({ folder: '/a' }), { path: '/a/backup-19700101T000000Z', manifest });
  await assert.rejects(looking['device.add']?.({}) ?? Promise.resolve(), /read-only/);
});

function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
