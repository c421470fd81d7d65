import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PoolRow } from '../../../server/domain/feed.ts';
import { PoolMinutes } from '../../../server/state/pool-minutes.ts';

const MINUTE = 60_000;
const start = Date.UTC(2026, 10, 23, 12, 30);
const pool = (used: number): PoolRow => ({
  ...{ device: 'HV-ASA', name: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', size: 100, used },
  ...{ utilization: used / 100, tunnelGroups: [], changedAt: null },
});
const heard = (isSilent = false) => new Map([['HV-ASA', { id: 1, isSilent }]]);

test('a minute of a pool is told when it changed and once an hour, with the most that it had within it', () => {
  const minutes = new PoolMinutes();
  const rows = (used: number, after: number, silent = false) =>
    minutes
      .take([pool(used)], start + after, heard(silent))
      .rows.map(({ minute, used: at, most }) => [(minute - start) / MINUTE, at, most]);
  assert.deepEqual(rows(3, 0), [[0, 3, 3]]);
  assert.deepEqual(rows(3, 1_000), [], 'nothing changed');
  assert.deepEqual(rows(9, 2_000), [[0, 9, 9]]);
  assert.deepEqual(rows(4, 3_000), [[0, 4, 9]]);
  assert.deepEqual(rows(5, MINUTE), [[1, 5, 5]]);
  assert.deepEqual(rows(5, 31 * MINUTE), [[31, 5, 5]], 'an hour has begun');
  assert.deepEqual(rows(5, 40 * MINUTE, true), [[40, null, null]], 'nobody knows');
  assert.deepEqual(rows(5, 40 * MINUTE + 1), [[40, 5, 5]], 'heard again');
  assert.deepEqual(minutes.take([pool(1)], start + 90 * MINUTE, new Map()), { rows: [], isNewHour: true });
});
