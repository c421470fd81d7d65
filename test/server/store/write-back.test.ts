import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWriter, writeBack } from '../../../server/store/sqlite.ts';
import { createLogKeeper } from '../../../server/store/write-back.ts';

const MIB = 1024 * 1024;

test('what was written is written back while its writer has the file open, once at a time', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'x.db');
  const writer = await openWriter(path);
  t.after(() => writer.close());
  await writer.script(`CREATE TABLE x (text TEXT);
    INSERT INTO x WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT hex(randomblob(2000)) FROM n`);
  let times = 0;
  const logs = createLogKeeper(async (file) => {
    times += 1;
    await writeBack(file);
  });
  const before = statSync(path).size;
  logs.wrote(path, 2 * MIB);
  assert.equal(times, 0, 'little yet');
  logs.wrote(path, 2 * MIB);
  logs.wrote(path, 9 * MIB);
  await logs.done();
  assert.equal(times, 1);
  assert.ok(statSync(path).size > before + 3 * MIB, 'it stands in the file itself');
  logs.wrote(path, 0);
  await logs.done();
  assert.equal(times, 2, 'what came meanwhile is not forgotten');
});

test('what cannot be written back is tried again when more was written', async () => {
  let times = 0;
  const logs = createLogKeeper(() => {
    times += 1;
    return Promise.reject(new Error('the disk is full'));
  });
  for (let n = 0; n < 3; n += 1) {
    logs.wrote('x', 4 * MIB);
    await logs.done();
  }
  assert.equal(times, 3);
});
