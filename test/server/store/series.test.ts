import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { seriesMetrics, tiers, type SeriesMetric, type SeriesSample } from '../../../server/domain/series.ts';
import type { Sample } from '../../../server/domain/sample.ts';
import { openStore } from '../../../server/store/open.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratch, scratchStore, setOf } from './scratch.ts';
import { slowly } from './series-oracle.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Samples of some series over some hours, most of them in order, some hours late, with silences between. */
const sample: fc.Arbitrary<SeriesSample> = fc
  .record({
    device: fc.constantFrom(0, 1, 2),
    what: fc.constantFrom<readonly [SeriesMetric, string]>(['cpu', ''], ['sessions', ''], ['bytes.tx', ''], ['pool.used', 'a'], ['pool.used', 'b']), // prettier-ignore
    at: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 * 3600 })),
    value: fc.nat(1_000_000),
    span: fc.nat(600_000),
  })
  .map(({ device, what: [metric, instance], at, value, span }) => ({
    ...{ device, metric, instance, value, at: NOON + at * SECOND },
    ...(seriesMetrics[metric].kind === 'counter' && { span }),
  }));

async function rowsIn(store: Store, tier: (typeof tiers)[number], metric: SeriesMetric, device: number) {
  const { series } = await store.reads.series({
    ...{ devices: [device], metrics: [metric], from: NOON - DAY, to: NOON + 3 * DAY },
    ...{ tier: tier.name, step: tier.step },
  });
  return series.filter(({ rows }) => rows.length > 0).map(({ instance, rows }) => ({ instance, rows }));
}

test('every tier has of each step what all samples of it tell, however late they come, in whatever sets, and when a set comes twice', async (t) => {
  const sets = fc.array(fc.record({ samples: fc.array(sample, { maxLength: 12 }), again: fc.boolean() }), { maxLength: 12 }); // prettier-ignore
  await fc.assert(
    fc.asyncProperty(sets, async (told) => {
      const store = await openStore({ path: await scratch(t), now: () => NOON });
      for (const [n, { samples, again }] of told.entries())
        for (let times = again ? 2 : 1; times > 0; times -= 1)
          await store.commit(setOf({ series: samples, collector: { name: 'syslog', epoch: 1, seq: n + 1, lastMessage: 0 } })); // prettier-ignore
      const all = told.flatMap(({ samples }) => samples);
      for (const tier of tiers)
        for (const device of [0, 1, 2])
          for (const metric of ['cpu', 'sessions', 'bytes.tx', 'pool.used'] as const) {
            const mine = all.filter((one) => one.device === device && one.metric === metric);
            const instances = [...new Set(mine.map(({ instance }) => instance))].sort();
            const expected = instances.map((instance) => ({
              instance,
              rows: slowly(mine.filter((one) => one.instance === instance), tier.step), // prettier-ignore
            }));
            assert.deepEqual(await rowsIn(store, tier, metric, device), expected, `${metric} of ${device}, ${tier.name}`); // prettier-ignore
          }
      await store.close();
    }),
    { numRuns: 30 },
  );
});

test('rows that are put together by steps tell the same as the samples of those steps', async (t) => {
  const store = await scratchStore(t);
  const samples = fc.sample(sample, { numRuns: 600, seed: 26 }).map((one) => ({ ...one, device: 1 }));
  await store.commit(setOf({ series: samples }));
  const step = 10 * 60_000;
  for (const metric of ['cpu', 'bytes.tx'] as const) {
    const { series } = await store.reads.series({ devices: [1], metrics: [metric], from: NOON, to: NOON + 2 * DAY, tier: '1m', step }); // prettier-ignore
    const expected = slowly(samples.filter((one) => one.metric === metric), step); // prettier-ignore
    assert.deepEqual(series[0]?.rows, expected.map((row) => ({ ...row, last: null, lastAfter: null }))); // prettier-ignore
  }
});

test('a counter of an agent grows by what it counted, over where it goes over, and by nothing where it began anew or was told late', async (t) => {
  const store = await scratchStore(t);
  const ROUND = 2 ** 32;
  let seq = 0;
  const poll = async (after: number, value: number, up: number): Promise<void> => {
    const at = NOON + after * SECOND;
    const told = (metric: string, kind: Sample['kind'], of: number, bits?: 32): Sample => ({
      ...{ metric, instance: metric === 'device.uptime' ? '' : 'outside', kind, value: String(of), at },
      ...(bits && { bits }),
    });
    const samples = [
      told('interface.in.octets', 'counter', value % ROUND, 32),
      told('device.uptime', 'gauge', up),
      told('interface.speed', 'gauge', 100_000_000),
    ];
    const polled = { device: 1, by: 'snmp', startedAt: at, finishedAt: at, rosters: [], facts: {}, failures: [], samples } as const; // prettier-ignore
    seq += 1;
    await store.commit(setOf({ polled: [polled], at, collector: { name: 'snmp', epoch: 1, seq, lastMessage: 0 } }));
  };
  await poll(0, ROUND - 5000, 1000);
  await poll(30, ROUND + 1000, 1030);
  await poll(15, ROUND, 1015);
  await poll(60, ROUND + 3500, 1060);
  await poll(90, 700, 5);
  await poll(120, 1700, 35);
  const rows = await rowsIn(store, tiers[0], 'interface.in.octets', 1);
  assert.deepEqual(
    rows.flatMap(({ instance, rows: of }) =>
      of.map(({ at, total, span }) => [instance, (at - NOON) / SECOND, total, span]),
    ),
    [['outside', 30, 6000, 30_000], ['outside', 60, 2500, 30_000], ['outside', 120, 1000, 30_000]], // prettier-ignore
  );
});

test('blocks that are over leave in steps, those that came first before all others', async (t) => {
  const store = await scratchStore(t);
  const names = ['a', 'b', 'c'];
  // Noon is the beginning of a block of two minutes.
  const series = names.flatMap(
    (instance) =>
    Array.from({ length: 30 }, (_, n): SeriesSample => ({ device: 1, metric: 'pool.used', instance, at: NOON + n * 10 * SECOND, value: n })), // prettier-ignore
  );
  await store.commit(setOf({ series }));
  const left = async () => (await rowsIn(store, tiers[0], 'pool.used', 1)).map(({ rows }) => rows[0]?.total);
  const purge = (before: number) => store.purge('series10s', { before, most: 50, look: 1, after: 0 });
  assert.deepEqual([(await purge(NOON + 239 * SECOND)).gone, await left()], [36, [12, 12, 12]], 'a block goes whole');
  const done = await purge(NOON + DAY);
  assert.deepEqual([done.gone, done.more], [50, true]);
  assert.deepEqual([(await purge(NOON + DAY)).gone, await left()], [4, []]);
  const [minute] = await rowsIn(store, tiers[1], 'pool.used', 1);
  assert.deepEqual(minute?.rows.map(({ n }) => n), [6, 6, 6, 6, 6], 'a coarser tier is made of nothing that leaves'); // prettier-ignore
});
