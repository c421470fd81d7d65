import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';

import { createAudit } from '../../../server/access/audit.ts';
import { openChannel, sealChannel } from '../../../server/access/channel-secrets.ts';
import { openLogin, sealLogin } from '../../../server/access/device-login.ts';
import { addKey, type Key } from '../../../server/access/key.ts';
import { hashName } from '../../../server/access/names.ts';
import { holdKey, type HeldKey } from '../../../server/access/rotate.ts';
import { seal, unseal } from '../../../server/access/seal.ts';
import { openSnmp, sealSnmp } from '../../../server/access/snmp-secrets.ts';
import { unlock } from '../../../server/access/unlock.ts';
import { openStore } from '../../../server/store/open.ts';
import { KeyChanged } from '../../../server/store/secret.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratch } from '../store/scratch.ts';

const LOGIN = { password: 'flux capacitor', enable: 'great scott' };
const SEED = { owner: 'account:1', field: 'totp' };

interface Lab {
  readonly store: Store;
  readonly keyFile: string;
  readonly held: HeldKey;
  /** What the next start unlocks. */
  readonly restart: (env?: Readonly<Record<string, string>>) => Promise<Key>;
}

/** A database with a secret of every kind. */
async function lab(t: TestContext, env: Readonly<Record<string, string>> = {}): Promise<Lab> {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const keyFile = `${path}.key`;
  const restart = async (now = env): Promise<Key> => {
    const unlocked = await unlock(store, { env: now, keyFile });
    return 'key' in unlocked ? unlocked.key : assert.fail(unlocked.locked);
  };
  const held = holdKey(store, await restart(), { env, keyFile });
  const secrets = [
    ...sealLogin(held.key, 1, LOGIN),
    ...sealSnmp(held.key, 1, { community: 'hoverboard' }),
    ...sealChannel(held.key, 1, { url: 'https://hooks.example/T0KEN' }),
    seal(held.key, SEED, 'GEZDGNBVGY3TQOJQ'),
  ];
  for (const one of secrets) await store.putSecret(one);
  await createAudit(store, held.key).note({ at: NOON, by: 'docbrown', from: null, kind: 'login' });
  return { store, keyFile, held, restart };
}

const base64 = (): string => randomBytes(32).toString('base64');
const linesOf = (keyFile: string): readonly string[] => readFileSync(keyFile, 'utf8').trim().split('\n');

/** Everything opens with the key, and nothing is kept under any other. */
async function assertAll({ store }: Lab, key: Key): Promise<void> {
  const secrets = await store.secrets();
  assert.deepEqual(secrets.filter(({ keyId }) => keyId !== key.id), []); // prettier-ignore
  const alone = { id: key.id, seal: key.seal, names: key.names };
  assert.deepEqual(openLogin(alone, 1, secrets), LOGIN);
  assert.deepEqual(openSnmp(alone, 1, secrets), { community: 'hoverboard' });
  assert.deepEqual(openChannel(alone, 1, secrets), { url: 'https://hooks.example/T0KEN' });
  const seed = secrets.find(({ owner }) => owner === SEED.owner);
  assert.equal(seed && unseal(alone, seed), 'GEZDGNBVGY3TQOJQ');
  assert.equal((await createAudit(store, alone).verify()).fault, undefined);
}

test('a new key seals everything, names are hashed as before, and the next start finds it', async (t) => {
  const there = await lab(t);
  const { held, keyFile, restart } = there;
  const [id, name] = [held.key.id, hashName(held.key, 'marty')];
  const [before] = linesOf(keyFile);
  for (let turn = 0; turn < 3; turn += 1) {
    const was = held.key.id;
    assert.deepEqual(await held.rotate(), { from: was, to: held.key.id });
    await assertAll(there, held.key);
  }
  assert.notEqual(held.key.id, id);
  assert.equal(hashName(held.key, 'marty'), name);
  assert.equal(linesOf(keyFile).length, 1);
  assert.notEqual(linesOf(keyFile)[0], before);
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  const next = await restart();
  await assertAll(there, next);
  assert.deepEqual([next.id, hashName(next, 'marty')], [held.key.id, name]);
});

