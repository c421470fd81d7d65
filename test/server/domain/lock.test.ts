import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locksOf, type LocksListed } from '../../../server/domain/lock.ts';

const AT = 1_000_000;
const user = (name: string, isLocked: boolean) => ({ user: name, failures: 3, isLocked });
const listed: readonly LocksListed[] = [
  {
    device: 'LON2',
    localUsers: { at: AT, users: [{ ...user('marty', true), lockedAt: '13:54:32' }, user('doc', false)] },
    shuns: { at: AT + 5, shuns: [{ interface: 'outside', address: '198.51.100.7' }] },
  },
  { device: 'HV-ASA', localUsers: { at: AT, users: [] } },
];
const never = () => undefined;

test('who is locked, and whose address is shunned, is told with where and when', () => {
  assert.deepEqual(locksOf(listed, ['Marty'], ['198.51.100.7', '198.51.100.8'], never), [
    { device: 'LON2', at: AT, is: 'locked', user: 'marty', failures: 3, lockedAt: '13:54:32' },
    { device: 'LON2', at: AT + 5, is: 'shunned', address: '198.51.100.7', interface: 'outside' },
  ]);
  assert.deepEqual(
    locksOf(listed, ['doc', 'HILL\\marty'], ['198.51.100.8'], never),
    [],
    'not locked, or of a directory',
  );
});

test('who got in after the listing is not shut out any more, but on that device alone', () => {
  const after = (device: string) => (device === 'LON2' ? AT + 1 : undefined);
  assert.deepEqual(
    locksOf(listed, ['marty'], ['198.51.100.7'], after).map(({ is }) => is),
    ['shunned'],
  );
  assert.equal(locksOf(listed, ['marty'], [], (device) => (device === 'HV-ASA' ? AT + 9 : undefined)).length, 1);
});
