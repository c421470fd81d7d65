import { rowOf, tiers, type SeriesSample, type Tier } from '../domain/series.ts';
import { rowsText } from './cell.ts';
import type { PurgeDone, PurgeStep } from './retention.ts';
import type { Connection } from './sqlite.ts';

const putKeys = `INSERT INTO series (device, metric, instance) SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)
  WHERE true ON CONFLICT (device, metric, instance) DO NOTHING`;

/** So many steps of a series lie together. */
export const BLOCK = 12;

// Of two looks at one moment the one that was told later is the last.
const put = (
  tier: Tier,
): string => `INSERT INTO series_${tier} (block, series, step, n, total, span, low, high, last, lastAfter)
  SELECT r.value->>3, s.id, r.value->>4, r.value->>5, r.value->>6, r.value->>7, r.value->>8, r.value->>9, r.value->>10, r.value->>11
  FROM jsonb_each(?) r CROSS JOIN series s ON (s.device, s.metric, s.instance) = (r.value->>0, r.value->>1, r.value->>2)
  WHERE true ON CONFLICT (block, series, step) DO UPDATE SET
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
      const number = at / step;
      const place = [Math.floor(number / BLOCK), number % BLOCK];
      return [sample.device, sample.metric, sample.instance, ...place, n, total, span, low, high, last, lastAfter];
    });
    await writer.run(put(name), [rowsText(rows)]);
  }
}

/** Deletes some of the blocks of a tier that were over before: they stand in front. */
export async function purgeSeries(
  writer: Connection,
  { name, step }: (typeof tiers)[number],
  { before, most }: PurgeStep,
): Promise<PurgeDone> {
  const gone = await writer.run(
    `DELETE FROM series_${name} WHERE (block, series, step) IN (
       SELECT block, series, step FROM series_${name} WHERE block < ? ORDER BY block, series, step LIMIT ?)`,
    [Math.floor(before / step / BLOCK), most],
  );
  return { gone, more: gone === most, stopped: 0 };
}
