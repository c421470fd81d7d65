import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { DatabaseRefused, migrate, readMigrations } from '../../../server/store/migrate.ts';
import { openStore } from '../../../server/store/open.ts';
import { openBare, openReader, openWriter } from '../../../server/store/sqlite.ts';
import { NOON, scratch } from './scratch.ts';

const now = (): number => NOON;

/** Makes a database by script, as another program would. */
async function make(path: string, sql: string): Promise<void> {
  const connection = await openBare(path);
  await connection.script(sql);
  await connection.close();
}

async function expectRefused(path: string, words: RegExp): Promise<void> {
  const before = readFileSync(path);
  await assert.rejects(openStore({ path, now }), (error) => {
    assert.ok(error instanceof DatabaseRefused);
    assert.match(error.message, words);
    return true;
  });
  assert.ok(before.equals(readFileSync(path)), 'the file is as it was');
}

test('a database of a newer Tunnelwatch is refused and left as it is', async (t) => {
  const path = await scratch(t);
  await (await openStore({ path, now })).close();
  await make(path, 'PRAGMA user_version = 99');
  await expectRefused(path, /schema 99 was made by a newer Tunnelwatch/);
});

test('a database of another program and a file that is none are refused and left as they are', async (t) => {
  const path = await scratch(t);
  await make(path, 'CREATE TABLE theirs (id INTEGER)');
  await expectRefused(path, /not one of Tunnelwatch/);
  writeFileSync(path, 'a letter to a friend, longer than the header of a database. '.repeat(10));
  await expectRefused(path, /not a database/);
});

test('an empty file becomes a database', async (t) => {
  const path = await scratch(t);
  writeFileSync(path, '');
  await (await openStore({ path, now })).close();
  await (await openStore({ path, now })).close();
});

test('the schema is made of STRICT tables only, and says whose it is', async (t) => {
  const path = await scratch(t);
  await (await openStore({ path, now })).close();
  const reader = await openReader(path);
  t.after(() => reader.close());
  const loose = await reader.all(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
  );
  assert.deepEqual(loose, []);
  assert.deepEqual(await reader.all('PRAGMA user_version'), [{ user_version: readMigrations().length }]);
});

test('a migration that fails leaves nothing of itself, and those before it stay', async (t) => {
  const path = await scratch(t);
  const writer = await openWriter(path);
  t.after(() => writer.close());
  const first = { version: 1, name: '0001_a.sql', sql: 'CREATE TABLE a (id INTEGER) STRICT;' };
  const wrong = {
    version: 2,
    name: '0002_b.sql',
    sql: 'CREATE TABLE b (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);',
  };
  await assert.rejects(migrate(writer, [first, wrong]), /0002_b\.sql failed/);
  assert.deepEqual(await writer.all('SELECT name FROM sqlite_schema'), [{ name: 'a' }]);
  assert.deepEqual(await writer.all('PRAGMA user_version'), [{ user_version: 1 }]);
  await migrate(writer, [first, { ...wrong, sql: 'CREATE TABLE b (id INTEGER) STRICT' }]);
  assert.deepEqual(await writer.all('PRAGMA user_version'), [{ user_version: 2 }]);
});

test('a database from before firewalls were known opens with its sessions and attempts, which tell of none', async (t) => {
  const path = await scratch(t);
  const writer = await openWriter(path);
  await migrate(writer, readMigrations().slice(0, 11));
  await writer.script(`
    INSERT INTO device (id, name, state, addedAt) VALUES (1, 'asa', 'adopted', 1);
    INSERT INTO user (id, name, folded) VALUES (1, 'marty', 'marty');
    INSERT INTO session (id, device, user, publicIp, protocol, state, start, startIs, seenAt, clientType, tunnels, "from")
      VALUES (7, 1, 1, '198.51.100.23', 'ikev1', 'active', 5, 'seen', 6, 'WinNT', '[]', '{}');
    INSERT INTO attempt (id, device, publicIp, start, seenAt, stage, outcome) VALUES (6, 1, '198.51.100.23', 4, 6, 'phase2', 'succeeded');`);
  await writer.close();
  const store = await openStore({ path, now });
  t.after(() => store.close());
  const { session } = (await store.reads.session(7)) ?? {};
  assert.deepEqual([session?.user, session?.clientType, session && 'firewall' in session], ['marty', 'WinNT', false]);
  const attempt = (await store.reads.attempt(6))?.attempt;
  assert.deepEqual([attempt?.outcome, attempt && 'firewallMismatch' in attempt], ['succeeded', false]);
});

test('migrations with a gap in their numbers, or a name that is none, stop the start', async (t) => {
  const folder = `${dirname(await scratch(t))}/migrations/`;
  mkdirSync(folder);
  writeFileSync(`${folder}0001_a.sql`, '');
  writeFileSync(`${folder}0003_c.sql`, '');
  assert.throws(() => readMigrations(pathToFileURL(folder)), /0003_c\.sql: migration number 2 is wanted/);
  writeFileSync(`${folder}0002 b.sql`, '');
  assert.throws(() => readMigrations(pathToFileURL(folder)), /0002 b\.sql/);
});

test('an event can be neither changed nor deleted', async (t) => {
  const path = await scratch(t);
  await (await openStore({ path, now })).close();
  const writer = await openWriter(path);
  t.after(() => writer.close());
  await writer.script(`
    INSERT INTO device (id, name, state, addedAt) VALUES (1, 'asa', 'adopted', 1);
    INSERT INTO event VALUES (1, 1, 1, 'syslog', 'address.freed', 1, NULL, NULL, '{}', '[]');`);
  await assert.rejects(writer.run('UPDATE event SET at = 2'), /events are never changed/);
  await assert.rejects(writer.run('DELETE FROM event'), /events are never deleted/);
});
