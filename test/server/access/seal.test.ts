import assert from 'node:assert/strict';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';

import { derived } from '../../../server/access/key.ts';
import { seal, unseal } from '../../../server/access/seal.ts';
import type { Secret } from '../../../server/store/secret.ts';

const key = derived(randomBytes(32));
const sealed = seal(key, { owner: 'device 1', field: 'password' }, 'correct horse battery staple');

/** The base64 with one of its bits turned. */
function flipped(text: string, bit: number): string {
  const bytes = Buffer.from(text, 'base64');
  const at = Math.floor(bit / 8) % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
  return bytes.toString('base64');
}

test('what was sealed is read again in its own place, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, owner, field) => {
      const secret = seal(key, { owner, field }, text);
      assert.equal(unseal(key, secret), text);
      assert.ok(text === '' || !Buffer.from(secret.ciphertext, 'base64').includes(text) || text.length < 4);
    }),
  );
});

test('what is sealed is AES-256-GCM, and Node opens it by itself', () => {
  const [nonce, all] = [Buffer.from(sealed.nonce, 'base64'), Buffer.from(sealed.ciphertext, 'base64')];
  assert.deepEqual([key.seal.length, nonce.length], [32, 12]);
  const decipher = createDecipheriv('aes-256-gcm', key.seal, nonce);
  decipher.setAAD(Buffer.from(`["device 1","password","${key.id}"]`));
  decipher.setAuthTag(all.subarray(-16));
  const text = `${decipher.update(all.subarray(0, -16), undefined, 'utf8')}${decipher.final('utf8')}`;
  assert.equal(text, 'correct horse battery staple');
});

test('of 10,000 turned bits and swapped places none opens, nor while the key is changed', () => {
  let opened = 0;
  const next = { ...derived(randomBytes(32)), other: key };
  assert.equal(unseal(next, sealed), unseal(key, sealed));
  const others = Array.from({ length: 50 }, (_, i) =>
    seal(key, { owner: `device ${i + 2}`, field: i % 2 === 0 ? 'password' : 'community' }, `secret ${i}`),
  );
  for (let i = 0; i < 10_000; i += 1) {
    const other = others[i % others.length] ?? sealed;
    const changed: Secret = [
      { ...sealed, ciphertext: flipped(sealed.ciphertext, i) },
      { ...sealed, nonce: flipped(sealed.nonce, i) },
      { ...other, owner: sealed.owner, field: sealed.field },
      { ...sealed, owner: other.owner },
      { ...sealed, field: `${sealed.field}${String.fromCharCode(i)}` },
      { ...sealed, keyId: (i + 1).toString(16).padStart(8, '0') },
      { ...sealed, nonce: other.nonce },
      { ...sealed, ciphertext: sealed.ciphertext.slice(0, 4 * (i % (sealed.ciphertext.length / 4))) },
    ][i % 8] as Secret; // eight there are
    if (unseal(key, changed) !== undefined || unseal(next, changed) !== undefined) opened += 1;
  }
  assert.equal(opened, 0);
});

test('owner and field are not read as one', () => {
  const secret = seal(key, { owner: 'a', field: 'bc' }, 'x');
  assert.equal(unseal(key, { ...secret, owner: 'ab', field: 'c' }), undefined);
});

test('another key opens nothing, and two seals of one text have nothing in common', () => {
  assert.equal(unseal(derived(randomBytes(32)), sealed), undefined);
  const other = derived(randomBytes(32));
  assert.equal(unseal({ ...other, id: key.id }, sealed), undefined);
  const again = seal(key, sealed, 'correct horse battery staple');
  assert.notEqual(again.nonce, sealed.nonce);
  assert.notEqual(again.ciphertext, sealed.ciphertext);
});
