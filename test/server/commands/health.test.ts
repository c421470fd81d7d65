import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthOf } from '../../../server/commands/health.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';

const AT = Date.UTC(2026, 10, 23, 12);
const HOUR = 60 * 60_000;
const fine: HealthRow = {
  ...{ collector: 'syslog', buckets: { stored: 7, overflow: 0, kernelDropped: 0 }, queuedBytes: 0, warnings: [] },
  outcomes: { claim: 7, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
  receiveBuffer: { effective: null, wanted: 0 },
};

test('health is critical while nothing can be written, a warning when something was lost or is warned of, else ok', () => {
  const status = (row: HealthRow, writing = true) => healthOf(AT, [row], [], writing).status;
  assert.equal(status(fine), 'ok');
  assert.equal(status({ ...fine, warnings: ['the receive buffer is small'] }), 'warning');
  assert.equal(status({ ...fine, buckets: { kernelDropped: 1 } }), 'warning');
  assert.equal(status({ ...fine, buckets: { overflow: 1 } }), 'warning');
  assert.equal(status(fine, false), 'critical');
});

test('gaps of more than a day ago are told no more, however long the server runs', () => {
  const gap = (hours: number) => ({ from: AT - (hours + 1) * HOUR, to: AT - hours * HOUR });
  assert.deepEqual(healthOf(AT, [fine], [gap(30), gap(23), gap(2)], true).gaps, [gap(23), gap(2)]);
});
