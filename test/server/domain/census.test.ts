import assert from 'node:assert/strict';
import { test } from 'node:test';
import { censusOf, cryptoOf, type Negotiated } from '../../../server/domain/census.ts';
import { fulfils } from '../../../server/domain/session-where.ts';
import { session } from '../../web/rows.ts';

const ikev1 = (encryption?: string, hashing?: string, dhGroup?: string): Negotiated => ({
  protocol: 'ikev1',
  ...(encryption !== undefined && { encryption }),
  ...(hashing !== undefined && { hashing }),
  ...(dhGroup !== undefined && { dhGroup }),
});

test('each tunnel of a session counts, and what nobody told is unknown', () => {
  assert.deepEqual(cryptoOf(ikev1('IKEv1: (1)3DES  IPsecOverNatT: (1)AES128', 'IKEv1: (1)SHA1  IPsecOverNatT: (1)SHA1', '2')), ['3DES', 'SHA-1', 'group 2']); // prettier-ignore
  assert.deepEqual(cryptoOf(ikev1('AES256', 'SHA256', '14')), ['strong']);
  assert.deepEqual(cryptoOf(ikev1('AES256', 'SHA256')), ['group unknown']);
  assert.deepEqual(cryptoOf(ikev1('DES', 'MD5', '1')), ['single DES', 'MD5', 'group 1']);
  assert.deepEqual(cryptoOf(ikev1()), ['encryption unknown', 'hash unknown', 'group unknown']);
  assert.deepEqual(cryptoOf(ikev1('none', 'none', '5')), ['group 5', 'encryption unknown', 'hash unknown']);
});

test('of TLS no group is told, and a cipher that seals needs no hash', () => {
  const tls = (encryption: string, hashing: string) => cryptoOf({ protocol: 'anyconnect', encryption, hashing });
  assert.deepEqual(tls('AnyConnect-Parent: (1)none  DTLS-Tunnel: (1)AES-GCM-256', 'AnyConnect-Parent: (1)none  DTLS-Tunnel: (1)SHA384'), ['strong']); // prettier-ignore
  assert.deepEqual(cryptoOf({ protocol: 'ikev2', encryption: 'AES-GCM-256', hashing: 'none', dhGroup: '20' }), ['strong']); // prettier-ignore
  assert.deepEqual(tls('RC4 AES128', 'SHA1'), ['RC4', 'SHA-1']);
});

test('the list behind a figure has as many sessions as the figure says', () => {
  const sessions = [ikev1('3DES', 'SHA1', '2'), ikev1('DES', 'SHA512', '24'), ikev1('3DES', 'SHA1', '20'), ikev1()].map(
    (told, id) => session({ ...told, id }),
  );
  const census = censusOf(sessions);
  assert.deepEqual([census['3DES'], census['single DES'], census['group 2'], census['SHA-1']], [2, 1, 1, 2]);
  for (const mark of ['3DES', 'single DES', 'SHA-1', 'group 2', 'group 5', 'encryption unknown', 'strong'] as const) {
    const holds = fulfils({ crypto: mark });
    assert.equal(sessions.filter((one) => holds(one, 0)).length, census[mark], mark);
  }
});
