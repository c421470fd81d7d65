import type { GapRow } from '../domain/feed.ts';
import { tiers, type SeriesKey, type SeriesMetric, type SeriesPlan, type SeriesRow } from '../domain/series.ts';
import { BLOCK } from './series.ts';
import { gapsWithin } from './minutes.ts';
import type { Ask } from './readers.ts';
import type { Row } from './sqlite.ts';

/** Which series, and over which span: epoch milliseconds, `from` included, `to` not. */
export interface SeriesQuery extends SeriesPlan {
  /** `ALL_DEVICES`: all together, as they were counted together. */
  readonly devices: readonly number[];
  readonly metrics: readonly SeriesMetric[];
  readonly from: number;
  readonly to: number;
}

/** The rows of each series that is there, in order, one a step; and when nothing was collected. */
export interface SeriesSpanRows {
  readonly series: readonly (SeriesKey & { readonly rows: readonly SeriesRow[] })[];
  readonly gaps: readonly GapRow[];
}

/** How many series one answer tells at most: of a device that has thousands of interfaces not all are told. */
const MOST_SERIES = 3000;

const keys = `SELECT id, device, metric, instance FROM series
  WHERE device IN (SELECT value FROM json_each(?)) AND metric IN (SELECT value FROM json_each(?))
  ORDER BY device, metric, instance LIMIT ${MOST_SERIES}`;

/** The rows of some series over a span, put together by steps. */
export async function spanOfSeries(ask: Ask, main: string, query: SeriesQuery): Promise<SeriesSpanRows> {
  const { devices, metrics, from, to, tier, step } = query;
  const known = await ask<SeriesKey & Row & { id: number }>(main, keys, [
    JSON.stringify(devices),
    JSON.stringify(metrics),
  ]);
  const own = tiers.find(({ name }) => name === tier)?.step ?? step;
  const at = `(block * ${BLOCK} + step) * ${own}`;
  const columns =
    own === step
      ? `${at} AS at, n, total, span, low, high, last, lastAfter`
      : `${at} / ${step} * ${step} AS at, sum(n) AS n, sum(total) AS total, sum(span) AS span, min(low) AS low, max(high) AS high,
         NULL AS last, NULL AS lastAfter`;
  const first = Math.floor(from / step) * step;
  // As one text a series: the driver takes four times as long for as many rows.
  const told = await ask<{ series: number; rows: string }>(
    main,
    `WITH RECURSIVE blocks(b) AS (SELECT ? UNION ALL SELECT b + 1 FROM blocks WHERE b < ?)
     SELECT series, json_group_array(json_array(at, n, total, span, low, high, last, lastAfter) ORDER BY at) AS rows FROM (
       SELECT t.series, ${columns} FROM json_each(?) s CROSS JOIN blocks CROSS JOIN series_${tier} t
       WHERE t.block = blocks.b AND t.series = s.value AND ${at} >= ? AND ${at} < ?
       ${own === step ? '' : `GROUP BY t.series, ${at} / ${step}`}) GROUP BY series`,
    [
      ...[Math.floor(first / own / BLOCK), Math.floor(to / own / BLOCK)],
      ...[JSON.stringify(known.map(({ id }) => id)), first, to],
    ],
  );
  const byId = new Map(told.map(({ series, rows }) => [series, rowsIn(rows)]));
  return {
    series: known.map(({ id, device, metric, instance }) => ({ device, metric, instance, rows: byId.get(id) ?? [] })),
    gaps: await gapsWithin(ask, main, from, to),
  };
}

type Stored = readonly [at: number, n: number, total: number, ...(number | null)[]];

// One after the other: taking arrays apart, or putting objects together, by their parts took ten times as long.
function rowsIn(text: string): readonly SeriesRow[] {
  // border: made by the statement above.
  return (JSON.parse(text) as readonly Stored[]).map((row) => ({
    at: row[0],
    n: row[1],
    total: row[2],
    span: row[3] ?? null,
    low: row[4] ?? null,
    high: row[5] ?? null,
    last: row[6] ?? null,
    lastAfter: row[7] ?? null,
  }));
}
