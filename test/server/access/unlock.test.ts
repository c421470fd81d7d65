import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { hashName, nameForms } from '../../../server/access/names.ts';
import { derived, KeyRefused } from '../../../server/access/key.ts';
import { unlock, type Unlocked } from '../../../server/access/unlock.ts';
import { openStore } from '../../../server/store/open.ts';
import type { Store } from '../../../server/store/store.ts';
import { scratch } from '../store/scratch.ts';

interface Place {
  readonly store: Store;
  readonly keyFile: string;
  readonly unlock: (env?: Readonly<Record<string, string>>) => Promise<Unlocked>;
}

async function place(t: TestContext): Promise<Place> {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => 0 });
  t.after(() => store.close());
  const keyFile = `${path}.key`;
  return { store, keyFile, unlock: (env = {}) => unlock(store, { env, keyFile }) };
}

const base64 = (): string => randomBytes(32).toString('base64');
const lockedOf = (one: Unlocked): string => ('locked' in one ? one.locked : 'not locked');
const idOf = (one: Unlocked): string => ('key' in one ? one.key.id : 'locked');

test('the first start makes a key that only its owner can read, and the next one finds it', async (t) => {
  const { keyFile, unlock } = await place(t);
  const first = await unlock();
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  assert.equal(Buffer.from(readFileSync(keyFile, 'utf8'), 'base64').length, 32);
  assert.deepEqual(await unlock(), first);
});

test('a key that is missing is told, and none is made over what is sealed', async (t) => {
  const { keyFile, unlock } = await place(t);
  await unlock();
  rmSync(keyFile);
  assert.match(lockedOf(await unlock()), /^there is no key: put back the key .*\.key/);
  assert.equal(existsSync(keyFile), false);
});

test('another key, and a damaged one, are told, and left as they are', async (t) => {
  const { keyFile, store, unlock } = await place(t);
  await unlock();
  const before = await store.secrets();
  for (const text of [base64(), 'half a k', '']) {
    writeFileSync(keyFile, text);
    assert.match(lockedOf(await unlock()), /holds another key|: not a key/, text);
    assert.equal(readFileSync(keyFile, 'utf8'), text);
  }
  assert.match(lockedOf(await unlock({ TUNNELWATCH_KEY: base64() })), /^TUNNELWATCH_KEY holds another key/);
  assert.deepEqual(await store.secrets(), before);
});

test('a file that is no key is refused at the first start too, and not said again', async (t) => {
  const { keyFile, unlock, store } = await place(t);
  writeFileSync(keyFile, 'bm90IGEga2V5', { mode: 0o600 });
  await assert.rejects(unlock(), (fault) => fault instanceof KeyRefused && !fault.message.includes('bm90'));
  assert.deepEqual(await store.secrets(), []);
});

test('a key file that others can read is refused', async (t) => {
  const { keyFile, unlock } = await place(t);
  await unlock();
  for (const mode of [0o644, 0o640, 0o604, 0o620]) {
    chmodSync(keyFile, mode);
    await assert.rejects(unlock(), (fault) => fault instanceof KeyRefused && /0600 is wanted/.test(fault.message));
  }
  chmodSync(keyFile, 0o400);
  assert.notEqual(idOf(await unlock()), 'locked');
});

test('the credential comes before the variable, and the variable before the file', async (t) => {
  const { keyFile, unlock } = await place(t);
  const [credential, variable] = [base64(), base64()];
  const CREDENTIALS_DIRECTORY = join(dirname(keyFile), 'credentials');
  mkdirSync(CREDENTIALS_DIRECTORY);
  writeFileSync(join(CREDENTIALS_DIRECTORY, 'tunnelwatch.key'), `${credential}\n`);
  const both = { CREDENTIALS_DIRECTORY, TUNNELWATCH_KEY: variable };
  assert.equal(idOf(await unlock(both)), derived(Buffer.from(credential, 'base64')).id);
  assert.equal(existsSync(keyFile), false);
  assert.match(lockedOf(await unlock({ TUNNELWATCH_KEY: variable })), /another key/);
});

test('a name has the same token in either case and with blanks around it, and another one under another key', () => {
  const key = derived(Buffer.alloc(32, 7));
  const token = hashName(key, 'Marty');
  assert.match(token, /^~[\w-]{16}~1-7$/);
  assert.deepEqual(nameForms(key)(' marty'), [' marty', token]);
  assert.notEqual(hashName(derived(Buffer.alloc(32, 8)), 'Marty'), token);
  assert.deepEqual(nameForms(undefined)('marty'), ['marty']);
  const classes = ['1234567', '12345678', '12345678901', '123456789012', '1234567890123456', '😀😀😀😀'].map(
    (name) => hashName(key, name).split('~')[2],
  );
  assert.deepEqual(classes, ['1-7', '8-11', '8-11', '12-15', '16+', '1-7']);
});
