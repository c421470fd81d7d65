import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOON, scratchStore, setOf } from './scratch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const row = (minute: number, used: number, most = used, pool = 'vpnpool') => ({
  ...{ device: 1, pool, minute, size: 100, used, most },
});

test('minutes of pools older than three days are thinned out to the last and the fullest of each hour, and go when their time is over', async (t) => {
  const store = await scratchStore(t);
  const keep = (rows: readonly ReturnType<typeof row>[], at: number, isNewHour = false) =>
    store.commit(setOf({ at, poolMinutes: { rows, isNewHour } }));
  const told = async (from: number, to: number, pools = ['vpnpool']) =>
    (await store.reads.poolMinutes({ device: 1, pools, from, to })).minutes.map(({ minute, most }) => [(minute - NOON) / MINUTE, most]); // prettier-ignore
  const hour = Array.from({ length: 60 }, (_, n) => row(NOON + n * MINUTE, n % 7, n === 20 ? 90 : n % 7));
  await keep([...hour, row(NOON + 5 * MINUTE, 1, 1, 'other')], NOON + HOUR);
  await keep([row(NOON + 20 * MINUTE, 50)], NOON + HOUR);
  assert.equal((await told(NOON, NOON + HOUR)).length, 60, 'all of them, for three days');
  assert.deepEqual((await told(NOON, NOON + HOUR, ['other', 'vpnpool'])).length, 61);

  await keep([row(NOON + 3 * DAY, 1)], NOON + 3 * DAY, true);
  assert.equal((await told(NOON, NOON + HOUR)).length, 60, 'the hour is not over for three days');
  await keep([row(NOON + 3 * DAY + HOUR, 1)], NOON + 3 * DAY + HOUR, true);
  assert.deepEqual(await told(NOON, NOON + HOUR), [[20, 90], [59, 3]], 'the most of a minute is never lowered'); // prettier-ignore
  assert.equal((await told(NOON, NOON + HOUR, ['other'])).length, 1, 'the last one of its hour');

  const later = NOON + 404 * DAY + 12 * HOUR;
  await keep([row(later, 1)], later, true);
  const before = NOON + 4 * DAY;
  for (let more = true; more;) ({ more } = await store.purge('poolMinutes', { before, most: 2, look: 2, after: 0 }));
  assert.equal((await told(before, later + HOUR)).length, 1);
  assert.deepEqual(await told(0, later, ['vpnpool', 'other']), [], 'of pools that are gone, too');
});
