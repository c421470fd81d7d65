import assert from 'node:assert/strict';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { packRows } from '../../../collectors/syslog/packer.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { GapRow } from '../../../server/domain/feed.ts';
import { mend, mendedBefore, noteDamage, type Mended } from '../../../server/store/mend.ts';
import { openStore } from '../../../server/store/open.ts';
import { NOON, scratch } from './scratch.ts';
import { flip, makeEstate, MESSAGE, readEstate } from './estate.ts';

const TODAY = '2026-11-23';

async function mended(main: string): Promise<readonly Mended[]> {
  return mend({ main, now: NOON, onFault: (fault) => assert.fail(String(fault)) });
}

async function estate(t: TestContext, options?: Parameters<typeof makeEstate>[1]): Promise<string> {
  const main = await scratch(t);
  await makeEstate(main, options);
  return main;
}

test('what is whole is left alone', async (t) => {
  const main = await estate(t);
  const before = readFileSync(main);
  assert.deepEqual(await mended(main), []);
  assert.ok(before.equals(readFileSync(main)));
  assert.deepEqual(await readEstate(main), { devices: ['asa'], messages: [MESSAGE] });
});

test('of a damaged database the last good backup takes the place, what was there lies beside it, and it is told until the note is gone', async (t) => {
  const main = await estate(t, { backups: [1, 2] });
  // The latest backup is damaged as well: the one before it is good.
  flip(join(`${main}.backups`, 'two', 'tunnelwatch.db'), 5000);
  flip(main, 30);
  const damaged = readFileSync(main);
  const faults: unknown[] = [];
  const [one, ...others] = await mend({ main, now: NOON, onFault: (fault) => faults.push(fault) });
  assert.deepEqual([others, one?.path, basename(one?.backup?.folder ?? '')], [[], main, 'one']);
  assert.match(String(faults), /not as the backup was written/);
  assert.ok(damaged.equals(readFileSync(`${main}.damaged-20261123T120000Z`)));
  assert.deepEqual(
    await readEstate(main),
    { devices: ['asa'], messages: [MESSAGE] },
    'messages are not of the database',
  );
  const notes = await mendedBefore(main);
  assert.deepEqual([...notes.values()], [one]);
  for (const note of notes.keys()) await rm(note);
  assert.equal((await mendedBefore(main)).size, 0);
});

test('where there is no backup it is begun anew, and what is gone is a gap', async (t) => {
  const main = await estate(t);
  truncateSync(main, 4096);
  const [one] = await mended(main);
  assert.deepEqual([one?.backup, one?.gap], [undefined, { from: Date.UTC(2026, 10, 23), to: NOON }]);
  assert.deepEqual(await readEstate(main), { devices: [], messages: [MESSAGE] });
});

test('a database that is gone, while its message days are there, is put back', async (t) => {
  const main = await estate(t, { backups: [1] });
  await rm(main);
  assert.equal((await mended(main))[0]?.why, 'it is gone');
  assert.deepEqual((await readEstate(main)).devices, ['asa']);
});

test('a file that never was ours, and a database of a newer program, are left as they are', async (t) => {
  const main = await scratch(t);
  writeFileSync(main, 'a letter to a friend, longer than the header of a database. '.repeat(10));
  const letter = readFileSync(main);
  assert.deepEqual(await mended(main), []);
  assert.ok(letter.equals(readFileSync(main)));
});

test('a damaged message day is set aside, and its day is a gap', async (t) => {
  const main = await estate(t);
  flip(join(`${main}.messages`, `${TODAY}.db`), 20);
  const [one] = await mended(main);
  assert.deepEqual(one?.gap, { from: Date.UTC(2026, 10, 23), to: NOON });
  assert.ok(existsSync(join(`${main}.messages`, `${TODAY}.db.damaged-20261123T120000Z`)));
  assert.deepEqual(await readEstate(main), { devices: ['asa'], messages: [] });
});

test('a day that turns out to be damaged while messages are kept in it is set aside, and the messages are kept in a new one', async (t) => {
  const main = await estate(t);
  const day = join(`${main}.messages`, `${TODAY}.db`);
  const bytes = readFileSync(day);
  writeFileSync(day, bytes.fill(0xa5, 4096));
  const told: Mended[] = [];
  const store = await openStore({ path: main, now: () => NOON, onMended: (one) => told.push(one) });
  t.after(() => store.close());
  const next: StoredMessage = [NOON * 1000 + 5, NOON, '192.0.2.1', 113019, 4, 'claim', 'the next'];
  await store.keep(packRows([next]));
  assert.deepEqual(await store.messagesAfter(0, 10), [next]);
  assert.equal(told.length, 1);
  const { gaps } = await store.load(NOON, NOON);
  assert.deepEqual(gaps, [told[0]?.gap] as readonly GapRow[]);
});

test('a database that turns out to be damaged while it is used is told of, and all of it is looked through at the next start', async (t) => {
  const main = await estate(t, { backups: [1], large: true });
  // In the middle of a large table, where a start does not look.
  const at = Math.floor(readFileSync(main).length / 2 / 4096) * 4096;
  writeFileSync(main, readFileSync(main).fill(0xa5, at, at + 4096));
  assert.deepEqual(await mended(main), []);
  let met: unknown;
  const store = await openStore({ path: main, now: () => NOON, onDamage: (cause) => (met = cause) });
  await store.look();
  await store.close();
  assert.ok(met instanceof Error);
  await noteDamage(main, met.message);
  const [one] = await mended(main);
  assert.equal(one?.backup?.folder, join(`${main}.backups`, 'one'));
  assert.equal(existsSync(`${main}.damage`), false, 'the next start has no reason to look through all of it');
});

test('a backup whose restoring was cut off between two names is gone on with', async (t) => {
  const main = await estate(t, { backups: [1] });
  await cp(main, join(dirname(main), 'tunnelwatch.db.damaged-20261123T115959Z'));
  await rm(main);
  assert.deepEqual((await mended(main)).length, 1);
  assert.deepEqual((await readEstate(main)).devices, ['asa']);
});
