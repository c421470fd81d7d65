import { doubtAt, valueAt, type Doubt, type Drawing, type Line, type Threshold } from '../drawing.ts';
import { many } from './bytes.ts';
import { silentNames } from './freshness.ts';
import { plain } from './plain.ts';
import { when } from './time.ts';

/** Lines that a summary tells one by one. */
const FEW = 4;

/** How a value is written: `12 sessions`, `80 %`. */
export type Unit = (value: number) => string;

/** What the picture shows, for those who do not see it; `isNow` tells that it ends now. */
export function chartSummary({ lines, gaps, doubt }: Drawing, unit: Unit, isNow: boolean): string {
  const told = lines.filter(({ spots }) => spots.some(({ value }) => value !== null));
  const [first] = lines;
  if (told.length === 0 || first === undefined) return `${first?.name ?? 'Nothing'}: no data in this time.`;
  const words = told.slice(0, FEW).map((line) => lineWords(line, unit, isNow));
  const more = told.length > FEW ? [`${many(told.length - FEW, 'line')} more.`] : [];
  const blind = gaps.length === 0 ? [] : [`${many(gaps.length, 'span')} without data.`];
  const part = doubt === undefined ? [] : [`The end is ${doubt.words}.`];
  return [...words, ...more, ...blind, ...part].join(' ');
}

function lineWords({ name, spots }: Line, unit: Unit, isNow: boolean): string {
  const seen = spots.flatMap(({ value }) => value ?? []);
  const last = seen.at(-1) ?? 0;
  const ends = spots.at(-1)?.value === null ? 'when last seen' : isNow ? 'now' : 'at its end';
  return `${plain(name)}: ${unit(last)} ${ends}, between ${unit(Math.min(...seen))} and ${unit(Math.max(...seen))}.`;
}

/** What the lines tell of an instant: `vpnpool 7 %, first 100 %`; a line alone does without its name. */
export function spotWords(drawing: Drawing, at: number, unit: Unit): string {
  const { lines } = drawing;
  const told = lines.flatMap((line) => {
    const value = valueAt(line, at);
    if (value === undefined) return [];
    const words = value === null ? 'no data' : unit(value);
    return [lines.length === 1 ? words : `${plain(line.name)} ${words}`];
  });
  const part = doubtAt(drawing, at);
  const words = told.length === 0 ? 'no data' : told.join(', ');
  return part === undefined ? words : `${words}, ${part}`;
}

/**
 * What of a total over some head-ends is not known, and from when on, where some of them are `unheard` since a time (epoch milliseconds; 0:
 * never heard). A number that holds on has what they told last `in` it, a count of what happens has nothing of them.
 */
export function doubtIn(
  unheard: ReadonlyMap<string, number>,
  isIn: boolean,
  { from, to }: Pick<Drawing, 'from' | 'to'>,
  now: number,
): Doubt | undefined {
  const [first, ...others] = [...unheard].sort(([, one], [, other]) => one - other);
  if (first === undefined || first[1] >= to) return undefined;
  const names = silentNames([first, ...others].map(([name]) => name));
  const since = when(first[1], now);
  const told = isIn ? `with ${names} as of ${since}` : `without ${names} since ${since}`;
  const words = first[1] === 0 ? `without all of ${names}` : others.length === 0 ? told : `${told} and later`;
  return { from: Math.max(from, first[1]), words };
}

/** The greatest value that the axis has to reach: the lines are drawn to scale by chart.js, thresholds are not. */
export function topOf(thresholds: readonly Threshold[], atLeast: number): number {
  return Math.max(atLeast, ...thresholds.map(({ value }) => value));
}
