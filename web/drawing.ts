import type { GapRow } from '../server/domain/feed.ts';
import type { Series } from './series.ts';

/** A value at an instant, epoch milliseconds; `null` where nobody was watching. */
export interface Spot {
  readonly at: number;
  readonly value: number | null;
}

/** One line of a chart, its spots in the order of time. */
export interface Line {
  /** What it is of, as the legend, the table and a screen reader tell it. */
  readonly name: string;
  readonly spots: readonly Spot[];
}

/** What a chart draws: lines over one span, epoch milliseconds, and the spans of it without data. */
export interface Drawing {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly Line[];
  readonly gaps: readonly GapRow[];
  readonly doubt?: Doubt;
}

/** From when on a part of what the lines count is not known, epoch milliseconds, and which part: `with LON2 as of 14:05:00`. */
export interface Doubt {
  readonly from: number;
  readonly words: string;
}

/** A value that is worth a line across the chart. */
export interface Threshold {
  readonly value: number;
  /** What it is: `warning at 80 %`. */
  readonly label: string;
  readonly state: 'warn' | 'crit' | 'limit';
}

/** The sessions over time as a drawing of one line. */
export function sessionsDrawing({ points, gaps }: Series): Drawing {
  const spots = points.map(({ at, active }) => ({ at, value: active }));
  return { from: spots[0]?.at ?? 0, to: spots.at(-1)?.at ?? 0, lines: [{ name: 'Active sessions', spots }], gaps };
}

/** All instants at which some line has a spot, in order. */
export function instants({ lines }: Drawing): readonly number[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  if (others.every(({ spots }) => isAlike(spots, first.spots))) return first.spots.map(({ at }) => at);
  return [...new Set(lines.flatMap(({ spots }) => spots.map(({ at }) => at)))].sort((one, other) => one - other);
}

function isAlike(one: readonly Spot[], other: readonly Spot[]): boolean {
  return one.length === other.length && one.every(({ at }, n) => at === other[n]?.at);
}

/** The part that is not known at an instant, in words. */
export function doubtAt({ doubt }: Drawing, at: number): string | undefined {
  return doubt !== undefined && at > doubt.from ? doubt.words : undefined;
}

/** What a line tells of an instant: `undefined` where it has no spot there. */
export function valueAt({ spots }: Line, at: number): number | null | undefined {
  return spots.find((spot) => spot.at === at)?.value;
}

/** The index of the instant that is nearest, of some in order; -1 where there is none. */
export function nearest(times: readonly number[], at: number): number {
  const after = times.findIndex((time) => time >= at);
  if (after === -1) return times.length - 1;
  const before = times[after - 1];
  return before !== undefined && at - before <= (times[after] ?? at) - at ? after - 1 : after;
}
