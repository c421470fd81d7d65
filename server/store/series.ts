import { rowOf, tiers, type SeriesSample, type Tier } from '../domain/series.ts';
import { rowsText } from './cell.ts';
import type { PurgeDone, PurgeStep } from './retention.ts';
import type { Connection } from './sqlite.ts';

const putKeys = `INSERT OR IGNORE INTO series (device, metric, instance)
  SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)`;

// Of two looks at one moment the one that was told later is the last.
const put = (tier: Tier): string => `INSERT INTO series_${tier} (series, at, n, total, span, low, high, last, lastAfter)
  SELECT s.id, r.value->>3, r.value->>4, r.value->>5, r.value->>6, r.value->>7, r.value->>8, r.value->>9, r.value->>10
  FROM jsonb_each(?) r CROSS JOIN series s ON (s.device, s.metric, s.instance) = (r.value->>0, r.value->>1, r.value->>2)
  WHERE true ON CONFLICT (series, at) DO UPDATE SET
    n = n + excluded.n, total = total + excluded.total, span = span + excluded.span,
    low = min(low, excluded.low), high = max(high, excluded.high),
    last = iif(excluded.lastAfter >= lastAfter, excluded.last, last), lastAfter = max(lastAfter, excluded.lastAfter)`;

/**
 * Adds samples to the steps of every tier that they fall into, however late they come, within the transaction that is open: a tier is never
 * made of another one's rows.
 */
export async function addSeries(writer: Connection, samples: readonly SeriesSample[]): Promise<void> {
  if (samples.length === 0) return;
  await writer.run(putKeys, [rowsText(samples.map(({ device, metric, instance }) => [device, metric, instance]))]);
  for (const { name, step } of tiers) {
    const rows = samples.map((sample) => {
      const { at, n, total, span, low, high, last, lastAfter } = rowOf(sample, step);
      return [sample.device, sample.metric, sample.instance, at, n, total, span, low, high, last, lastAfter];
    });
    await writer.run(put(name), [rowsText(rows)]);
  }
}

/** Deletes some of the steps of a tier that began before, by leaps from series to series: `after` is the series where the step before stopped. */
export async function purgeSeries(
  writer: Connection,
  tier: Tier,
  { before, most, look, after }: PurgeStep,
): Promise<PurgeDone> {
  const table = `series_${tier}`;
  const old = await writer.all<{ series: number; at: number | null }>(
    `WITH RECURSIVE leap(series) AS (
       SELECT (SELECT min(series) FROM ${table} WHERE series >= ?)
       UNION ALL SELECT (SELECT min(series) FROM ${table} WHERE series > leap.series) FROM leap WHERE series IS NOT NULL LIMIT ?)
     SELECT series, (SELECT min(at) FROM ${table} t WHERE t.series = leap.series) AS at FROM leap WHERE series IS NOT NULL`,
    [after, look],
  );
  let gone = 0;
  for (const { series } of old.filter(({ at }) => at !== null && at < before)) {
    gone += await writer.run(
      `DELETE FROM ${table} WHERE series = ? AND at IN (SELECT at FROM ${table} WHERE series = ? AND at < ? ORDER BY at LIMIT ?)`,
      [series, series, before, most - gone],
    );
    if (gone >= most) return { gone, more: true, stopped: series };
  }
  return { gone, more: old.length === look, stopped: (old.at(-1)?.series ?? after) + 1 };
}
