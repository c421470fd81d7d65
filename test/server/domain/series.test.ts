import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { pointsOf, together, type SeriesPoint, type SeriesTold } from '../../../server/domain/series-points.ts';
import { planOf, rowOf, tiers, type SeriesMetric, type SeriesRow } from '../../../server/domain/series.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 23, 12);

test('a span of any length is told in at most as many points as were asked for, by steps of a tier that is kept then', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1200 * DAY }),
      fc.nat(1200 * DAY),
      fc.integer({ min: 10, max: 2000 }),
      (long, ago, most) => {
        const to = NOON - ago;
        const from = to - long;
        const { tier, step } = planOf({ from, to }, NOON, most);
        const own = tiers.find(({ name }) => name === tier);
        assert.ok(own !== undefined && step % own.step === 0);
        assert.ok(Math.ceil(to / step) - Math.floor(from / step) <= most);
        assert.ok(tier === '1d' || NOON - from <= own.kept, 'what is read has not left');
        assert.ok(long / own.step <= 3001, 'few rows are read');
      },
    ),
  );
});

test('charts of 10 s, of a day, a month and three years have their tiers', () => {
  const plan = (long: number, most = 2000) => planOf({ from: NOON - long, to: NOON }, NOON, most);
  assert.deepEqual(plan(5 * HOUR), { tier: '10s', step: 10 * SECOND });
  assert.deepEqual(plan(DAY), { tier: '1m', step: MINUTE });
  assert.deepEqual(plan(7 * DAY), { tier: '10m', step: 10 * MINUTE });
  assert.deepEqual(plan(29 * DAY), { tier: '1h', step: HOUR });
  assert.deepEqual(plan(3 * 365 * DAY), { tier: '1d', step: DAY });
  assert.deepEqual(planOf({ from: NOON - 100 * DAY, to: NOON - 100 * DAY + HOUR }, NOON, 2000), { tier: '1h', step: HOUR }); // prettier-ignore
});

const rows = (metric: SeriesMetric, step: number, told: readonly (readonly [at: number, value: number, span?: number])[]): readonly SeriesRow[] =>
  told.map(([at, value, span]) => rowOf({ device: 1, metric, instance: '', at: NOON + at, value, ...(span !== undefined && { span }) }, step)); // prettier-ignore
const gapsOf = ({ gaps }: Pick<SeriesTold, 'gaps'>) => gaps.map(({ from, to }) => [(from - NOON) / MINUTE, (to - NOON) / MINUTE]); // prettier-ignore

test('where a gauge is told far less often than is usual nothing is known; a poll that failed is no gap', () => {
  const every5 = [0, 5, 10, 20, 25, 60, 65].map((at) => [at * MINUTE, at] as const);
  const told = pointsOf('cpu', rows('cpu', MINUTE, every5), { from: NOON, to: NOON + 100 * MINUTE, step: MINUTE });
  assert.deepEqual(told.points.map(({ mean }) => mean), [0, 5, 10, 20, 25, 60, 65]); // prettier-ignore
  assert.deepEqual(gapsOf(told), [[26, 60], [66, 100]]); // prettier-ignore
  const hours = pointsOf('cpu', rows('cpu', HOUR, [[0, 1], [HOUR, 2], [3 * HOUR, 3]]), { from: NOON, to: NOON + 4 * HOUR, step: HOUR }); // prettier-ignore
  assert.deepEqual(gapsOf(hours), [[120, 180]], 'an hour of which nothing was told');
  assert.deepEqual(gapsOf(pointsOf('cpu', [], { from: NOON, to: NOON + HOUR, step: MINUTE })), [[0, 60]]);
});

test('a counter knows of all the time that it spans, and of no other; what closing records told is told with the next count', () => {
  const span = { from: NOON, to: NOON + 20 * MINUTE, step: 10 * SECOND };
  const told = pointsOf(
    'bytes.tx',
    rows('bytes.tx', 10 * SECOND, [[60_000, 600, 60_000], [90_000, 50, 0], [120_000, 550, 60_000], [600_000, 60, 60_000], [1_140_000, 54, 540_000]]), // prettier-ignore
    span,
  );
  assert.deepEqual(
    told.points.map(({ at, grown, seconds }) => [(at - NOON) / SECOND, grown, seconds]),
    [[60, 600, 60], [120, 600, 60], [600, 60, 60], [1140, 54, 540]], // prettier-ignore
  );
  assert.deepEqual(gapsOf(told), [[130 / 60, 540 / 60]]);
});

test('counters of several head-ends together grow as fast as each of them does, whatever the steps are', () => {
  const rate = (every: number, bytes: number, from = 0): SeriesTold => {
    const metric = 'bytes.tx';
    const counted = Array.from({ length: Math.floor((HOUR - from) / every) }, (_, n) => [from + (n + 1) * every - 1, bytes * (every / 1000), every] as const); // prettier-ignore
    const span = { from: NOON, to: NOON + HOUR, step: MINUTE };
    return { ...{ device: 1, metric, instance: '' }, ...pointsOf(metric, rows(metric, MINUTE, counted), span) };
  };
  const span = { from: NOON, to: NOON + HOUR, step: MINUTE };
  const perSecond = ({ grown = 0, seconds = 1 }: SeriesPoint): number => Math.round(grown / seconds);
  const both = together([rate(MINUTE, 100), rate(5 * MINUTE, 7), rate(MINUTE, 1000, 30 * MINUTE)], span);
  assert.deepEqual(both.points.map(perSecond), [...Array<number>(30).fill(107), ...Array<number>(30).fill(1107)]);
  assert.deepEqual(both.gaps, []);
  assert.deepEqual(gapsOf(together([], span)), [[0, 60]]);
});
