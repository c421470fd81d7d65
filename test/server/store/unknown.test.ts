import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_OIDS, type DeviceTally } from '../../../server/domain/unknown.ts';
import { MOST_ROWS } from '../../../server/store/unknown.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const unlisted: DeviceTally = {
  ...{ device: 1, messageId: 999_001, outcome: 'unlisted', count: 3, first: NOON, last: NOON + 9 },
  sample: '%ASA-6-999001: new <b>\u2028',
};
const foreign: DeviceTally = { ...unlisted, messageId: null, outcome: 'foreign', count: 1, sample: 'hello' };
const mark = (seq: number) => ({ name: 'syslog', epoch: 1, seq, lastMessage: seq });

test('tallies add up: the count, the first and last time, and the line that came last', async (t) => {
  const store = await scratchStore(t);
  await store.commit(setOf({ unknown: [unlisted, foreign, { ...unlisted, device: 2, count: 1 }] }));
  const late = { ...unlisted, count: 2, first: NOON + 10, last: NOON + 20, sample: 'late' };
  const early = { ...unlisted, count: 5, first: NOON - 10, last: NOON - 5, sample: 'early' };
  // Two addresses of one device come as two tallies.
  await store.commit(setOf({ unknown: [late, early, foreign] }));
  assert.deepEqual(await store.reads.unknown({ limit: 10 }), [
    { ...unlisted, count: 10, first: NOON - 10, last: NOON + 20, sample: 'late' },
    { ...foreign, count: 2 },
    { ...unlisted, device: 2, count: 1 },
  ]);
  assert.deepEqual(await store.reads.unknown({ limit: 1, device: 2 }), [{ ...unlisted, device: 2, count: 1 }]);
  assert.deepEqual(await store.reads.unknown({ limit: 9, outcome: 'foreign' }), [{ ...foreign, count: 2 }]);
});

test('a batch that comes again is not counted again, nor is one that failed', async (t) => {
  const store = await scratchStore(t);
  const set = setOf({ unknown: [unlisted], collector: mark(1) });
  const wrong = { ...set, seen: [{ device: 1, lastMessageAt: 1.5, messages: 1 }] };
  await assert.rejects(store.commit(wrong), TypeError);
  await assert.rejects(store.commit({ ...set, unknown: [unlisted, { ...unlisted, device: 99 }] }), /FOREIGN KEY/);
  await store.commit(set);
  await store.commit(set);
  assert.deepEqual(await store.reads.unknown({ limit: 10 }), [unlisted]);
});

test('a rebuild leaves the tallies as they are', async (t) => {
  const store = await scratchStore(t);
  await store.commit(setOf({ unknown: [unlisted] }));
  await store.rebuild(() => Promise.resolve());
  assert.deepEqual(await store.reads.unknown({ limit: 10 }), [unlisted]);
});

test('a device that makes up message IDs fills its own rows only; the rest are counted as others', async (t) => {
  const store = await scratchStore(t);
  const made = Array.from({ length: MOST_ROWS + 7 }, (_, n) => ({ ...unlisted, messageId: n, count: 1 }));
  await store.commit(setOf({ unknown: made.slice(0, 1500) }));
  await store.commit(setOf({ unknown: made.slice(1500) }));
  await store.commit(setOf({ unknown: [{ ...unlisted, messageId: 7 }, foreign, { ...unlisted, device: 2 }] }));
  const all = await store.reads.unknown({ limit: 10_000 });
  assert.equal(all.length, MOST_ROWS + 2);
  assert.deepEqual(
    all.slice(0, 3).map(({ device, messageId, outcome, count }) => [device, messageId, outcome, count]),
    [
      [1, null, 'others', 8],
      [1, 7, 'unlisted', 4],
      [2, 999_001, 'unlisted', 3],
    ],
  );
});

test('traps have a row for each OID, but a device that makes up OIDs fills no more than their part of its rows', async (t) => {
  const store = await scratchStore(t);
  const trap = { ...foreign, outcome: 'unlisted', oid: '1.3.6.1.4.1.9.9.9999.0.1' } as const;
  await store.commit(setOf({ unknown: [trap, trap, foreign, unlisted] }));
  assert.deepEqual(await store.reads.unknown({ limit: 10 }), [unlisted, { ...trap, count: 2 }, foreign]);
  const made = Array.from({ length: MOST_OIDS + 5 }, (_, n) => ({ ...trap, oid: `1.3.${n}` }));
  await store.commit(setOf({ unknown: made.slice(0, 150) }));
  await store.commit(setOf({ unknown: made.slice(150) }));
  await store.commit(setOf({ unknown: [trap, { ...unlisted, messageId: 999_002 }] }));
  const all = await store.reads.unknown({ limit: 10_000 });
  assert.equal(all.length, MOST_OIDS + 4);
  const others = { ...foreign, outcome: 'others', count: 6 } as const;
  assert.deepEqual(all.slice(0, 3), [others, { ...trap, count: 3 }, unlisted]);
});
