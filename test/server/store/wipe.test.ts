import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { pseudonymsOf, scrubOf } from '../../../server/domain/erasure.ts';
import { openReader, openWriter } from '../../../server/store/sqlite.ts';
import { emptyLog, overwriting, stands } from '../../../server/store/wipe.ts';
import { scratch } from './scratch.ts';

/** Bytes that are no text, as they stand before a text in a file of a database. */
const noise = Buffer.from([0x00, 0xc3, 0xff, 0xe2, 0x82, 0x9c, 0xf0]);
const CHUNK = 1024 * 1024;

const written = [
  ['HILL\\marty', JSON.stringify({ user: 'Hill\\Marty' })],
  ['o"neill', JSON.stringify(['O"Neill'])],
  ['müller', 'Username = MÜLLER, IP'],
  ['Ωmega', 'ωMEGA'],
  ['marty', 'MARTY'],
] as const;

for (const [name, text] of written)
  test(`the letters of ${name} are seen where ${text} stands in a file or its log, wherever it is cut`, async (t) => {
    const path = await scratch(t);
    const { needles } = scrubOf(name, pseudonymsOf('erased-0', [name]));
    for (const file of [path, `${path}-wal`])
      for (const before of [0, CHUNK - noise.length - 4, CHUNK - noise.length - 3]) {
        await writeFile(file, Buffer.concat([Buffer.alloc(before, 'x'), noise, Buffer.from(text), noise]));
        assert.equal(await stands(path, needles), true, `${before} bytes before it`);
        await writeFile(file, noise);
      }
    assert.equal(await stands(path, needles), false);
  });

test('a file that is looked through keeps the locks that SQLite has on it', async (t) => {
  const path = await scratch(t);
  const writer = await openWriter(path);
  t.after(() => writer.close());
  await writer.run('CREATE TABLE line (text)');
  await writer.run(`INSERT INTO line VALUES ('marty')`);
  const inode = String((await stat(path)).ino);
  // Linux lists them with process and inode.
  const locks = async (): Promise<number> =>
    (await readFile('/proc/locks', 'utf8')).split('\n').filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${inode} `)).length;
  const before = await locks();
  assert.ok(before > 0, 'whoever has a database open has a lock on it');
  assert.equal(await stands(path, ['marty']), true);
  assert.equal(await locks(), before);
}); // prettier-ignore

test('while a reader keeps a log from being emptied whoever writes has a turn between the tries', async (t) => {
  const path = await scratch(t);
  const writer = await openWriter(path);
  t.after(() => writer.close());
  await writer.run('CREATE TABLE line (text)');
  const reader = await openReader(path);
  t.after(() => reader.close());
  await reader.run('BEGIN');
  await reader.all('SELECT * FROM line');
  await writer.run(`INSERT INTO line VALUES ('marty')`);
  let tried = 0;
  await emptyLog(path, async (job) => {
    const done = await job(writer);
    tried += 1;
    if (tried === 1) {
      assert.ok((await stat(`${path}-wal`)).size > 0);
      await reader.run('COMMIT');
    }
    return done;
  });
  assert.ok(tried > 1);
  assert.equal((await stat(`${path}-wal`)).size, 0);
});

test('what is deleted is no more overwritten when the job is done, or has failed', async (t) => {
  const writer = await openWriter(await scratch(t));
  t.after(() => writer.close());
  const state = async () => Object.values((await writer.all('PRAGMA secure_delete'))[0] ?? {});
  assert.deepEqual(await overwriting(writer, state), [1]);
  assert.deepEqual(await state(), [0]);
  await assert.rejects(overwriting(writer, () => writer.run('DELETE FROM nothing')));
  assert.deepEqual(await state(), [0]);
});
