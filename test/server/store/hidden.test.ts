import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MOST_ADDRESSES, type DeviceHidden } from '../../../server/domain/hidden.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

/** What is read of the one below. */
const sum = { device: 1, told: 'address', publicIp: '198.51.100.7', count: 2, last: NOON + 5 } as const;
const tries = 0;
const one: DeviceHidden = { ...sum, hour: NOON };
const untold: DeviceHidden = { ...one, told: 'untold', publicIp: null };

test('hidden names add up by address over the hours, and by hour for the state; a batch that comes again adds nothing', async (t) => {
  const store = await scratchStore(t);
  const collector = { name: 'syslog', epoch: 1, seq: 1, lastMessage: 1 };
  const early = { ...one, hour: NOON - HOUR, count: 3, last: NOON - 9 };
  const set = setOf({ hidden: [early, one, untold, { ...one, device: 2, count: 1 }], collector });
  await store.commit(set);
  await store.commit(set);
  await store.commit(setOf({ hidden: [one, untold] }));
  assert.deepEqual(await store.reads.hidden({ at: NOON, limit: 10 }), [
    { ...sum, tries, count: 7 },
    { ...sum, told: 'untold', publicIp: null, tries: null, count: 4 },
    { ...sum, tries, device: 2, count: 1 },
  ]);
  assert.deepEqual(await store.reads.hidden({ at: NOON, device: 2, limit: 1 }), [
    { ...sum, tries, device: 2, count: 1 },
  ]);
  const { hidden } = await store.load(NOON, NOON);
  assert.deepEqual(hidden, [
    { device: 1, hour: NOON - HOUR, count: 3 },
    { device: 1, hour: NOON, count: 8 },
    { device: 2, hour: NOON, count: 1 },
  ]);
});

test('beside the messages of an address stand the tries from there that nobody has named, each once', async (t) => {
  const store = await scratchStore(t);
  const blank = {
    device: 1,
    publicIp: sum.publicIp,
    start: NOON,
    seenAt: NOON,
    stage: 'xauth',
    outcome: 'failed',
  } as const;
  await store.commit(
    setOf({
      hidden: [{ ...one, count: 8 }, untold],
      attempts: [
        { ...blank, id: 1 },
        { ...blank, id: 2 },
        { ...blank, id: 3, user: 'marty' },
        { ...blank, id: 4, publicIp: '198.51.100.8' },
        { ...blank, id: 5, device: 2 },
        { ...blank, id: 6, start: NOON - 24 * HOUR },
      ],
    }),
  );
  const found = await store.reads.hidden({ at: NOON, limit: 10 });
  assert.deepEqual(
    found.map(({ count, tries: named }) => [count, named]),
    [
      [8, 2],
      [2, null],
    ],
  );
});

test('hours that are older than a day do not count, and go with the next that comes', async (t) => {
  const store = await scratchStore(t);
  const late = NOON + 24 * HOUR;
  await store.commit(setOf({ hidden: [one] }));
  assert.deepEqual(await store.reads.hidden({ at: late, limit: 10 }), []);
  assert.deepEqual((await store.load(late, late)).hidden, []);
  await store.commit(setOf({ hidden: [{ ...one, hour: late, last: late }], at: late }));
  assert.deepEqual(await store.reads.hidden({ at: NOON, limit: 10 }), [{ ...sum, tries, last: late }]);
});

test('a spray from more addresses than there is room for is counted together, and leaves other devices theirs', async (t) => {
  const store = await scratchStore(t);
  const spray = Array.from({ length: MOST_ADDRESSES + 7 }, (_, n) => ({
    ...one,
    publicIp: `2001:db8::${n}`,
    count: 1,
  }));
  await store.commit(setOf({ hidden: spray.slice(0, 600) }));
  await store.commit(setOf({ hidden: spray.slice(600) }));
  await store.commit(setOf({ hidden: [spray[0] ?? one, { ...one, device: 2 }] }));
  const all = await store.reads.hidden({ at: NOON, limit: 10_000 });
  assert.equal(all.length, MOST_ADDRESSES + 2);
  assert.deepEqual(
    all.slice(0, 3).map(({ device, told, publicIp, count }) => [device, told, publicIp, count]),
    [
      [1, 'others', null, 7],
      [1, 'address', '2001:db8::0', 2],
      [2, 'address', '198.51.100.7', 2],
    ],
  );
});
