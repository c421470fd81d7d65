import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytes, bytesText, count, exactBytes, many } from '../../web/words/bytes.ts';

describe('bytes on screen', () => {
  it('are binary, with their unit', () => {
    assert.equal(bytesText(0), '0 B');
    assert.equal(bytesText(1023), '1,023 B');
    assert.equal(bytesText(1024), '1.0 KiB');
    assert.equal(bytesText(48_913_244), '46.6 MiB');
    assert.equal(bytesText(2_310_124_124), '2.2 GiB');
  });

  it('have their thousands apart as readers of English know it', () => {
    const known = new Intl.NumberFormat('en');
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => assert.equal(count(value), known.format(value))));
  });

  it('never read as 1,024 of a unit', () => {
    assert.equal(bytesText(1024 * 1024 - 1), '1.0 MiB');
    assert.equal(bytesText(1023.5 * 1024), '1.0 MiB');
    assert.equal(bytesText(1023.4 * 1024), '1,023 KiB');
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
        const shown = Number(bytes(value).value.replaceAll(',', ''));
        assert.ok(shown < 1024, `${value} is shown as ${bytesText(value)}`);
      }),
    );
  });

  it('are exact on hover', () => {
    assert.equal(exactBytes(48_913_244), '48,913,244 bytes');
    assert.equal(exactBytes(1), '1 byte');
  });

  it('count with their noun', () => {
    assert.equal(many(1, 'session'), '1 session');
    assert.equal(many(1200, 'address', 'addresses'), '1,200 addresses');
  });
});