test('nobody who opens or keeps a secret meanwhile fails, and none is left under the old key', async (t) => {
  const there = await lab(t);
  const { store, held } = there;
  let isDone = false;
  let [polls, failed, kept, again] = [0, 0, 0, 0];
  const poll = async (): Promise<void> => {
    while (!isDone) {
      // As the collectors do.
      const login = openLogin(held.key, 1, await store.secrets());
      polls += 1;
      if (login?.password !== LOGIN.password) failed += 1;
    }
  };
  const keep = async (): Promise<void> => {
    while (!isDone) {
      for (const one of sealLogin(held.key, 1, LOGIN))
        await store.putSecret(one).then(
          () => (kept += 1),
          (fault: unknown) => {
            if (!(fault instanceof KeyChanged)) throw fault;
            again += 1;
          },
        );
    }
  };
  const audit = createAudit(store, held.key);
  const note = async (): Promise<void> => {
    while (!isDone) await audit.note({ at: NOON, by: 'docbrown', from: null, kind: 'login' });
  };
  const work = Promise.all([poll(), poll(), keep(), note()]);
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.all([held.rotate(), held.rotate()]);
    const ids = new Set((await store.secrets()).map(({ keyId }) => keyId));
    assert.deepEqual([...ids], [held.key.id]);
  }
  isDone = true;
  await work;
  assert.ok(polls > 20 && kept > 0, `${polls} polls, ${kept} kept, ${again} to be kept again`);
  assert.equal(failed, 0);
  await assertAll(there, held.key);
});

test('whatever ends it between file and database, the next start has all, and one key', async (t) => {
  const there = await lab(t);
  const { held, keyFile, restart, store } = there;
  const name = hashName(held.key, 'marty');
  // Ended after the file was written, before the database was.
  const next = await addKey(keyFile, held.key);
  assert.equal(linesOf(keyFile).length, 2);
  const finished = await restart();
  assert.deepEqual([finished.id, hashName(finished, 'marty'), linesOf(keyFile).length], [next.id, name, 1]);
  await assertAll(there, finished);
  // Ended after the database was written, before the old key was taken out.
  const last = await addKey(keyFile, finished);
  const both = readFileSync(keyFile, 'utf8');
  await holdKey(store, finished, { env: {}, keyFile }).rotate();
  writeFileSync(keyFile, both);
  const after = await restart();
  assert.deepEqual([after.id, hashName(after, 'marty'), linesOf(keyFile).length], [last.id, name, 1]);
  await assertAll(there, after);
});

test('a change that the database refuses leaves the old key in use, and may be tried again', async (t) => {
  const there = await lab(t);
  const { store, held, keyFile } = there;
  const full: Pick<Store, 'resealSecrets'> = {
    resealSecrets: (reseal) =>
      store.resealSecrets((all) => {
        reseal(all);
        throw new Error('disk full');
      }),
  };
  const unlucky = holdKey(full, held.key, { env: {}, keyFile });
  const { id } = held.key;
  await assert.rejects(unlucky.rotate(), /disk full/);
  await assert.rejects(unlucky.rotate(), /disk full/);
  assert.equal(unlucky.key.id, id);
  await assertAll(there, unlucky.key);
  const [begun] = linesOf(keyFile);
  await held.rotate();
  assert.deepEqual(linesOf(keyFile), [begun]);
  await assertAll(there, held.key);
});

test('a secret that does not open keeps the key from being changed, and is named', async (t) => {
  const { store, held } = await lab(t);
  const [one] = await store.secrets();
  assert.ok(one);
  await store.putSecret({ ...one, owner: 'device:7', field: 'password' });
  await assert.rejects(held.rotate(), /secret of device:7 \(password\) does not open/);
});

test('a key that is not in our file is changed by hand: the new one before the old one, and a restart', async (t) => {
  const old = base64();
  const there = await lab(t, { TUNNELWATCH_KEY: old });
  const { held, restart } = there;
  await assert.rejects(held.rotate(), /TUNNELWATCH_KEY is not ours to write: put a new key/);
  await assertAll(there, held.key);
  const next = base64();
  const started = await restart({ TUNNELWATCH_KEY: `${next} ${old}` });
  await assertAll(there, started);
  assert.notEqual(started.id, held.key.id);
  assert.equal(hashName(started, 'marty'), hashName(held.key, 'marty'));
  await assertAll(there, await restart({ TUNNELWATCH_KEY: `${next} ${old}` }));
  assert.equal((await restart({ TUNNELWATCH_KEY: next })).id, started.id);
});
