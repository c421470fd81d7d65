import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, type DeviceUnstored } from '../../../server/domain/unstored.ts';
import type { UnstoredQuery } from '../../../server/store/reads.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const built: DeviceUnstored = { device: 1, minute: NOON, messageId: 302_013, count: 3 };
const mark = (seq: number) => ({ name: 'syslog', epoch: 1, seq, lastMessage: seq });
const day = { from: NOON - MINUTE, to: NOON + 9 * MINUTE, limit: 10 };

test('counts of what is not stored add up by device and ID, once for each batch', async (t) => {
  const store = await scratchStore(t);
  const set = setOf({ unstored: [built, { ...built, messageId: null, count: 9 }], collector: mark(1) });
  await store.commit(set);
  await store.commit(set);
  await store.commit(setOf({ unstored: [built, { ...built, minute: NOON + MINUTE, count: 5 }, { ...built, device: 2 }] }));
  const unstored = (query: UnstoredQuery) => store.reads.unstored(query);
  assert.deepEqual(await unstored({ ...day, device: 1 }), [
    { device: 1, messageId: 302_013, count: 11, first: NOON, last: NOON + MINUTE },
    { device: 1, messageId: null, count: 9, first: NOON, last: NOON },
  ]);
  assert.equal((await unstored(day)).length, 3);
  assert.deepEqual(await unstored({ ...day, from: NOON + MINUTE, device: 1 }), [
    { device: 1, messageId: 302_013, count: 5, first: NOON + MINUTE, last: NOON + MINUTE },
  ]);
}); // prettier-ignore

test('they go with the messages of their time', async (t) => {
  const store = await scratchStore(t);
  const minutes = [0, 1, 2].map((n) => ({ ...built, minute: NOON + n * MINUTE }));
  await store.commit(setOf({ unstored: [...minutes, { ...built, device: 2 }] }));
  const step = { before: NOON + 2 * MINUTE, most: 2, look: 2, after: 0 };
  const { gone, more } = await store.purge('unstored', step);
  assert.deepEqual([gone, more], [2, true]);
  assert.equal((await store.purge('unstored', step)).gone, 1);
  assert.equal((await store.purge('unstored', step)).gone, 0);
  assert.deepEqual((await store.reads.unstored(day)).map(({ count }) => count), [3]); // prettier-ignore
});

test('what is stored of a device is kept, and is of the VPN unless told', async (t) => {
  const store = await scratchStore(t);
  const storing = async () => (await store.devices()).find(({ id }) => id === 1)?.storing;
  assert.equal(await storing(), undefined);
  await store.storeDevice(1, ['vpn', 302]);
  assert.deepEqual(await storing(), ['vpn', 302]);
  await store.storeDevice(1, 'all');
  assert.equal(await storing(), 'all');
  await store.storeDevice(1, 'vpn');
  assert.equal(await storing(), undefined);
  await assert.rejects(store.storeDevice(99, 'all'), /no device 99/);
});
