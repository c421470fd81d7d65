import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Device } from '../../../server/domain/device.ts';
import { poolUse, togetherUse } from '../../../server/domain/pool-use.ts';
import { Pools } from '../../../server/state/pools.ts';

const minute = 60_000;
const listedAt = 100 * minute;
const polled = { used: 10, held: 5, free: 85, utilization: 0.15, at: listedAt, leaked: [] };
const row = { used: 90, size: 100, utilization: 0.9, changedAt: listedAt - minute, polled };

describe('how full a pool is now', () => {
  it('is as the device listed it, where nothing came since', () => {
    assert.deepEqual(poolUse(row, listedAt + minute), {
      ...{ used: 15, size: 100, utilization: 0.15, held: 5, listed: true },
    });
  });

  it('is never less than messages tell that came after the listing, and never more than its size', () => {
    const later = { ...row, changedAt: listedAt + 1 };
    assert.equal(poolUse(later, listedAt + minute).used, 90);
    assert.equal(poolUse({ ...later, used: 3 }, listedAt + minute).used, 15, 'held ones are not free');
    assert.equal(poolUse({ ...later, used: 300 }, listedAt + minute).utilization, 1);
  });

  it('is as messages tell, where the listing is older than ten minutes', () => {
    assert.deepEqual(poolUse(row, listedAt + 10 * minute + 1), {
      ...{ used: 90, size: 100, utilization: 0.9, held: null, listed: false },
    });
  });

  it('of several has no size while one of them has none, and no held ones while messages alone tell of one', () => {
    const [listed, told] = [poolUse(row, listedAt), poolUse({ ...row, used: 1, size: 4 }, listedAt + 11 * minute)];
    assert.deepEqual(togetherUse([listed, told]), { used: 16, size: 104, utilization: 16 / 104, held: null, listed: false }); // prettier-ignore
    assert.equal(togetherUse([listed, undefined]).size, null);
    assert.equal(togetherUse([listed, listed]).held, 10);
    assert.equal(togetherUse([]).utilization, null);
  });
});

describe('the chain that the server tells', () => {
  const device: Device = {
    ...{ id: 1, name: 'HV-ASA', state: 'adopted', addresses: [], addedAt: 0 },
    pools: [{ name: 'vpnpool', first: '172.16.1.1', last: '172.16.1.20' }],
    chains: [{ tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool'] }],
  };
  const lease = (n: number) => ({ device: 1, address: `172.16.1.${n}`, at: listedAt + n });

  it('is filled by messages that came after the listing', () => {
    const pools = new Pools();
    pools.configure(new Map([[1, device]]), []);
    const listing = { ...{ device: 1, pool: 'vpnpool', first: '172.16.1.1', last: '172.16.1.20' }, free: 20, held: 0 };
    pools.polls.restore([{ ...listing, inUse: 0, at: listedAt }], []);
    for (let n = 1; n <= 19; n += 1) pools.exchange(undefined, lease(n), listedAt + n);
    const [chain] = pools.chains(listedAt + minute);
    assert.deepEqual([chain?.used, chain?.utilization, chain?.source], [19, 0.95, 'polled']);
    assert.equal(pools.chains(listedAt + 11 * minute)[0]?.source, 'derived');
  });
});
