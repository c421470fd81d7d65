import type { SeriesMetric } from '../server/domain/series.ts';
import { useAnswer } from './answer.ts';
import { searchOf } from './pages.ts';
import { useNow } from './watch.ts';
import { sumSeen, type Seen } from './words/trend.ts';

/** What the last quarter of an hour told, as it is kept: whoever has just opened a page knows it, too. */
export interface Lately {
  /** What a head-end told of a metric, in order. */
  of(device: string, metric: SeriesMetric): readonly Seen[];
  /** The sum over all head-ends that tell it. */
  sum(metric: SeriesMetric): readonly Seen[];
}

const EVERY = 60_000;

/** Of the head-ends that are asked for; empty until it has come. */
export function useLately({ site, tag }: Readonly<Record<'site' | 'tag', string>>): Lately {
  const search = searchOf({ site, tag });
  const path = search === '' ? '/api/series/lately' : `/api/series/lately?${search}`;
  const told = useAnswer<{ readonly series: readonly Told[] }>(path, Math.floor(useNow() / EVERY));
  const series = told.value?.series ?? [];
  return {
    of: (device, metric) => series.find((one) => one.device === device && one.metric === metric)?.seen ?? [],
    sum: (metric) => sumSeen(series.filter((one) => one.metric === metric).map(({ seen }) => seen)),
  };
}

interface Told {
  readonly device: string;
  readonly metric: SeriesMetric;
  readonly seen: readonly Seen[];
}

/** How much of its memory a head-end used, 0 to 1, in order. */
export function shareOf(lately: Lately, device: string): readonly Seen[] {
  const totals = new Map(lately.of(device, 'memory.total').map(({ at, value }) => [at, value]));
  return lately.of(device, 'memory.used').flatMap(({ at, value }) => {
    const total = totals.get(at) ?? 0;
    return total > 0 ? [{ at, value: value / total }] : [];
  });
}
