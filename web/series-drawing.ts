import type { GapRow } from '../server/domain/feed.ts';
import type { SeriesPoint, SeriesTold } from '../server/domain/series-points.ts';
import type { Drawing, Line, Spot } from './drawing.ts';
import { merge } from './series.ts';

/** What the API tells of a chart of series. */
export interface SeriesAnswer {
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly series: readonly Omit<SeriesTold, 'device'>[];
  /** When nothing was collected. */
  readonly gaps: readonly GapRow[];
}

/** Lines that can be told apart. */
const MOST_LINES = 5;

/**
 * What was told over time as lines, those of the greatest values where there are too many: of a gauge the mean of each step, or the `high`
 * most, of a counter how much it grew a second since it was counted before. Where nothing was told a line ends.
 */
export function tellDrawing(
  told: SeriesAnswer,
  name: (one: SeriesAnswer['series'][number]) => string,
  high = false,
): Drawing {
  const { from, to, step, gaps } = told;
  const drawn = told.series.filter(({ points }) => points.length > 0);
  const top = ({ points }: (typeof drawn)[number]): number =>
    points.reduce((most, point) => Math.max(most, valueOf(point, high)), 0);
  const shown = drawn.length <= MOST_LINES ? drawn : [...drawn].sort((one, other) => top(other) - top(one)).slice(0, MOST_LINES); // prettier-ignore
  const lines = shown.map((one): Line => {
    const within = one.points.flatMap((point) => spotsOf(point, { from, to, step }, high));
    // Within a step there is a spot all the same.
    const wide = merge([...one.gaps, ...gaps]).filter((gap) => gap.to - gap.from >= step);
    const blind = wide.map((gap): Spot => ({ at: (gap.from + gap.to) / 2, value: null }));
    return { name: name(one), spots: [...within, ...blind].sort((a, b) => a.at - b.at) };
  });
  const [first, ...others] = shown.map((one) => one.gaps);
  const none = first === undefined ? [{ from, to }] : first.flatMap((gap) => others.reduce(common, [gap]));
  return { from, to, lines, gaps: merge([...gaps, ...none].map((gap) => ({ from: Math.max(from, gap.from), to: Math.min(to, gap.to) }))) }; // prettier-ignore
}

/** At the end of its step, as the axis has its round times; what a counter grew by is drawn from when it was counted before, where that is more than a step. */
function spotsOf(
  point: SeriesPoint,
  { from, to, step }: Pick<SeriesAnswer, 'from' | 'to' | 'step'>,
  high: boolean,
): readonly Spot[] {
  const at = Math.max(from, Math.min(to, point.at + step));
  const value = valueOf(point, high);
  const since = at - (point.seconds ?? 0) * 1000 + step;
  return since < at
    ? [
        { at: Math.max(from, since), value },
        { at, value },
      ]
    : [{ at, value }];
}

function valueOf({ mean = 0, high, grown, seconds }: SeriesPoint, isHigh: boolean): number {
  if (grown !== undefined && seconds !== undefined) return grown / seconds;
  return isHigh ? (high ?? mean) : mean;
}

function common(some: readonly GapRow[], others: readonly GapRow[]): readonly GapRow[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const both = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      return both.to > both.from ? [both] : [];
    }),
  );
}
