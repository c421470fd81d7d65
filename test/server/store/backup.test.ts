import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile, cp, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { packRows } from '../../../collectors/syslog/packer.ts';
import { backUpClosed, checkFile, digest, type Manifest } from '../../../server/store/backup.ts';
import { DatabaseRefused } from '../../../server/store/migrate.ts';
import { openStore } from '../../../server/store/open.ts';
import { restoreBackup } from '../../../server/store/restore.ts';
import { openBare } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratch, setOf } from './scratch.ts';

const MICRO = 1000;
const DAY = 86_400_000;

/** Keeps a message of that moment and then says, as a commit does, that all up to it is taken in. */
async function say(store: Store, at: number, seq: number): Promise<void> {
  await store.keep(packRows([[at * MICRO, at, '192.0.2.1', 113039, 6, 'claim', `line ${seq}`]]));
  await store.commit(setOf({ collector: { name: 'syslog', epoch: 1, seq, lastMessage: at * MICRO } }));
}

async function linesOf(store: Store): Promise<readonly string[]> {
  return (await store.messagesAfter(0, 10_000)).map((row) => row[6]);
}

/** A database with a message on each of two days, and a backup of it. */
async function backedUp(t: TestContext): Promise<{ readonly path: string; readonly folder: string }> {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  await say(store, NOON - DAY, 1);
  await say(store, NOON, 2);
  const folder = join(dirname(path), 'kept', 'one');
  await store.backUp(folder);
  await store.close();
  return { path, folder };
}

test('a backup that is made while others write holds every message that its database has taken in, and holds nobody up', async (t) => {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  for (let n = 1; n <= 50; n += 1) await say(store, NOON + n, n);
  let [said, isOver] = [50, false];
  const before = said;
  const writing = (async () => {
    while (!isOver) await say(store, NOON + said + 1, (said += 1));
  })();
  const folder = join(dirname(path), 'kept', 'one');
  const manifest = await store.backUp(folder);
  const during = said - before;
  isOver = true;
  await writing;
  await store.close();
  assert.ok(during > 0, 'nothing was written meanwhile');
  assert.deepEqual(manifest.files.map(({ name }) => name), ['tunnelwatch.db', 'messages/2026-11-23.db']); // prettier-ignore

  const elsewhere = join(dirname(path), 'elsewhere.db');
  await restoreBackup(folder, elsewhere, NOON);
  const restored = await openStore({ path: elsewhere, now: () => NOON });
  t.after(() => restored.close());
  const last = (await restored.load(NOON, NOON)).collectors.find(({ name }) => name === 'syslog')?.seq ?? 0;
  assert.ok(last >= before, `${last} of ${before}`);
  const lines = await linesOf(restored);
  for (let n = 1; n <= last; n += 1) assert.ok(lines.includes(`line ${n}`), `line ${n} of ${last}`);
  t.diagnostic(`${during} messages were written meanwhile`);
});

test('a backup is for its user only, tells the SHA-256 of each file, and is whole without logs beside it', async (t) => {
  const { folder } = await backedUp(t);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  assert.equal(manifest.at, new Date(NOON).toISOString());
  assert.deepEqual(readdirSync(folder, { recursive: true }).map(String).sort(), [
    'manifest.json',
    'messages',
    'messages/2026-11-22.db',
    'messages/2026-11-23.db',
    'tunnelwatch.db',
  ]);
  for (const { name, bytes } of manifest.files) assert.equal(statSync(join(folder, name)).size, bytes, name);
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    const mode = statSync(join(folder, name)).mode & 0o777;
    assert.equal(mode, name === 'messages' ? 0o700 : 0o600, name);
  }
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(dirname(folder)), ['one']);
});

test('what cannot be written leaves nothing, and a second backup of the same name is refused', async (t) => {
  const { path, folder } = await backedUp(t);
  const before = readFileSync(join(folder, 'manifest.json'), 'utf8');
  await assert.rejects(backUpClosed(path, folder, NOON), /is there already/);
  assert.equal(readFileSync(join(folder, 'manifest.json'), 'utf8'), before);
  const damaged = `${path}.messages/2026-11-22.db`;
  await truncate(damaged, 5000);
  await assert.rejects(backUpClosed(path, `${folder}-two`, NOON), /malformed/);
  assert.deepEqual(readdirSync(dirname(folder)), ['one']);
});

