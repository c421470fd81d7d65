import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';

import { commonest } from '../../../server/access/commonest.ts';
import { Busy } from '../../../server/access/kdf.ts';
import { createPasswords, passwordFault, type Passwords } from '../../../server/access/password.ts';

/** At a cost that tests bear. */
function cheap(t: TestContext): Passwords {
  const passwords = createPasswords({ logN: 10 });
  t.after(() => passwords.stop());
  return passwords;
}

test('what is kept of a password tells how it was made, by scrypt at N = 2^17, r = 8, p = 1', async (t) => {
  const passwords = createPasswords();
  t.after(() => passwords.stop());
  const stored = await passwords.hash('correct horse');
  const [kind, logN, r, p, salt = '', hash] = stored.split('$');
  assert.deepEqual([kind, logN, r, p], ['scrypt', '17', '8', '1']);
  const bytes = Buffer.from(salt, 'base64');
  assert.equal(bytes.length, 16);
  const again = scryptSync('correct horse', bytes, 32, { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 });
  assert.equal(hash, again.toString('base64'));
  assert.equal(await passwords.verify('correct horse', stored), true);
  assert.equal(await passwords.verify('correct horsE', stored), false);
});

test('the password opens and nothing else does, not where the account is not there or what is kept is damaged', async (t) => {
  const passwords = cheap(t);
  const stored = await passwords.hash('a  passphrase ');
  assert.equal(await passwords.verify('a  passphrase ', stored), true);
  for (const other of ['a  passphrase', 'a passphrase ', 'A  passphrase ', '', 'a  passphrase \u200b'])
    assert.equal(await passwords.verify(other, stored), false, other);
  assert.equal(await passwords.verify('a  passphrase ', undefined), false);
  const damaged = ['', 'a  passphrase ', stored.slice(0, -1), `${stored}$`, stored.replace('$10$', '$30$'), stored.replace('scrypt', 'plain')]; // prettier-ignore
  for (const one of damaged) assert.equal(await passwords.verify('a  passphrase ', one), false, one);
  assert.notEqual(await passwords.hash('a  passphrase '), stored);
});

test('an accent is the same however a keyboard writes it', async (t) => {
  const passwords = cheap(t);
  assert.equal(await passwords.verify('cafe\u0301 noir', await passwords.hash('caf\u00e9 noir')), true);
});

test('what was kept at another cost still opens', async (t) => {
  const dear = createPasswords({ logN: 12 });
  t.after(() => dear.stop());
  assert.equal(await cheap(t).verify('correct horse', await dear.hash('correct horse')), true);
});

test('where 50 wait the next one is told so at once, and those that wait are answered', async (t) => {
  const passwords = cheap(t);
  const stored = await passwords.hash('correct horse');
  const tried = Array.from({ length: 60 }, (_, i) => passwords.verify(i % 2 === 0 ? 'correct horse' : 'x', stored));
  const answers = await Promise.allSettled(tried);
  const refused = answers.filter((one) => one.status === 'rejected');
  // Two are at work.
  assert.equal(refused.length, 8);
  assert.ok(refused.every(({ reason }) => reason instanceof Busy));
  assert.deepEqual(
    answers.slice(0, 52).map((one) => one.status === 'fulfilled' && one.value),
    Array.from({ length: 52 }, (_, i) => i % 2 === 0),
  );
});

test('a server that stops leaves nobody waiting', async () => {
  const passwords = createPasswords({ logN: 14 });
  const tried = Array.from({ length: 10 }, () => passwords.verify('correct horse', undefined));
  const answers = Promise.allSettled(tried);
  await passwords.stop();
  const ended = (await answers).filter((one) => one.status === 'rejected').length;
  assert.ok(ended >= 8, `${ended} of 10 were told`);
  await assert.rejects(passwords.hash('correct horse'), /server stops/);
});

test('a password needs 8 characters and may have 128 of any kind, spaces and all', () => {
  for (const fine of ['correct horse', 'kQ8 zzz!', 'пароль-подлиннее', '🦊🐻🐼🐨🐯🦁🐮🐷', 'abcdefghijklmnopq'.repeat(7), '🦊🐻🐼🐨'.repeat(32)])
    assert.equal(passwordFault(fine, 'marty'), undefined, fine); // prettier-ignore
  assert.match(passwordFault('kQ8 zz!', 'marty') ?? '', /too short/);
  // Seven characters, though more code units and more marks.
  assert.match(passwordFault('🦊🐻🐼🐨🐯🦁🐮', 'marty') ?? '', /too short/);
  assert.match(passwordFault('e\u0301a\u0301o\u0301i\u0301', 'marty') ?? '', /too short/);
  assert.match(passwordFault('🦊🐻🐼🐨'.repeat(65), 'marty') ?? '', /too long/);
  assert.match(passwordFault('half a \ud800 pair', 'marty') ?? '', /half a character/);
});

test('what everybody tries first may not be chosen, however it is dressed up', () => {
  const first = ['password', 'Password1', 'P@ssw0rd2026!', 'iloveyou', '12345678', 'qwertyuiop', 'Liverpool!!1', '1qaz2wsx', 'aaaaaaaa', '12121212', 'Sunsh1ne99']; // prettier-ignore
  for (const one of first) assert.match(passwordFault(one, 'marty') ?? '', /first that are tried/, one);
});

test('more than 3,000 passwords that are long enough are refused because everybody tries them', () => {
  assert.ok(commonest.size > 3_000, `${commonest.size}`);
  for (const one of commonest) {
    assert.ok(Array.from(one).length >= 8, one);
    assert.match(passwordFault(one, 'nobody else') ?? '', /first that are tried/, one);
  }
});

test('the name of the account, or of the product, is no password', () => {
  for (const one of ['docbrown', 'DocBrown', 'd0cbr0wn', 'docbrown1985!', 'Tunnelwatch', '#tunnelw4tch#'])
    assert.match(passwordFault(one, 'DocBrown') ?? '', /name of the account/, one);
  assert.equal(passwordFault('docbrown and marty', 'docbrown'), undefined);
});

test('of long words of chance none is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 20, maxLength: 60 }), (text) => {
      fc.pre(new Set(text.normalize('NFC').toLowerCase()).size > 8 && !text.toLowerCase().includes('marty'));
      assert.equal(passwordFault(text, 'marty'), undefined);
    }),
  );
});
