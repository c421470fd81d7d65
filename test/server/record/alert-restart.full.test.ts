import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartStreams } from './alert-restarts.ts';

test('64 random streams raise, clear and tell the same after a restart at any point and a write that fails', async (t) => {
  const rules = await restartStreams(t, 64);
  assert.ok(rules.size >= 12, `only ${[...rules.keys()].join(' ')}`);
});
