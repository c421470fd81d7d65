import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decryptDes, encryptDes } from '../../../collectors/snmp/des.ts';

// FIPS 81, table C1: the text "Now is the time for all " under CBC.
const KEY = Buffer.from('0123456789abcdef', 'hex');
const VECTOR = Buffer.from('1234567890abcdef', 'hex');
const PLAIN = 'Now is the time for all ';
const SEALED = Buffer.from('e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6', 'hex');

test('the example of FIPS 81 is decrypted: three times with the same key is once', () => {
  // Without a pre-IV the salt is the vector.
  assert.equal(decryptDes(SEALED, Buffer.concat([KEY, Buffer.alloc(8)]), VECTOR).toString(), PLAIN);
});

test('what is encrypted is decrypted again, filled up to whole blocks, each time with another salt', () => {
  const key = Buffer.concat([KEY, VECTOR]);
  const [one, other] = [encryptDes(Buffer.from('a trap'), key), encryptDes(Buffer.from('a trap'), key)];
  assert.ok(!one.salt.equals(other.salt) && one.sealed.length === 8);
  assert.equal(decryptDes(one.sealed, key, one.salt).toString(), 'a trap\0\0');
});
