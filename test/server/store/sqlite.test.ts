import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openBare, openReader, openWriter, SqlError, type Connection } from '../../../server/store/sqlite.ts';
import { countParameters } from '../../../server/store/statement.ts';
import { expectNoSilentChange } from './any-value.ts';
import { scratch } from './scratch.ts';

async function inMemory(test: TestContext): Promise<Connection> {
  const connection = await openBare(':memory:');
  test.after(() => connection.close());
  return connection;
}

test('a value of any type comes back from SQLite as it was given, or is refused', () => expectNoSilentChange(2_000));

test('an integer of 2^53 - 1 is exact in an INTEGER column and found again by its value', async (t) => {
  const connection = await inMemory(t);
  await connection.script('CREATE TABLE held (id INTEGER PRIMARY KEY, bytes INTEGER) STRICT');
  await connection.run('INSERT INTO held VALUES (?, ?)', [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1]);
  const rows = await connection.all(
    'SELECT id, CAST(bytes AS TEXT) AS bytes, typeof(bytes) AS kind FROM held WHERE id = ?',
    [Number.MAX_SAFE_INTEGER],
  );
  assert.deepEqual(rows, [{ id: Number.MAX_SAFE_INTEGER, bytes: '9007199254740990', kind: 'integer' }]);
});

test('what SQLite has and a number cannot hold exactly is refused when read', async (t) => {
  const connection = await inMemory(t);
  await assert.rejects(connection.all('SELECT 9007199254740993 AS bytes'), TypeError);
  await assert.rejects(connection.all(`SELECT x'00' AS bytes`), TypeError);
});

test('too few and too many values are refused', async (t) => {
  const connection = await inMemory(t);
  await assert.rejects(connection.all('SELECT ? AS a, ? AS b', [1]), RangeError);
  await assert.rejects(connection.all('SELECT ? AS a', [1, 2]), RangeError);
  assert.deepEqual(await connection.all('SELECT ? AS a', [1]), [{ a: 1 }]);
});

test('a second statement is refused, not dropped', async (t) => {
  const connection = await inMemory(t);
  await assert.rejects(connection.run('SELECT 1; SELECT 2'), SyntaxError);
  await connection.run('SELECT 1; -- the end ; of it\n ;');
});

test('parameters are counted outside of strings, names and comments only', () => {
  assert.equal(countParameters(`SELECT ?, '?', "?", [?], \`?\`, 'it''s ?' /* ? */ -- ?\n, ?`), 2);
  for (const sql of ['SELECT ?1', 'SELECT :a', 'SELECT @a', 'SELECT $a', 'SELECT 1\0', `SELECT ';'; DROP TABLE user`]) {
    assert.throws(() => countParameters(sql), SyntaxError, sql);
  }
});

test('a failed statement rejects with its code and its cause, and the handle goes on', async (t) => {
  const connection = await inMemory(t);
  await connection.script('CREATE TABLE held (id INTEGER PRIMARY KEY) STRICT; INSERT INTO held VALUES (1)');
  await assert.rejects(connection.run('INSERT INTO held VALUES (?)', [1]), (error) => {
    assert.ok(error instanceof SqlError && error.cause instanceof Error);
    assert.equal(error.code, 'SQLITE_CONSTRAINT');
    return true;
  });
  await assert.rejects(connection.run('INSERT INTO nowhere VALUES (1)'), SqlError);
  assert.equal(await connection.run('INSERT INTO held VALUES (?)', [2]), 1);
});

test('more statements than a handle keeps prepared all work, and it still closes', async () => {
  const connection = await openBare(':memory:');
  for (let n = 0; n < 200; n += 1) assert.deepEqual(await connection.all(`SELECT ${n} AS n`), [{ n }]);
  assert.deepEqual(await connection.all('SELECT 0 AS n'), [{ n: 0 }]);
  await connection.close();
});

test('a handle that reads cannot write, nor make a file', async (t) => {
  const path = await scratch(t);
  await assert.rejects(openReader(path), SqlError);
  const writer = await openWriter(path);
  await writer.script('CREATE TABLE held (id INTEGER PRIMARY KEY) STRICT');
  const reader = await openReader(path);
  await assert.rejects(reader.run('INSERT INTO held VALUES (1)'), { code: 'SQLITE_READONLY' });
  await reader.close();
  await writer.close();
});

test('the writer has the pragmas that safety rests on', async (t) => {
  const writer = await openWriter(await scratch(t));
  t.after(() => writer.close());
  const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'cell_size_check'];
  const values = await Promise.all(pragmas.map(async (name) => (await writer.all(`PRAGMA ${name}`))[0]?.[name]));
  assert.deepEqual(values, ['wal', 1, 1, 0, 1]);
});
