import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Alert } from '../../../server/domain/alert/alert.ts';
import type { MinuteRow } from '../../../server/domain/feed.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const MINUTE = 60_000;

test('minutes are put together by steps: sums, and the sessions at the end of each', async (t) => {
  const store = await scratchStore(t);
  const minutes = Array.from({ length: 300 }, (_, n): MinuteRow => {
    const minute = NOON + n * MINUTE;
    return { minute, active: (n * 7) % 13, opened: n % 3, ended: n % 2, bytesTx: n, bytesRx: n * 2 };
  }).filter((_, n) => n % 5 !== 3);
  // An hour is written twice, the second time with a minute of the first that has changed.
  const [changed, ...first] = minutes.slice(0, 100).reverse();
  assert.ok(changed);
  await store.commit(setOf({ minutes: [...first, { ...changed, active: 50, opened: 9 }] }));
  await store.commit(setOf({ minutes: [changed, ...minutes.slice(100)] }));
  const edge = fc.integer({ min: -20, max: 320 });
  await fc.assert(
    fc.asyncProperty(
      edge,
      edge,
      fc.constantFrom(1, 5, 30, 60, 180),
      fc.boolean(),
      async (first, last, many, isWhole) => {
        const step = many * MINUTE;
        // Of whole steps those of an hour and longer come from the hours.
        const [from, to] = [first, last].map((n) => NOON + (isWhole ? Math.floor(n / many) * many : n) * MINUTE) as [number, number]; // prettier-ignore
        const earlier = minutes.filter(({ minute }) => minute < from).slice(-1);
        const steps = new Map<number, MinuteRow>();
        for (const row of minutes) {
          if (row.minute < from || row.minute >= to) continue;
          const minute = Math.floor(row.minute / step) * step;
          const known = steps.get(minute) ?? { opened: 0, ended: 0, bytesTx: 0, bytesRx: 0 };
          steps.set(minute, {
            ...{ minute, active: row.active, opened: known.opened + row.opened, ended: known.ended + row.ended },
            ...{ bytesTx: known.bytesTx + row.bytesTx, bytesRx: known.bytesRx + row.bytesRx },
          });
        }
        assert.deepEqual((await store.reads.minutes({ from, to, step })).minutes, [...earlier, ...steps.values()]);
      },
    ),
    { numRuns: 200 },
  );
});

test('hours leave with their minutes, and are summed up anew by a rebuild', async (t) => {
  const store = await scratchStore(t);
  const HOUR = 60 * MINUTE;
  const rows = Array.from({ length: 300 }, (_, n): MinuteRow => ({ minute: NOON + n * MINUTE, active: n, opened: 1, ended: 0, bytesTx: 2, bytesRx: 3 })); // prettier-ignore
  await store.commit(setOf({ minutes: rows }));
  const hours = async (): Promise<readonly (readonly [number, number])[]> =>
    (await store.reads.minutes({ from: NOON - HOUR, to: NOON + 6 * HOUR, step: HOUR })).minutes.map(({ minute, opened }) => [(minute - NOON) / HOUR, opened]); // prettier-ignore
  await store.purge('minutes', { before: NOON + 90 * MINUTE, most: 60, look: 1000, after: 0 });
  assert.deepEqual(await hours(), [[1, 60], [2, 60], [3, 60], [4, 60]]); // prettier-ignore
  // Of what was before that moment a rebuild knows no events: what there is of it stays, and here no event tells of what came after.
  await store.rebuild(async () => {});
  assert.deepEqual(await hours(), [[1, 30]]);
});

test('the gaps of a span are those that reach into it, in order', async (t) => {
  const store = await scratchStore(t);
  const gaps = [0, 10, 20, 30].map((n) => ({ from: NOON + n, to: NOON + n + 5 }));
  for (const gap of gaps) await store.addGap(gap);
  const { gaps: found } = await store.reads.minutes({ from: NOON + 14, to: NOON + 30, step: MINUTE });
  assert.deepEqual(found, gaps.slice(1, 3));
});

