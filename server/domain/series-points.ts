import type { GapRow } from './feed.ts';
import { seriesMetrics, type SeriesKey, type SeriesMetric, type SeriesRow } from './series.ts';

/** What is drawn of one step; of a gauge its mean and how far it went, of a counter by how much it grew, and in how many seconds. */
export interface SeriesPoint {
  /** The beginning of the step, epoch milliseconds. */
  readonly at: number;
  readonly mean?: number;
  readonly low?: number;
  readonly high?: number;
  readonly grown?: number;
  readonly seconds?: number;
}

/** One series over a span, with the times within it of which nothing was told. */
export interface SeriesTold extends SeriesKey {
  readonly points: readonly SeriesPoint[];
  readonly gaps: readonly GapRow[];
}

/** A span in steps, all epoch milliseconds and milliseconds. */
export interface SeriesSpan {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** What stands at its value is told once a minute: after so many milliseconds without it nobody watched. */
const HELD = 150_000;

/** What rows of one series tell of a span, each row being of one step. */
export function pointsOf(
  metric: SeriesMetric,
  rows: readonly SeriesRow[],
  span: SeriesSpan,
): Pick<SeriesTold, 'points' | 'gaps'> {
  return seriesMetrics[metric].kind === 'counter' ? grownIn(rows, span) : stoodIn(metric, rows, span);
}

function stoodIn(metric: SeriesMetric, rows: readonly SeriesRow[], { from, to, step }: SeriesSpan) {
  const points = rows.map(({ at, n, total, low, high }): SeriesPoint => {
    const mean = total / n;
    return { at, mean, low: low ?? mean, high: high ?? mean };
  });
  const usual = median(rows.flatMap(({ at }, n) => (n === 0 ? [] : at - (rows[n - 1]?.at ?? at))));
  const isHeld = 'isHeld' in seriesMetrics[metric];
  // Polls come as they come: of one that comes three times as late as usual some have failed.
  const holds = Math.max(HELD, usual <= step || isHeld ? step * 1.5 : usual * 3);
  const gaps: GapRow[] = [];
  let known = from;
  for (const { at } of rows) {
    if (at - known > (known === from ? holds : holds - step)) gaps.push({ from: known, to: at });
    known = at + step;
  }
  if (to - known > holds) gaps.push({ from: known, to });
  return { points, gaps };
}

function grownIn(rows: readonly SeriesRow[], { from, to, step }: SeriesSpan) {
  const points: SeriesPoint[] = [];
  const gaps: GapRow[] = [];
  let [known, rest] = [from, 0];
  for (const { at, total, span } of rows) {
    const grown = total + rest;
    // What closing records told belongs to the time that the next poll spans.
    if (span === null || span === 0) {
      rest = grown;
      continue;
    }
    rest = 0;
    points.push({ at, grown, seconds: span / 1000 });
    // Within its step nobody knows when it was counted: only what is missing for certain is a gap.
    const since = at + step - span;
    if (since - step > known || (known === from && at - span > from))
      gaps.push({ from: known, to: Math.max(since - step, known) });
    known = at + step;
  }
  const usual = median(points.map(({ seconds = 0 }) => seconds * 1000));
  if (to - known > Math.max(HELD, usual * 3)) gaps.push({ from: known, to });
  return { points, gaps: gaps.filter((gap) => gap.to > gap.from) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

/**
 * Several head-ends together, step by step: a counter grew as fast as it was counted to since it was counted before, a gauge stands until it
 * is told again. Where some of them tell nothing, what the others tell is all that is known.
 */
export function together(all: readonly SeriesTold[], span: SeriesSpan): Pick<SeriesTold, 'points' | 'gaps'> {
  const { from, to, step } = span;
  const begin = Math.floor(from / step);
  const sums: (number | undefined)[] = Array.from({ length: Math.ceil(to / step) - begin });
  for (const one of all) addTo(sums, one, { begin, step });
  const isCounter = all.some(({ metric }) => seriesMetrics[metric].kind === 'counter');
  const points = sums.flatMap((value, n): SeriesPoint | [] => {
    const at = (begin + n) * step;
    if (value === undefined) return [];
    return isCounter ? { at, grown: value, seconds: step / 1000 } : { at, mean: value };
  });
  const [first, ...others] = all.map(({ gaps }) => gaps);
  return { points, gaps: others.reduce(common, first ?? [{ from, to }]) };
}

/** Adds what one tells of each step; steps are counted from `begin` on. */
function addTo(
  sums: (number | undefined)[],
  { metric, points, gaps }: SeriesTold,
  { begin, step }: { readonly begin: number; readonly step: number },
): void {
  const add = (n: number, value: number): void => {
    if (n >= 0 && n < sums.length) sums[n] = (sums[n] ?? 0) + value;
  };
  const isCounter = seriesMetrics[metric].kind === 'counter';
  const isBlind = (at: number): boolean => gaps.some((gap) => gap.from <= at && at + step <= gap.to);
  for (const [place, { at, mean = 0, grown = 0, seconds = 1 }] of points.entries()) {
    const own = at / step - begin;
    const other = points[isCounter ? place - 1 : place + 1];
    if (isCounter) {
      const before = other === undefined ? -1 : other.at / step - begin;
      const first = Math.max(before + 1, own - Math.max(1, Math.round((seconds * 1000) / step)) + 1);
      for (let n = first; n <= own; n += 1) add(n, (grown / seconds) * (step / 1000));
    } else {
      const next = other === undefined ? sums.length : other.at / step - begin;
      for (let n = own; n < next && !isBlind((begin + n) * step); n += 1) add(n, mean);
    }
  }
}

/** What is in both, span by span. */
function common(one: readonly GapRow[], other: readonly GapRow[]): readonly GapRow[] {
  return one.flatMap((a) =>
    other.flatMap((b) => {
      const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
      return both.to > both.from ? [both] : [];
    }),
  );
}
