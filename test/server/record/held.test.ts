import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { packRows } from '../../../collectors/syslog/packer.ts';
import { unpacked } from '../../../server/domain/packed.ts';
import type { Batch, StoredMessage } from '../../../server/domain/batch.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';
import { Held } from '../../../server/record/held.ts';

const counts = (stored: number): HealthRow => ({
  ...{ collector: 'syslog', buckets: { stored, overflow: 3 }, queuedBytes: 0, warnings: [] },
  outcomes: { claim: stored, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
  receiveBuffer: { effective: null, wanted: 0 },
});

/** A batch of so many rows, closed then; the collector has counted so many by then. */
function batch(seq: number, at: number, messages: number, stored: number): Batch {
  const rows = Array.from({ length: messages }, (_, n): StoredMessage => [seq * 1000 + n, seq, 'a', null, null, 'foreign', 'x'.repeat(100)]); // prettier-ignore
  return {
    ...{
      collector: 'syslog',
      epoch: 1,
      seq,
      at,
      rows: packRows(rows),
      messages,
      lastMessage: seq * 1000 + messages,
    },
    ...{ claims: [], bySource: { a: messages }, latest: [], health: counts(stored) },
  };
}

test('whatever is saved, waits or is lost, each message that was counted is in one place, and what waits is in order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), messages: fc.nat(20), later: fc.nat(700) }),
    fc.record({ kind: fc.constant('save' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 40_000 }), (steps, most) => {
      const held = new Held(most);
      let [seq, at, stored, saved] = [0, 0, 0, 0];
      for (const one of steps) {
        if (one.kind === 'add') {
          [seq, at, stored] = [seq + 1, at + one.later, stored + one.messages];
          held.add(batch(seq, at, one.messages, stored));
        } else {
          saved += held.first?.messages ?? 0;
          held.saved();
        }
        const { waiting, lost } = held.messages;
        assert.equal(saved + waiting + lost, stored);
        const told = held.counted(counts(stored));
        const { stored: shown = 0, unsaved = 0 } = told.buckets;
        assert.deepEqual([shown, unsaved, told.outcomes.claim], [saved, lost, saved]);
        // Nothing is missing from the ledger: what is not stored yet waits.
        assert.equal(told.queued ?? 0, waiting);
        const ids = held.batches.flatMap(({ rows }) => unpacked(rows).map(([id]) => id));
        assert.deepEqual([ids.length, ids], [waiting, [...ids].sort((a, b) => a - b)]);
      }
    }),
    { numRuns: 300 },
  );
});

test('what comes within a second is one batch: a minute that waits is saved in some sixty commits', () => {
  const held = new Held(1e9);
  for (let n = 0; n < 1200; n += 1) held.add(batch(n + 1, n * 50, 2, 2 * (n + 1)));
  assert.equal(held.batches.length, 60);
  const [first] = held.batches;
  assert.deepEqual(
    [first?.seq, first?.messages, first?.bySource],
    [20, 40, Object.assign(Object.create(null), { a: 40 })],
  );
});

test('from the first that finds no room on all is lost, as one span, until somebody takes note of it', () => {
  const held = new Held(3000);
  for (let n = 1; n <= 5; n += 1) held.add(batch(n, n * 2000, n === 2 ? 20 : 1, n));
  assert.deepEqual(held.batches.map(({ seq }) => seq), [1]); // prettier-ignore
  assert.deepEqual([held.takeGap(), held.takeGap()], [{ from: 4000, to: 10_000 }, undefined]);
});

test('a poll that waits is under way, and one that has no room is lost: neither is told as answered', () => {
  const FAILED = { at: 'connect', why: 'unreachable', detail: 'nobody answers' } as const;
  const poll = (seq: number, ...failed: readonly boolean[]): Batch => ({
    ...{ ...batch(seq, seq * 2000, 0, 0), collector: 'show' },
    polled: failed.map((hasFailed) => ({
      ...{ device: 1, startedAt: 0, finishedAt: 1, rosters: [], facts: {} },
      failures: hasFailed ? [FAILED] : [],
    })),
  });
  const row = { ...counts(0), collector: 'show', buckets: { complete: 4, partial: 0, failed: 3 }, notes: { due: 8 }, queued: 1 }; // prettier-ignore
  const held = new Held(4000);
  held.add(poll(1, false, true));
  held.add(poll(2, false));
  assert.deepEqual([held.counted(row).buckets, held.counted(row).queued], [{ complete: 2, partial: 0, failed: 2, unsaved: 0 }, 4]); // prettier-ignore
  held.add(poll(3, ...Array<boolean>(40).fill(true)));
  held.saved();
  const { buckets, queued } = held.counted({ ...row, buckets: { ...row.buckets, failed: 43 }, notes: { due: 48 } });
  assert.deepEqual([buckets, queued], [{ complete: 3, partial: 0, failed: 3, unsaved: 40 }, 2]);
  assert.deepEqual(held.messages, { waiting: 0, lost: 0 }, 'polls are no messages');
});
