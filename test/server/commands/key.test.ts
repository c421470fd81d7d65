import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertPolled, startPolling } from './key-lab.ts';

test('the key is changed while a device is polled: no poll fails, and nothing is left under the old key', async (t) => {
  const { poll, rotate, keys, tunnelwatch, program } = await startPolling(t);
  const [before] = (await keys()).rows;
  const state = { isDone: false };
  let polls = 0;
  const polling = (async () => {
    while (!state.isDone) {
      assertPolled(await poll());
      polls += 1;
    }
  })();
  for (let turn = 0; turn < 10 || polls < 3; turn += 1) await rotate();
  const words = await tunnelwatch('key', 'rotate');
  state.isDone = true;
  await polling;
  const { rows, inFile } = await keys();
  assert.deepEqual([rows.length, inFile], [1, 1]);
  assert.notEqual(rows[0], before);
  assert.match(words, new RegExp(`^the key ${rows[0] ?? ''} has taken the place of [0-9a-f]{8};`));
  assertPolled(await poll());
  assert.match(
    await tunnelwatch('audit', 'show'),
    /command line \(this machine\) changed the key {2}\{"from":"[0-9a-f]{8}"/,
  );
  assert.match(await tunnelwatch('audit', 'verify'), /^the audit log is as it was written: \d{2,} rows/);
  assert.equal(await program().stop(), 0);
  assert.match(await tunnelwatch('key', 'rotate'), new RegExp(`has taken the place of ${rows[0] ?? ''};`));
});
