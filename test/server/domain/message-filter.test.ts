import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessageIds, readSeverities } from '../../../server/domain/message-filter.ts';

test('message IDs are one, all that begin so, or a range', () => {
  for (const [asked, first, last] of [
    ['713167', 713_167, 713_167],
    ['7131xx', 713_100, 713_199],
    ['7131XX', 713_100, 713_199],
    ['7131*', 713_100, 713_199],
    ['7131', 713_100, 713_199],
    ['000001', 1, 1],
    ['713000-713099', 713_000, 713_099],
    [' 713000 - 713099 ', 713_000, 713_099],
  ] as const)
    assert.deepEqual(readMessageIds(asked), { first, last }, asked);
  for (const asked of ['', 'x', '*', '7131671', '713099-713000', '7131-7132', '71x1', '-713167', '1e5', '713167*'])
    assert.equal(readMessageIds(asked), undefined, asked);
});

test('severities are one, a range, or all from or up to one; by number or by name', () => {
  for (const [asked, first, last] of [
    ['3', 3, 3],
    ['errors', 3, 3],
    ['Error', 3, 3],
    ['0-3', 0, 3],
    ['-errors', 0, 3],
    ['5-', 5, 7],
    ['emergencies-alerts', 0, 1],
    ['notifications-debugging', 5, 7],
  ] as const)
    assert.deepEqual(readSeverities(asked), { first, last }, asked);
  for (const asked of ['', '-', '8', '3-0', 'loud', '1-2-3', '12'])
    assert.equal(readSeverities(asked), undefined, asked);
});
