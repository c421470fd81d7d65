import assert from 'node:assert/strict';
import { test } from 'node:test';

import { acceptedStep, newSeed, totpUri } from '../../../server/access/totp.ts';

/** "12345678901234567890" of RFC 6238, appendix B, in base32. */
const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** Seconds and codes of SHA-1 there; a code of six digits is the end of the one of eight. */
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

for (const [seconds, code] of vectors)
  test(`the code at ${seconds} s is the one of RFC 6238, for a step before and after it too`, () => {
    const step = Math.floor(seconds / 30);
    const accept = (at: number, typed = code.slice(2)): number | undefined =>
      acceptedStep(SEED, typed, { at: at * 1_000, lastStep: undefined });
    assert.equal(accept(seconds), step);
    assert.deepEqual(
      [step * 30 - 30, step * 30 + 59.999].map((at) => accept(at)),
      [step, step],
    );
    assert.deepEqual(
      [step * 30 - 30.001, step * 30 + 60].map((at) => accept(at)),
      [undefined, undefined],
    );
    assert.equal(accept(seconds, ` ${code.slice(2, 5)} ${code.slice(5)} `), step);
    for (const wrong of ['', code, code.slice(3), `-${code.slice(3)}`, `${code.slice(2, 7)}x`, '٠٧٠٨١٨'])
      assert.equal(accept(seconds, wrong), undefined, wrong);
  });

test('a code is good once, and none of an earlier step is good after it', () => {
  const at = 1_111_111_111_000;
  const step = Math.floor(at / 30_000);
  const now = '050471';
  const before = '081804';
  assert.equal(acceptedStep(SEED, before, { at, lastStep: undefined }), step - 1);
  assert.equal(acceptedStep(SEED, now, { at, lastStep: step - 1 }), step);
  assert.equal(acceptedStep(SEED, now, { at, lastStep: step }), undefined);
  assert.equal(acceptedStep(SEED, before, { at, lastStep: step }), undefined);
});

test('a seed is 20 bytes of chance, and the app is told all it needs', () => {
  const seed = newSeed();
  assert.match(seed, /^[A-Z2-7]{32}$/);
  assert.notEqual(newSeed(), seed);
  const uri = new URL(totpUri(seed, 'emmett brown'));
  assert.equal(uri.href.split('?')[0], 'otpauth://totp/Tunnelwatch:emmett%20brown');
  assert.deepEqual(Object.fromEntries(uri.searchParams), {
    issuer: 'Tunnelwatch',
    secret: seed,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
