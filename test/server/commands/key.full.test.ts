import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertPolled, startPolling, type Polling } from './key-lab.ts';

const KILLS = 25;

test('a program that is killed while the key is changed starts with all that was sealed, and one key', async (t) => {
  const { poll, rotate, keys, inFile, program, startAgain, tunnelwatch } = await startPolling(t);
  let [halfway, changed] = [0, 0];
  for (let turn = 0; turn < KILLS; turn += 1) {
    // Changed over and over until the process is gone: the kill falls anywhere between file and database.
    const rotating = (async () => {
      for (;;) await rotate();
    })();
    const ended = rotating.catch((fault: unknown) => fault);
    if (turn % 2 === 0) await changedTimes(keys, 1 + (turn % 4));
    else await addedToFile(inFile);
    await program().kill();
    assert.ok((await ended) instanceof Error);
    const left = await keys();
    assert.equal(left.rows.length, 1);
    if (left.inFile === 2) halfway += 1;
    await startAgain();
    const after = await keys();
    assert.deepEqual([after.rows.length, after.inFile], [1, 1]);
    if (after.rows[0] !== left.rows[0]) changed += 1;
    assertPolled(await poll());
  }
  assert.match(await tunnelwatch('audit', 'verify'), /^the audit log is as it was written/);
  process.stdout.write(`FIGURES ${JSON.stringify({ kills: KILLS, halfway, broughtToItsEnd: changed, lost: 0 })}\n`);
});

/** Resolves when the rows have been seen under so many new keys. */
async function changedTimes(keys: Polling['keys'], times: number): Promise<void> {
  let before = (await keys()).rows;
  for (let seen = 0; seen < times;) {
    const { rows } = await keys();
    if (rows[0] === before[0]) continue;
    before = rows;
    seen += 1;
  }
}

/** Resolves as soon as a new key stands in the file: the database has hardly got it yet. */
async function addedToFile(inFile: Polling['inFile']): Promise<void> {
  while (inFile() === 2) await new Promise(setImmediate);
  while (inFile() === 1) await new Promise(setImmediate);
}