test('the figures of some devices are of these alone, and of the last 15 minutes and 24 hours', async (t) => {
  const store = await scratchStore(t);
  const tried = { stage: 'xauth', publicIp: '198.51.100.7', seenAt: NOON - MINUTE } as const;
  const been = {
    publicIp: '198.51.100.7',
    user: 'marty',
    protocol: 'ikev1',
    startIs: 'seen',
    tunnels: [],
    from: {},
  } as const;
  const over = { ...been, state: 'ended', endIs: 'reported', bytesTx: 10, bytesRx: 3, seenAt: NOON } as const;
  await store.commit(
    setOf({
      attempts: [
        { ...tried, id: 1, device: 1, start: NOON - 2 * MINUTE, outcome: 'failed' },
        { ...tried, id: 2, device: 1, start: NOON - 2 * MINUTE, outcome: 'succeeded' },
        { ...tried, id: 3, device: 2, start: NOON - 2 * MINUTE, outcome: 'failed' },
        { ...tried, id: 4, device: 1, start: NOON - 40 * MINUTE, seenAt: NOON - 39 * MINUTE, outcome: 'failed' },
      ],
      sessions: [
        { ...over, id: 5, device: 1, start: NOON - 2000 * MINUTE, end: NOON - MINUTE },
        { ...over, id: 6, device: 1, start: NOON - 2000 * MINUTE, end: NOON - 1500 * MINUTE },
        { ...over, id: 7, device: 2, start: NOON - 5 * MINUTE, end: NOON },
        { ...been, id: 8, device: 1, start: NOON - MINUTE, state: 'active', seenAt: NOON },
      ],
    }),
  );
  const one = { failed15m: 1, rejected15m: 0, refused15m: 0, bytes: { sessions: 1, tx: 10, rx: 3 } };
  assert.deepEqual(await store.reads.figures([1], NOON), one);
  assert.deepEqual(await store.reads.figures([1, 2], NOON), {
    ...{ ...one, failed15m: 2 },
    bytes: { sessions: 2, tx: 20, rx: 6 },
  });
  assert.deepEqual((await store.reads.figures([], NOON)).bytes, { sessions: 0, tx: 0, rx: 0 });
});

test('nobody watched in gaps, before the first sign of life, and since the last one is a while ago', async (t) => {
  const store = await scratchStore(t);
  const unwatched = (from: number, to: number) =>
    store.reads.unwatched({ from: NOON + from * MINUTE, to: NOON + to * MINUTE });
  const spans = (...all: readonly (readonly [number, number])[]) =>
    all.map(([from, to]) => ({ from: NOON + from * MINUTE, to: NOON + to * MINUTE }));
  assert.deepEqual(await unwatched(0, 9), spans([0, 9]), 'nothing is on record');
  const minute = { minute: NOON + 2 * MINUTE, active: 1, opened: 1, ended: 0, bytesTx: 0, bytesRx: 0 };
  await store.commit(setOf({ minutes: [minute], at: NOON + 8 * MINUTE }));
  await store.addGap({ from: NOON + 4 * MINUTE, to: NOON + 5 * MINUTE });
  assert.deepEqual(await unwatched(0, 9), spans([0, 2], [4, 5]), 'a minute ago is not silence');
  assert.deepEqual(await unwatched(0, 10), spans([0, 2], [4, 5], [8, 10]));
  assert.deepEqual(await unwatched(9, 12), spans([9, 12]));
  assert.deepEqual(await unwatched(2, 4), []);
  await store.commit(setOf({ alerts: alertsOf({ raisedAt: NOON + MINUTE }), at: NOON + 8 * MINUTE }));
  assert.deepEqual(await unwatched(0, 4), spans([0, 1]), 'an alert is a sign of life, too');
});

function alertsOf({ raisedAt }: Pick<Alert, 'raisedAt'>) {
  const alert: Alert = {
    ...{ id: 1, rule: 'pool.chain', subject: '1/hillvalleyvpn', about: { device: 1 }, severity: 'warning', raisedAt },
    ...{ changedAt: raisedAt, value: 0.9, threshold: 0.8, peak: 0.9, text: 'full', count: 0, evidence: [] },
  };
  return { alerts: [alert], episodes: [], memory: [], groups: [], history: [], notifications: [] };
}
