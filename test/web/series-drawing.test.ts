import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SeriesMetric } from '../../server/domain/series.ts';
import type { SeriesPoint } from '../../server/domain/series-points.ts';
import { tellDrawing, type SeriesAnswer } from '../../web/series-drawing.ts';
import { lineName, overTimeCharts } from '../../web/words/over-time.ts';
import { sumSeen, withKept } from '../../web/words/trend.ts';

const minute = 60_000;
type Row = readonly [
  metric: SeriesMetric,
  points: readonly SeriesPoint[],
  gaps?: readonly (readonly [number, number])[],
  instance?: string,
];
const told = (series: readonly Row[]): SeriesAnswer => ({
  ...{ step: minute, from: 0, to: 10 * minute, gaps: [] },
  series: series.map(([metric, points, gaps = [], instance = '']) => ({
    ...{ metric, instance, points },
    gaps: gaps.map(([from, to]) => ({ from: from * minute, to: to * minute })),
  })),
});
const gauge = (at: number, mean: number, high = mean): SeriesPoint => ({ at: at * minute, mean, low: mean, high });
const spots = (answer: SeriesAnswer, high = false) =>
  tellDrawing(answer, lineName, high).lines.map((line) => line.spots.map(({ at, value }) => [at / minute, value]));

describe('what was told over time', () => {
  it('has a spot at the end of each step, and ends where nothing was told', () => {
    const answer = told([['cpu', [gauge(0, 5, 9), gauge(1, 6), gauge(7, 7)], [[2, 7]]]]);
    assert.deepEqual(spots(answer), [[[1, 5], [2, 6], [4.5, null], [8, 7]]]); // prettier-ignore
    assert.deepEqual(spots(answer, true)[0]?.[0], [1, 9], 'or the most of it');
    assert.deepEqual(tellDrawing(answer, lineName).gaps, [{ from: 2 * minute, to: 7 * minute }]);
  });

  it('is drawn of a counter as a rate since it was counted before', () => {
    const answer = told([['bytes.tx', [{ at: 4 * minute, grown: 3000, seconds: 300 }, { at: 5 * minute, grown: 600, seconds: 60 }]]]); // prettier-ignore
    assert.deepEqual(spots(answer), [[[1, 10], [5, 10], [6, 10]]]); // prettier-ignore
  });

  it('is no data for all only where no line has any', () => {
    const answer = told([['bytes.tx', [{ at: 0, grown: 1, seconds: 60 }], [[1, 6]]], ['bytes.rx', [{ at: 0, grown: 1, seconds: 60 }], [[4, 9]]]]); // prettier-ignore
    assert.deepEqual(tellDrawing(answer, lineName).gaps, [{ from: 4 * minute, to: 6 * minute }]);
    assert.deepEqual(tellDrawing(told([]), lineName).gaps, [{ from: 0, to: 10 * minute }]);
  });

  it('has the greatest of more lines than can be told apart', () => {
    const many = told([1, 2, 3, 4, 5, 6, 7].map((n): Row => ['pool.used', [gauge(1, n)], [], `pool${n}`]));
    assert.deepEqual(tellDrawing(many, lineName).lines.map(({ name }) => name), ['pool7', 'pool6', 'pool5', 'pool4', 'pool3']); // prettier-ignore
  });

  it('says its values with their unit', () => {
    const said = (chart: string, value: number) => overTimeCharts.find((one) => one.chart === chart)?.unit(value);
    assert.equal(said('bytes', 1_250_000), '10.0 Mbit/s');
    assert.equal(said('cpu', 61.6), '62 %');
    assert.equal(said('packets', 0.25), '0.3 packets/s');
    assert.equal(said('sessions', 1), '1 session');
  });
});

describe('a trend', () => {
  it('goes on from what the server has kept of the time before the page was opened', () => {
    const kept = [1, 2, 3].map((at) => ({ at, value: at }));
    assert.deepEqual(withKept([{ at: 3, value: 30 }], kept).map(({ value }) => value), [1, 2, 30]); // prettier-ignore
    assert.deepEqual(withKept([], kept), kept);
  });

  it('of several head-ends is that of their sum, from when on all of them have told something', () => {
    const a = [{ at: 1, value: 1 }, { at: 3, value: 2 }]; // prettier-ignore
    const b = [{ at: 2, value: 10 }, { at: 4, value: 20 }]; // prettier-ignore
    assert.deepEqual(sumSeen([a, b]).map(({ at, value }) => [at, value]), [[2, 11], [3, 12], [4, 22]]); // prettier-ignore
    assert.deepEqual(sumSeen([a, []]), []);
    assert.deepEqual(sumSeen([]), []);
  });
});
