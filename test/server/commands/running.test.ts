import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Running } from '../../../server/commands/running.ts';

test('what was started is stopped in the opposite order, and a failure stops none of the others', async () => {
  const stopped: string[] = [];
  const running = new Running();
  for (const name of ['store', 'receiver', 'web']) {
    running.started(name, (thing) => {
      stopped.push(thing);
      return thing === 'receiver' ? Promise.reject(new Error('stuck')) : Promise.resolve();
    });
  }
  await assert.rejects(running.stop(), /stuck/);
  assert.deepEqual(stopped, ['web', 'receiver', 'store']);
  await running.stop();
  assert.equal(stopped.length, 3, 'nothing is stopped twice');
});
