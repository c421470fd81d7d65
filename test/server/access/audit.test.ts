import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test, type TestContext } from 'node:test';

import { createAudit, type Audit, type Verified } from '../../../server/access/audit.ts';
import { derived, type Key } from '../../../server/access/key.ts';
import type { AuditNote } from '../../../server/domain/access/audit.ts';
import { openStore } from '../../../server/store/open.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratch } from '../store/scratch.ts';
import { tamperings } from './tamper.ts';

interface Lab {
  readonly store: Store;
  readonly key: Key;
  readonly audit: Audit;
  /** Does to the file what somebody with access to it could do, and tells what verifying finds. */
  readonly tampered: (sql: string) => Promise<Verified>;
}

async function lab(t: TestContext): Promise<Lab> {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const key = derived(randomBytes(32));
  const audit = createAudit(store, key);
  return {
    store,
    key,
    audit,
    tampered: async (sql) => {
      const file = await openWriter(path);
      await file.script(sql);
      await file.close();
      return audit.verify();
    },
  };
}

const note = (i: number, told: Partial<AuditNote> = {}): AuditNote => ({
  at: NOON + i,
  by: 'docbrown',
  from: '192.0.2.1',
  kind: 'exported',
  about: { rows: i },
  ...told,
});

async function noted(audit: Audit, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) await audit.note(note(i));
}

test('a log that nobody touched is whole, from none to more than a page of rows', async (t) => {
  const { audit } = await lab(t);
  assert.deepEqual(await audit.verify(), { rows: 0, hash: '', erased: 0 });
  await noted(audit, 3);
  const third = await audit.verify();
  await Promise.all(Array.from({ length: 1_100 }, (_, i) => audit.note(note(i))));
  const later = await audit.verify();
  assert.equal(later.rows, 1_103);
  assert.equal(later.fault, undefined);
  assert.notEqual(later.hash, third.hash);
});

test('of 500 rows each is missed, and seen to be changed or moved', () => {
  const { tried, unseen } = tamperings(500, 1);
  assert.deepEqual(unseen, []);
  assert.ok(tried >= 500 * 10, `${tried} tries`);
});

const damages: readonly (readonly [what: string, sql: string, fault: RegExp])[] = [
  ['changed', "UPDATE audit SET by = 'einstein' WHERE seq = 7", /^row 7 was changed/],
  ['removed', 'DELETE FROM audit WHERE seq = 7', /^row 7 is missing/],
  ['removed, and the gap closed', 'DELETE FROM audit WHERE seq = 7; UPDATE audit SET seq = seq - 1 WHERE seq > 7', /^row 7 was changed, or is not in its place/], // prettier-ignore
  ['exchanged', 'UPDATE audit SET seq = -1 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE seq = -1', /^row 7 was changed, or/], // prettier-ignore
  ['cut off', 'DELETE FROM audit WHERE seq > 7', /^rows 8 to 12 are cut off/],
  ['all removed', 'DELETE FROM audit', /^rows 1 to 12 are cut off/],
  ['doubled at the end', 'INSERT INTO audit SELECT 13, at, by, "from", kind, about, said, saidHash, hash FROM audit WHERE seq = 12', /^row 13 was changed/], // prettier-ignore
  ['without its sealed end', "DELETE FROM secret WHERE owner = 'audit'", /^the sealed end of the log is missing/],
  ['with another sealed end', "UPDATE secret SET ciphertext = nonce WHERE owner = 'audit'", /^the sealed end/],
];

for (const [what, sql, fault] of damages)
  test(`a row that was ${what} is told by its number, and still after more was written`, async (t) => {
    const { audit, tampered } = await lab(t);
    await noted(audit, 12);
    assert.match((await tampered(sql)).fault ?? '', fault);
    await audit.note(note(13));
    const after = await audit.verify();
    assert.ok(after.fault !== undefined && after.rows < 13, JSON.stringify(after));
  });

test('whoever makes all hashes anew is told by the sealed end', async (t) => {
  const { store, key, audit, tampered } = await lab(t);
  await noted(audit, 5);
  // The same rows but one, hashed by a chain of their own.
  const other = await lab(t);
  const forger = createAudit(other.store, key);
  for (let i = 1; i <= 5; i += 1) await forger.note(note(i, i === 3 ? { by: 'einstein' } : {}));
  const forged = await other.store.auditRows({ since: 0, after: 0, limit: 10 });
  const sql = forged.map(({ seq, by, hash }) => `UPDATE audit SET by = '${by}', hash = '${hash}' WHERE seq = ${seq}`);
  assert.match((await tampered(sql.join(';'))).fault ?? '', /^row 5 is not the one that was sealed/);
  assert.equal((await store.auditRows({ since: 0, after: 0, limit: 10 })).length, 5);
});

test('a row with a hash of its own beyond the end is told', async (t) => {
  const { store, key, audit, tampered } = await lab(t);
  await noted(audit, 2);
  const before = (await store.secrets()).find(({ owner }) => owner === 'audit');
  assert.ok(before);
  await createAudit(store, key).note(note(3));
  const sql = `UPDATE secret SET nonce = '${before.nonce}', ciphertext = '${before.ciphertext}' WHERE owner = 'audit'`;
  assert.match((await tampered(sql)).fault ?? '', /^row 3 was not written by the server/);
});

test('the name of a user is not in it, and neither is what was typed in place of one; the same one has the same pseudonym', async (t) => {
  const { store, audit } = await lab(t);
  await audit.note(note(1, { kind: 'user.looked-up', about: { user: 'Marty', sites: 1 } }));
  await audit.note(note(2, { kind: 'erased', about: { user: 'marty ' } }));
  await audit.note(note(3, { by: 'nobody', kind: 'login.refused', about: { typed: 'my p4ssphrase' } }));
  const rows = await store.auditRows({ since: 0, after: 0, limit: 10 });
  assert.doesNotMatch(JSON.stringify(rows), /marty|p4ss/i);
  const [first, second] = rows.map(({ about }) => JSON.parse(about) as { readonly user?: string });
  assert.match(first?.user ?? '', /^[\w-]{43}$/);
  assert.equal(first?.user, second?.user);
  assert.equal((await audit.verify()).fault, undefined);
});

test('words can be erased and the chain stays whole, but cannot be put into another mouth', async (t) => {
  const { audit, tampered } = await lab(t);
  await audit.note(note(1, { said: 'marty called: cannot log in' }));
  await audit.note(note(2, { said: `half a character at the end${'.'.repeat(972)}🦊` }));
  assert.equal((await audit.verify()).fault, undefined);
  assert.match(
    (await tampered("UPDATE audit SET said = 'nobody called' WHERE seq = 1")).fault ?? '',
    /^row 1: what was said/,
  );
  const erased = await tampered('UPDATE audit SET said = NULL WHERE seq = 1');
  assert.deepEqual([erased.rows, erased.erased, erased.fault], [2, 1, undefined]);
});

test('it is verified while more is written', async (t) => {
  const { audit } = await lab(t);
  const writing = Promise.all(Array.from({ length: 200 }, (_, i) => audit.note(note(i))));
  for (let i = 0; i < 10; i += 1) assert.equal((await audit.verify()).fault, undefined);
  await writing;
  assert.equal((await audit.verify()).rows, 200);
});
