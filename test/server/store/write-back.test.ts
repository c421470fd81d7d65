import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CHECKPOINT_PAGES, openWriter, writeBack } from '../../../server/store/sqlite.ts';
import { createLogKeeper, pagesLeft } from '../../../server/store/write-back.ts';

test('a log that has become long is written back while its writer has it open, and once at a time', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'x.db');
  assert.equal(pagesLeft(path), 0, 'there is no such file yet');
  const writer = await openWriter(path);
  t.after(() => writer.close());
  await writer.script('CREATE TABLE x (id INTEGER PRIMARY KEY, text TEXT)');
  const fill = (pages: number) =>
    writer.run(
      `INSERT INTO x (text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT hex(randomblob(2000)) FROM n`,
      [pages],
    );
  let times = 0;
  const logs = createLogKeeper(async (file) => {
    times += 1;
    await writeBack(file);
  });
  await fill(1000);
  logs.look(path);
  assert.equal(times, 0, 'short yet');
  await fill(1300);
  const before = pagesLeft(path);
  assert.ok(before >= CHECKPOINT_PAGES / 2 && before < CHECKPOINT_PAGES, String(before));
  logs.look(path);
  logs.look(path);
  await logs.done();
  assert.deepEqual([times, pagesLeft(path)], [1, 0]);
});

test('what cannot be written back is tried again, and left to the one who writes next', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'x.db');
  const writer = await openWriter(path);
  t.after(() => writer.close());
  await writer.script(`CREATE TABLE x (text TEXT);
    INSERT INTO x WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2200) SELECT hex(randomblob(2000)) FROM n`);
  let times = 0;
  const logs = createLogKeeper(() => {
    times += 1;
    return Promise.reject(new Error('the disk is full'));
  });
  logs.look(path);
  await logs.done();
  logs.look(path);
  await logs.done();
  assert.equal(times, 2);
});
