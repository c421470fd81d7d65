import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { range, rangeMask } from './address.ts';
import { LocalPool } from './pool.ts';

describe('a local pool', () => {
  it('hands out the lowest free address first, and none when all are in use', () => {
    const pool = new LocalPool('vpnpool', range('172.16.1.254', '172.16.2.1'));
    const taken = [1, 2, 3, 4, 5].map((now) => pool.take(now));
    assert.deepEqual(taken, ['172.16.1.254', '172.16.1.255', '172.16.2.0', '172.16.2.1', undefined]);
    pool.free('172.16.2.1', 6);
    pool.free('172.16.1.255', 7);
    assert.deepEqual([pool.take(8), pool.take(9), pool.take(10)], ['172.16.1.255', '172.16.2.1', undefined]);
    assert.equal(pool.peak, 4);
  });

  it('lets a freed address rest for the reuse delay', () => {
    const pool = new LocalPool('vpnpool', range('172.16.1.100', '172.16.1.100'), 1000);
    pool.take(0);
    pool.free('172.16.1.100', 10);
    assert.equal(pool.take(1009), undefined);
    assert.equal(pool.take(1010), '172.16.1.100');
  });

  it('does not take back what nobody had', () => {
    const pool = new LocalPool('vpnpool', range('172.16.1.100', '172.16.1.199'));
    assert.throws(() => pool.free('172.16.1.100', 0), /vpnpool: 172\.16\.1\.100 was freed, but nobody had it/);
  });

  it('prints a mask that covers it', () => {
    assert.equal(rangeMask(range('172.16.1.100', '172.16.1.199')), '255.255.255.0');
    assert.equal(rangeMask(range('172.16.0.1', '172.31.255.254')), '255.240.0.0');
  });
});
