import { gapOf, type SessionCount } from '../server/domain/session-count.ts';
import type { GapRow } from '../server/domain/feed.ts';
import type { Drawing, Spot } from './drawing.ts';

/** A span without data, and why. */
export interface RateGap extends GapRow {
  readonly why: 'not counted' | 'counted anew' | 'not collected';
}

/** The bytes a second of a session between its counts, from its login until its end or now, epoch milliseconds. */
export interface Rates extends Drawing {
  readonly gaps: readonly RateGap[];
}

/**
 * What a session moved a second, each point being the mean since the one before. Counts that are too far apart, or before which the device
 * began to count anew, have a gap between them; so has the time before the first and after the last. `everySeconds`: how often it is polled.
 */
export function ratesOf(counts: readonly SessionCount[], start: number, until: number, everySeconds: number): Rates {
  const [tx, rx]: [Spot[], Spot[]] = [[], []];
  const gaps: RateGap[] = [];
  const put = (at: number, to: number | null, from: number | null): void => {
    tx.push({ at, value: to });
    rx.push({ at, value: from });
  };
  let runs = false;
  for (const [place, count] of counts.entries()) {
    const before = counts[place - 1];
    if (before === undefined) continue;
    const why = gapBetween(before, count, start, everySeconds);
    if (why !== undefined) {
      gaps.push({ from: before.at, to: count.at, why });
      put(count.at, null, null);
      runs = false;
      continue;
    }
    const seconds = (count.at - before.at) / 1000;
    const rates = [(count.bytesTx - before.bytesTx) / seconds, (count.bytesRx - before.bytesRx) / seconds] as const;
    if (!runs) put(before.at, ...rates);
    put(count.at, ...rates);
    runs = true;
  }
  const [first, last] = [counts[0], counts.at(-1)];
  const wide = (at: number): number => gapOf((at - start) / 1000, everySeconds);
  if (first !== undefined && first.at > start) gaps.unshift({ from: start, to: first.at, why: 'not counted' });
  if (last !== undefined && until - last.at > wide(last.at))
    gaps.push({ from: last.at, to: until, why: 'not counted' });
  const lines = [
    { name: 'To the client', spots: tx },
    { name: 'From the client', spots: rx },
  ];
  return { from: start, to: Math.max(until, last?.at ?? start), lines, gaps };
}

/** The same with the spans in which we collected nothing: a mean over one of them stands, and nobody saw what happened within. */
export function withUnwatched(rates: Rates, unwatched: readonly GapRow[]): Rates {
  const more = unwatched
    .map((gap): RateGap => ({
      from: Math.max(gap.from, rates.from),
      to: Math.min(gap.to, rates.to),
      why: 'not collected',
    }))
    .filter(({ from, to }) => to > from && !rates.gaps.some((gap) => gap.from <= from && gap.to >= to));
  return { ...rates, gaps: [...rates.gaps, ...more].sort((a, b) => a.from - b.from) };
}

function gapBetween(
  before: SessionCount,
  count: SessionCount,
  start: number,
  everySeconds: number,
): RateGap['why'] | undefined {
  if (count.anew === 1 || count.bytesTx < before.bytesTx || count.bytesRx < before.bytesRx) return 'counted anew';
  return count.at - before.at > gapOf((before.at - start) / 1000, everySeconds) ? 'not counted' : undefined;
}

/** The part of it between two instants; before its beginning and after its end there is nothing. */
export function zoomed(rates: Rates, first: number, last: number): Rates {
  const [from, to] = [Math.max(first, rates.from), Math.min(last, rates.to)];
  const within = ({ at }: Spot): boolean => at >= from && at <= to;
  return {
    ...{ from, to },
    lines: rates.lines.map((line) => ({ ...line, spots: line.spots.filter(within) })),
    gaps: rates.gaps
      .filter((gap) => gap.to > from && gap.from < to)
      .map((gap) => ({ ...gap, from: Math.max(gap.from, from), to: Math.min(gap.to, to) })),
  };
}
