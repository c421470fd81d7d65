import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { openDatabase } from '../../../server/store/database.ts';
import { openDays } from '../../../server/store/days.ts';
import { readMigrations, DatabaseRefused } from '../../../server/store/migrate.ts';
import { restoreBackup } from '../../../server/store/restore.ts';
import { openBare, openWriter } from '../../../server/store/sqlite.ts';
import { NOON, scratch } from './scratch.ts';

const now = (): number => NOON;
const migrations = readMigrations();
const older = migrations.slice(0, -1);

/** A database of the version before, with a device in it and a message day beside it. */
async function olderDatabase(t: TestContext): Promise<string> {
  const path = await scratch(t);
  const database = await openDatabase({ path, now, migrations: older });
  await database.run(`INSERT INTO device (name, state, addedAt) VALUES ('asa', 'adopted', 1)`);
  await database.close();
  mkdirSync(`${path}.messages`);
  writeFileSync(join(`${path}.messages`, '2026-11-23.db'), 'a day');
  return path;
}

/** Of the file and of its log: an empty one, which whoever only looks leaves behind, is as none. */
const hashes = (path: string): readonly string[] =>
  ['', '-wal'].map((suffix) => {
    const bytes = existsSync(path + suffix) ? readFileSync(path + suffix) : Buffer.alloc(0);
    return bytes.length === 0 ? 'none' : createHash('sha256').update(bytes).digest('hex');
  });

test('SYNCHRONOUS reaches the handles that write, of the database and of message days', async (t) => {
  const path = await scratch(t);
  for (const [sync, told] of [
    ['normal', 1],
    ['full', 2],
    [undefined, 1],
  ] as const) {
    // prettier-ignore
    const database = await openDatabase({ path, now, sync });
    assert.deepEqual(await database.all('PRAGMA synchronous'), [{ synchronous: told }]);
    await database.close();
    const days = openDays(`${path}.messages`, sync);
    const found = await days.lend('2026-11-23', (writer) => writer.all('PRAGMA synchronous'));
    await days.close();
    assert.deepEqual(found, [{ synchronous: told }]);
  }
});

test('before a database is brought up to date there is a backup of it, which can be restored and leaves the message days', async (t) => {
  const path = await olderDatabase(t);
  const told: string[] = [];
  await (await openDatabase({ path, now, tell: (words) => told.push(words) })).close();
  const [name = '', ...others] = readdirSync(`${path}.backups`);
  assert.deepEqual([name, others], [`schema-${older.length}-20261123T120000Z`, []]);
  assert.match(told.join(), new RegExp(`from schema ${older.length} to ${migrations.length}; .*${name}`));
  await (await openDatabase({ path, now, tell: () => assert.fail('nothing was done') })).close();

  const { manifest, aside } = await restoreBackup(join(`${path}.backups`, name), path, NOON + 1000);
  assert.equal(manifest.schema, older.length);
  assert.ok(aside.every((file) => !file.endsWith('.messages')));
  assert.deepEqual(readdirSync(`${path}.messages`), ['2026-11-23.db']);
  const restored = await openBare(path);
  assert.deepEqual(await restored.all('SELECT name FROM device'), [{ name: 'asa' }]);
  assert.deepEqual(await restored.all('PRAGMA user_version'), [{ user_version: older.length }]);
  await restored.close();
});

test('of starts that fail again and again one backup stays', async (t) => {
  const path = await olderDatabase(t);
  const wrong = [...older, { version: older.length + 1, name: '9999_x.sql', sql: 'INSERT INTO nowhere VALUES (1)' }];
  for (const at of [NOON, NOON + 1000, NOON + 2000])
    await assert.rejects(openDatabase({ path, now: () => at, migrations: wrong }), /9999_x\.sql failed/);
  assert.deepEqual(readdirSync(`${path}.backups`), [`schema-${older.length}-20261123T120002Z`]);
});

test('without room for that backup the database is left as it is, in words that say why', async (t) => {
  const path = await olderDatabase(t);
  const before = hashes(path);
  // A folder that cannot be made stands for a disk that is full.
  const backups = join(dirname(path), 'a file', 'backups');
  writeFileSync(dirname(backups), '');
  await assert.rejects(openDatabase({ path, now, backups }), (error: Error) => {
    assert.match(error.message, /no backup of it could be made in .*, so it was left as it is/);
    assert.match(String(error.cause), /ENOTDIR/);
    return true;
  });
  assert.deepEqual(hashes(path), before);
});

test('a damaged database is not brought up to date: its backup could not be verified', async (t) => {
  const path = await olderDatabase(t);
  const bytes = readFileSync(path);
  bytes.fill(0xa5, bytes.length - 2 * 4096);
  writeFileSync(path, bytes);
  const before = hashes(path);
  await assert.rejects(openDatabase({ path, now }), /no backup of it could be made/);
  assert.deepEqual(hashes(path), before);
  assert.deepEqual(readdirSync(`${path}.backups`), []);
});

test('a newer database is left as it is, with what its log holds', async (t) => {
  const path = await scratch(t);
  await (await openDatabase({ path, now })).close();
  // The handle stays open meanwhile: as after a crash all of it is in the log.
  const newer = await openWriter(path);
  await newer.script(`PRAGMA user_version = ${migrations.length + 1}`);
  const before = hashes(path);
  assert.notEqual(before[1], 'none');
  await assert.rejects(openDatabase({ path, now }), DatabaseRefused);
  assert.deepEqual(hashes(path), before);
  await newer.close();
});
