import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilStopped } from '../../../server/commands/signals.ts';

test('a fault that comes while nobody waits yet is told to who waits later, and ends nothing by itself', async (t) => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', hear);
  t.after(() => process.off('unhandledRejection', hear));
  const stopped = untilStopped();
  stopped.fault(new Error('a part has died'));
  await new Promise(setImmediate);
  assert.deepEqual(unhandled, []);
  await assert.rejects(stopped.reason, /a part has died/);
});
