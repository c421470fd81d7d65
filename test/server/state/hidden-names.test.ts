import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../../server/domain/hidden.ts';
import { HiddenNames } from '../../../server/state/hidden-names.ts';

test('hidden names of a device count for a day', () => {
  const names = new HiddenNames();
  names.add({ device: 1, hour: 100 * HOUR, count: 2 });
  names.add({ device: 1, hour: 100 * HOUR, count: 3 });
  names.add({ device: 1, hour: 101 * HOUR, count: 1 });
  names.add({ device: 2, hour: 100 * HOUR, count: 7 });
  assert.deepEqual([names.of(1), names.of(2), names.of(3)], [6, 7, 0]);
  names.forget(124 * HOUR - 1);
  assert.equal(names.of(1), 6);
  names.forget(124 * HOUR);
  assert.deepEqual([names.of(1), names.of(2)], [1, 0]);
});
