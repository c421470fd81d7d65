import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rowOf, type SeriesMetric } from '../../../server/domain/series.ts';
import type { Reads } from '../../../server/store/reads.ts';
import type { SeriesQuery } from '../../../server/store/series-reads.ts';
import { anAdmin, doorsOf, OURS } from './doors.ts';
import { AT, fakeReads, get } from './stage.ts';

const MINUTE = 60_000;
const NOW = Math.floor(AT / MINUTE) * MINUTE;
const hill = encodeURIComponent('Hill Valley');

/** A store in which every series that is asked for has told 10, 20 and 30 in the last three minutes. */
function asked() {
  const queries: SeriesQuery[] = [];
  const series: Reads['series'] = (query) => {
    queries.push(query);
    const { devices, metrics, step } = query;
    const rows = (device: number, metric: SeriesMetric) =>
      [10, 20, 30].map((value, n) => rowOf({ device, metric, instance: '', at: NOW - (3 - n) * MINUTE, value, span: MINUTE }, step)); // prettier-ignore
    return Promise.resolve({
      series: devices.flatMap((device) => metrics.map((metric) => ({ device, metric, instance: '', rows: rows(device, metric) }))), // prettier-ignore
      gaps: [{ from: NOW - 9 * MINUTE, to: NOW - 8 * MINUTE }],
    });
  };
  return { queries, own: { reads: { ...fakeReads().reads, series } } };
}

interface Told {
  readonly step: number;
  readonly tier: string;
  readonly series: readonly { readonly metric: string; readonly points: readonly Record<string, number>[] }[];
  readonly gaps: readonly unknown[];
}
const span = `from=${NOW - 10 * MINUTE}&to=${NOW}`;

test('a chart of a head-end has of gauges the mean and how far they went, of counters by how much they grew in how long', async () => {
  const { queries, own } = asked();
  const cpu = (await get(`/api/series?chart=cpu&device=hill-valley&${span}`, own)).json<Told>();
  assert.deepEqual([cpu.step, cpu.tier, cpu.gaps.length], [10_000, '10s', 1]);
  assert.deepEqual(cpu.series[0]?.points[0], { at: NOW - 3 * MINUTE, mean: 10, low: 10, high: 10 });
  const bytes = (await get(`/api/series?chart=bytes&device=hill-valley&${span}`, own)).json<Told>();
  assert.deepEqual(bytes.series.map(({ metric }) => metric), ['bytes.tx', 'bytes.rx'], 'in the order of the table'); // prettier-ignore
  assert.deepEqual(bytes.series[0]?.points.at(-1), { at: NOW - MINUTE, grown: 30, seconds: 60 });
  assert.deepEqual(queries.map(({ devices }) => devices), [[1], [1]]); // prettier-ignore
});

test('a chart of several head-ends is put together from theirs, but for the sessions of all, which were counted together', async () => {
  const { queries, own } = asked();
  const all = (await get(`/api/series?chart=bytes&${span}`, own)).json<Told>();
  await get(`/api/series?chart=sessions&${span}`, own);
  const site = (await get(`/api/series?chart=bytes&site=${hill}&${span}`, own)).json<Told>();
  assert.deepEqual(queries.map(({ devices }) => devices), [[1, 2], [0], [1]]); // prettier-ignore
  assert.deepEqual(all.series.map(({ points }) => points.at(-1)?.['grown']), [10, 10], 'bytes of both in the 10 s'); // prettier-ignore
  assert.equal(site.series.length, 2);
  const none = (await get(`/api/series?chart=bytes&tag=none&${span}`, own)).json<Told>();
  assert.deepEqual(none.series, []);
});

test('whoever is bound to sites is told of the head-ends at them alone, and never of the total of all', async () => {
  const { queries, own } = asked();
  const bound = { ...own, doors: doorsOf({ ...anAdmin, sites: ['Hill Valley'] }) };
  assert.equal((await get(`/api/series?chart=bytes&${span}`, bound, OURS)).statusCode, 200);
  assert.equal((await get('/api/series/lately', bound, OURS)).statusCode, 200);
  assert.deepEqual(queries.map(({ devices }) => devices), [[1], [1]]); // prettier-ignore
  assert.equal((await get('/api/series?chart=cpu&device=192.0.2.9', bound, OURS)).statusCode, 404);
});

test('what is no chart, no device, or told of one head-end alone is refused', async () => {
  const status = async (search: string) => (await get(`/api/series?${search}`, asked().own)).statusCode;
  assert.equal(await status('chart=weather'), 400);
  assert.equal(await status('chart=cpu'), 400);
  assert.equal(await status('chart=cpu&device=nobody'), 404);
  assert.equal(await status('chart=bytes&points=2001'), 400);
  assert.equal(await status('chart=bytes&points=2000'), 200);
});

test('what was told lately is told minute by minute, of bytes as a rate', async () => {
  const { queries, own } = asked();
  const { series } = (await get('/api/series/lately', own)).json<{ series: readonly { device: string; metric: string; seen: readonly unknown[] }[] }>(); // prettier-ignore
  assert.deepEqual([queries[0]?.tier, queries[0]?.devices], ['1m', [1]]);
  const of = (name: string) => series.find(({ metric, device }) => metric === name && device === 'hill-valley')?.seen;
  assert.deepEqual(of('connections')?.[0], { at: NOW - 3 * MINUTE, value: 10 });
  assert.deepEqual(of('bytes.tx')?.[0], { at: NOW - 2 * MINUTE, value: 10 / 60 });
});
