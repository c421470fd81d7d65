import { seriesMetrics, type SeriesMetric, type SeriesSample } from '../../../server/domain/series.ts';
import { NOON } from '../../server/store/scratch.ts';

const SECOND = 1000;
/** What is told of each head-end. */
export const told: readonly SeriesMetric[] = ['cpu', 'sessions', 'bytes.tx', 'connections'];
export const DEVICES = 5;

/** What the set of this number tells: always the same; one in seven samples is hours late. */
export function samplesOf(seq: number): readonly SeriesSample[] {
  let state = seq * 7919 + 1;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  return told.flatMap((metric) =>
    Array.from({ length: DEVICES }, (_, device): SeriesSample => {
      const at = NOON + seq * 7 * SECOND - (next(7) === 0 ? next(20_000) * SECOND : 0);
      const value = next(1_000_000);
      const isCounter = seriesMetrics[metric].kind === 'counter';
      return { device, metric, instance: '', at, value, ...(isCounter && { span: next(60_000) }) };
    }),
  );
}
