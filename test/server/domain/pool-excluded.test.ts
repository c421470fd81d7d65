import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InterfaceAddress } from '../../../server/domain/device.ts';
import { excludedFrom } from '../../../server/domain/pool-excluded.ts';

const pool = { name: 'vpnpool', first: '10.99.0.0', last: '10.99.0.255', mask: '255.255.255.0' };
type Asked = Parameters<typeof excludedFrom>;
const said = (
  asked: Asked[0],
  earlier: Asked[1],
  addresses: readonly string[],
  listed?: number,
  interfaces: readonly InterfaceAddress[] = [],
) =>
  excludedFrom(asked, earlier, { addresses, interfaces }, listed).map(
    ({ first, last, why, pool: other, interface: name }) => [first, last, why, other, name].filter(Boolean).join(' '),
  );
const both = ['10.99.0.0 10.99.0.0 network', '10.99.0.255 10.99.0.255 broadcast'];

describe('what of a pool cannot be given', () => {
  it('is the address of the network and the broadcast, by its mask, where the range has them', () => {
    assert.deepEqual(said(pool, [], []), both);
    assert.deepEqual(said({ ...pool, first: '10.99.0.1', last: '10.99.0.254' }, [], []), []);
    assert.deepEqual(
      said({ name: 'vpnpool', first: '10.99.0.0', last: '10.99.0.255' }, [], []),
      [],
      'no mask, no word',
    );
    assert.deepEqual(said({ ...pool, mask: '255.255.255.255' }, [], []), []);
    assert.deepEqual(said({ ...pool, last: '10.99.1.255' }, [], []), [both[0], '10.99.0.255 10.99.0.255 broadcast', '10.99.1.0 10.99.1.0 network', '10.99.1.255 10.99.1.255 broadcast']); // prettier-ignore
  });

  it('is neither of them where the device counts all addresses of the range as its own', () => {
    assert.deepEqual(said(pool, [], [], 256), []);
    assert.deepEqual(said(pool, [], [], 254), both);
  });

  it('is what the head-end has itself, and what a pool before it has', () => {
    const small = { ...pool, first: '10.99.0.10', last: '10.99.0.20' };
    assert.deepEqual(said(small, [], ['10.10.10.2', '10.99.0.12']), ['10.99.0.12 10.99.0.12 head-end']);
    const other = (first: string, last: string) => ({ name: 'older', first, last });
    assert.deepEqual(said(small, [other('10.99.0.1', '10.99.0.11')], []), ['10.99.0.10 10.99.0.11 overlap older']);
    assert.deepEqual(said(small, [other('10.99.0.1', '10.99.0.9'), other('x', 'y')], []), []);
  });

  it('is what its interfaces have, those of the other unit of a pair among them, whatever the device counts', () => {
    const inside = { address: '10.99.0.1', interface: 'inside' } as const;
    const pair = [inside, { ...inside, address: '10.99.0.2', standby: true }] as const;
    const told = ['10.99.0.1 10.99.0.1 interface inside', '10.99.0.2 10.99.0.2 standby inside'];
    assert.deepEqual(said(pool, [], ['10.99.0.1'], 256, pair), told, 'and not the head-end’s once more');
    assert.deepEqual(said(pool, [], [], undefined, pair), [...told, ...both]);
    const outside = { address: '203.0.113.1', interface: 'outside' };
    const named = { address: 'INSIDE', interface: 'inside' };
    assert.deepEqual(said({ ...pool, first: '10.99.0.3' }, [], [], 253, [...pair, outside, named]), []);
  });
});
