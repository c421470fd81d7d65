import type { GapRow, MinuteRow } from '../server/domain/feed.ts';

export const MINUTE = 60_000;

/** A point of the chart; `active` is `null` where nobody was watching. */
export interface Point {
  readonly at: number;
  readonly active: number | null;
}

/** The chart's points, one a step, and the spans without data. */
export interface Series {
  readonly points: readonly Point[];
  readonly gaps: readonly GapRow[];
}

/**
 * The sessions over time from `from` to `to`, a point at the end of each step (of a minute, unless told) and one at `to`. A step without a row is like the
 * one before it; a gap has no data, and neither has the time before the first row, unless that row tells of sessions before it.
 */
export function series(
  minutes: Iterable<MinuteRow>,
  gaps: Iterable<GapRow>,
  from: number,
  to: number,
  step = MINUTE,
): Series {
  const rows = [...minutes].sort((one, other) => one.minute - other.minute);
  const [first] = rows;
  const blind = [...gaps].filter((gap) => gap.to > from && gap.from < to);
  const earlier = first === undefined ? 0 : first.active - first.opened + first.ended;
  const since = first === undefined ? to + step : earlier > 0 ? from : first.minute;
  if (since > from) blind.push({ from, to: since });
  const points: Point[] = [];
  let next = 0;
  let active = earlier;
  for (const at of ends(from, to, step)) {
    // A row tells the number at the end of its step, or by now; one from before the chart what was then.
    for (
      let row = rows[next];
      row !== undefined && (row.minute + step <= at || row.minute < from || at === to);
      row = rows[++next]
    )
      if (row.minute < at) ({ active } = row);
    const unseen = blind.some((gap) => at >= gap.from && at < gap.to);
    points.push({ at, active: unseen ? null : active });
  }
  return { points, gaps: merge(blind.map((gap) => ({ from: Math.max(from, gap.from), to: Math.min(to, gap.to) }))) };
}

function ends(from: number, to: number, step: number): readonly number[] {
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) found.push(at);
  return [...found, to];
}

/** Spans that touch become one. */
export function merge(gaps: readonly GapRow[]): readonly GapRow[] {
  const merged: GapRow[] = [];
  for (const gap of [...gaps].sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && gap.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, gap.to) };
    else merged.push(gap);
  }
  return merged;
}

const HOUR = 60 * MINUTE;

/** How far back the live minutes go, in milliseconds. */
export const LIVE = 24 * HOUR;

/** Less than this, in milliseconds, is not stretched over a whole chart. */
const SHORTEST = 5 * MINUTE;

/** Where a chart of any time begins: with the first row of the last day, for a day of emptiness tells nothing of the first hour. */
export function beginning(minutes: Iterable<MinuteRow>, to: number): number {
  const furthest = to - LIVE;
  const first = Math.min(to, ...[...minutes].map((row) => row.minute));
  return Math.max(furthest, Math.min(first, to - SHORTEST));
}

const niceSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080].map(
  (minutes) => minutes * MINUTE,
);

/** At most `most` round times between two instants, in a zone that is `offset` minutes ahead of UTC. */
export function ticks(from: number, to: number, most: number, offset: number): readonly number[] {
  const step = niceSteps.find((one) => (to - from) / one <= most) ?? 30 * 24 * 60 * MINUTE;
  const shift = offset * MINUTE;
  const first = Math.ceil((from + shift) / step) * step - shift;
  const found: number[] = [];
  for (let at = first; at <= to; at += step) found.push(at);
  return found;
}
