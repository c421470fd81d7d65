import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import type { UnstoredQuery } from '../../../server/store/reads.ts';
import { AT, deps, fakeReads, get } from './stage.ts';
import { unstoredReadsOf } from './unstored-reads.ts';

test('what a device sent that is only counted is told by ID, of the last day unless asked', async (t) => {
  const asked: UnstoredQuery[] = [];
  const reads = { ...fakeReads().reads, ...unstoredReadsOf((query) => asked.push(query)) };
  const app = await buildApp(deps({ reads }));
  t.after(() => app.close());
  const told = (await app.inject('/api/devices/hill-valley/unstored')).json<{ unstored: unknown[] }>();
  assert.deepEqual(told.unstored, [
    { messageId: 302_013, count: 70, first: 60_000, last: 120_000 },
    { messageId: null, count: 7, first: 60_000, last: 60_000 },
  ]);
  await app.inject('/api/devices/hill-valley/unstored?from=1000&to=2000&limit=1');
  const day = { from: 1000, to: 2000 };
  const last = { from: AT + 1 - 86_400_000, to: AT + 1 };
  assert.deepEqual(asked, [
    { device: 1, ...last, limit: 100 },
    { device: 1, ...day, limit: 1 },
  ]);
});

test('of no device nothing is told', async () => {
  assert.equal((await get('/api/devices/nobody/unstored')).statusCode, 404);
  assert.equal((await get('/api/devices/hill-valley/unstored?from=yesterday')).statusCode, 400);
});
