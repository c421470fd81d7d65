import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldOf, MOST_HELD } from '../../../server/domain/pool-poll.ts';
import type { PoolUse } from '../../../server/domain/roster.ts';

const listed: PoolUse = {
  ...{ pool: 'vpnpool', first: '172.16.9.10', last: '172.16.9.14', free: 2, held: 1, inUse: 2 },
  addressesFree: ['172.16.9.12', '172.16.9.14'],
  addressesInUse: ['172.16.9.10', '172.16.9.11'],
};
const without = (key: keyof PoolUse): PoolUse =>
  Object.fromEntries(Object.entries(listed).filter(([name]) => name !== key)) as unknown as PoolUse; // prettier-ignore

test('addresses of a listed pool that are neither available nor in use are held, where it lists no held ones', () => {
  assert.deepEqual(heldOf(listed), ['172.16.9.13']);
  assert.deepEqual(heldOf({ ...listed, addressesHeld: ['172.16.9.13'] }), ['172.16.9.13']);
  assert.deepEqual(heldOf({ ...listed, held: 0, addressesFree: [...(listed.addressesFree ?? []), '172.16.9.13'] }), []);
});

test('what is left over is taken for held only where the lists and figures account for every address', () => {
  assert.equal(heldOf(without('addressesFree')), undefined, 'no list of available ones');
  assert.equal(heldOf(without('addressesInUse')), undefined);
  assert.equal(heldOf({ ...listed, last: '172.16.9.15' }), undefined, 'a range with one more');
  assert.equal(heldOf({ ...listed, addressesFree: ['172.16.9.12', '172.16.9.12'] }), undefined, 'one twice');
  assert.equal(heldOf({ ...listed, held: MOST_HELD + 1, last: '172.16.255.255' }), undefined);
});