test('a copy that is damaged inside is found by looking through it', async (t) => {
  const { folder } = await backedUp(t);
  const file = join(folder, 'tunnelwatch.db');
  assert.deepEqual((await checkFile(file)).keys, []);
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096 * 3, 4096 * 4);
  writeFileSync(file, bytes);
  await assert.rejects(checkFile(file), /damaged|malformed/);
});

test('what is restored takes the place of what was there, which is set aside as it was', async (t) => {
  const { path, folder } = await backedUp(t);
  const store = await openStore({ path, now: () => NOON });
  await say(store, NOON + 1, 3);
  await store.close();
  const { aside, erased } = await restoreBackup(folder, path, NOON);
  assert.deepEqual(erased, []);
  const named = `${path}.before-20261123T120000Z`;
  assert.deepEqual(aside, [named, `${named}.messages`]);
  for (const [at, wanted] of [
    [path, 2],
    [named, 3],
  ] as const) {
    // prettier-ignore
    const opened = await openStore({ path: at, now: () => NOON });
    assert.equal((await linesOf(opened)).length, wanted, at);
    await opened.close();
  }
  assert.ok(!existsSync(`${path}.restoring`));
});

test('a database that is damaged is set aside, too, and nobody knows who was erased', async (t) => {
  const { path, folder } = await backedUp(t);
  await writeFile(path, 'no database '.repeat(1000));
  const { aside, erased } = await restoreBackup(folder, path, NOON);
  assert.equal(erased, undefined);
  assert.match(readFileSync(aside[0] ?? '', 'utf8'), /^no database/);
  const opened = await openStore({ path, now: () => NOON });
  assert.equal((await linesOf(opened)).length, 2);
  await opened.close();
});

const spoilt: readonly (readonly [string, (folder: string) => Promise<void>, RegExp])[] = [
  [
    'a file that was changed since',
    (folder) => appended(join(folder, 'messages/2026-11-22.db')),
    /2026-11-22\.db: not as the backup was written/,
  ],
  ['no manifest that is one', (folder) => writeFile(join(folder, 'manifest.json'), '{'), /not the manifest/], // prettier-ignore
  ['a name that leads out of it', (folder) => changed(folder, '"messages/2026-11-22.db"', '"../messages/2026-11-22.db"'), /not the manifest/], // prettier-ignore
  ['a file that is missing', (folder) => changed(folder, '2026-11-22', '2026-11-21'), /ENOENT/],
];

for (const [what, spoil, wanted] of spoilt)
  test(`of a backup with ${what} nothing is restored, and what is there stays`, async (t) => {
    const { path, folder } = await backedUp(t);
    const before = readFileSync(path);
    await spoil(folder);
    await assert.rejects(restoreBackup(folder, path, NOON), wanted);
    assert.deepEqual(readFileSync(path), before);
    assert.ok(!existsSync(`${path}.restoring`));
    assert.deepEqual(readdirSync(dirname(path)).filter((name) => name.includes('before')), []); // prettier-ignore
  });

test('a backup of a newer program is refused by its schema', async (t) => {
  const { path, folder } = await backedUp(t);
  const newer = await openBare(path);
  await newer.script('PRAGMA user_version = 9999');
  await newer.close();
  await assert.rejects(backUpClosed(path, `${folder}-two`, NOON), DatabaseRefused);
  await cp(path, join(folder, 'tunnelwatch.db'));
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const files = [{ name: 'tunnelwatch.db', ...(await digest(path)) }];
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, files }));
  await assert.rejects(restoreBackup(folder, path, NOON), DatabaseRefused);
});

function appended(file: string): Promise<void> {
  return appendFile(file, 'x');
}

function changed(folder: string, from: string, to: string): Promise<void> {
  const file = join(folder, 'manifest.json');
  return writeFile(file, readFileSync(file, 'utf8').replace(from, to));
}
