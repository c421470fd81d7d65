import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { rateOf, type Growth } from '../../../server/domain/rate.ts';
import { hold } from './rate-oracle.ts';
import { series } from './rate-series.ts';

/** A counter looked at twice, a minute apart, of a device that is up for a day. */
function minute(from: bigint, to: bigint, more: Partial<Growth> = {}, bits: 32 | 64 = 32): Growth {
  const [before, after] = [1_000_000, 1_060_000];
  return {
    before: { value: String(from), bits, at: before },
    after: { value: String(to), bits, at: after },
    up: { before: { at: before, seconds: 86_400 }, after: { at: after, seconds: 86_460 } },
    ...more,
  };
}

describe('a rate', () => {
  it('is what the counter grew by, a second', () => {
    assert.equal(rateOf(minute(1_000n, 61_000n)), 1_000);
    assert.equal(rateOf(minute(2n ** 60n, 2n ** 60n + 6_000_000_000n, {}, 64)), 100_000_000);
  });

  it('goes over where a counter of 32 bits did, and the device did not restart', () => {
    assert.equal(rateOf(minute(2n ** 32n - 60_000n, 60_000n)), 2_000);
  });

  it('is not told over a restart, whichever way the counter went', () => {
    const up = { before: { at: 1_000_000, seconds: 86_400 }, after: { at: 1_060_000, seconds: 20 } };
    assert.equal(rateOf(minute(2n ** 32n - 60_000n, 60_000n, { up })), undefined);
    assert.equal(rateOf(minute(1_000n, 61_000n, { up })), undefined);
  });

  it('is not told over the moment when sysUpTime begins anew after 497 days: a restart would look the same', () => {
    const up = { before: { at: 1_000_000, seconds: 42_949_652.96 }, after: { at: 1_060_000, seconds: 40 } };
    assert.equal(rateOf(minute(1_000n, 61_000n, { up })), undefined);
  });

  it('is not told of a counter of 64 bits that was set back', () => {
    assert.equal(rateOf(minute(61_000n, 1_000n, {}, 64)), undefined);
  });

  it('is never above what the line can do', () => {
    assert.equal(rateOf(minute(0n, 60_000_001n, { most: 1_000_000 })), undefined);
    assert.equal(rateOf(minute(0n, 60_000_000n, { most: 1_000_000 })), 1_000_000);
  });

  it('is not told where a counter of 32 bits may have gone over twice', () => {
    assert.equal(rateOf(minute(0n, 60_000n, { most: 1.25e8 })), undefined);
  });

  it('is not told where the counter has changed its width, or no time has gone by', () => {
    const { before, after, up } = minute(1_000n, 61_000n);
    assert.equal(rateOf({ before, after: { ...after, bits: 64 }, up }), undefined);
    assert.equal(rateOf({ before, after: { ...after, at: before.at }, up }), undefined);
  });

  it('is the truth of 2,000 counters, with restarts and every way of going over', () => {
    let [told, untold] = [0, 0];
    fc.assert(
      fc.property(series, (one) => {
        const found = hold(one);
        told += found.told;
        untold += found.untold;
      }),
      { numRuns: 2_000 },
    );
    assert.ok(told > 2_000 && untold > 100, `${told} told, ${untold} not`);
  });
});
