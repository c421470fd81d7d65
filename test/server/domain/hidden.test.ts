import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstHour, HOUR, tallyHidden } from '../../../server/domain/hidden.ts';

const at = 100 * HOUR + 5;
const from = '10.10.10.2';

test('hidden names are counted by sender, address and hour; those of messages that tell no address together', () => {
  const one = { at, from, hidden: { publicIp: '198.51.100.7' } };
  const counted = tallyHidden([
    one,
    { at, from },
    { ...one, at: at + 9 },
    { ...one, at: at + HOUR },
    { ...one, hidden: {} },
    { ...one, from: '10.10.10.3' },
    { ...one, hidden: {}, at: at - 1 },
  ]);
  const row = { from, hour: 100 * HOUR, told: 'address', publicIp: '198.51.100.7', count: 1, last: at };
  assert.deepEqual(counted, [
    { ...row, count: 2, last: at + 9 },
    { ...row, hour: 101 * HOUR, last: at + HOUR },
    { ...row, told: 'untold', publicIp: null, count: 2 },
    { ...row, from: '10.10.10.3' },
  ]);
});

test('the hour under way and the 23 before it count', () => {
  assert.equal(firstHour(at), 77 * HOUR);
  assert.equal(firstHour(100 * HOUR), 77 * HOUR);
  assert.equal(firstHour(100 * HOUR - 1), 76 * HOUR);
});
