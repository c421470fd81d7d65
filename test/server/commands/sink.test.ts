import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loggedSink } from '../../../server/commands/sink.ts';
import type { Batch } from '../../../server/domain/batch.ts';

const batch: Batch = {
  ...{ collector: 'syslog', epoch: 1, seq: 1, at: 0, rows: [], messages: 0, lastMessage: 0 },
  ...{ claims: [], bySource: {}, latest: [] },
  health: {
    ...{ collector: 'syslog', buckets: {}, queuedBytes: 0, warnings: [] },
    outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
    receiveBuffer: { effective: null, wanted: 0 },
  },
};

test('the log tells once that messages cannot be stored, and once that they can again', async () => {
  const lines: string[] = [];
  const tell = (_fields: object, message: string): void => void lines.push(message);
  let full = true;
  const take = () => (full ? Promise.reject(new Error('disk full')) : Promise.resolve());
  const sink = loggedSink({ take }, { error: tell, info: tell });
  await assert.rejects(sink.take(batch), /disk full/);
  await assert.rejects(sink.take(batch), /disk full/);
  full = false;
  await sink.take(batch);
  await sink.take(batch);
  assert.deepEqual(lines, ['messages cannot be stored: they wait, and are tried again', 'messages are stored again']);
});
