import { valueAt, type Drawing, type Line, type Threshold } from '../drawing.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';

/** Lines that a summary tells one by one. */
const FEW = 4;

/** How a value is written: `12 sessions`, `80 %`. */
export type Unit = (value: number) => string;

/** What the picture shows, for those who do not see it; `isNow` tells that it ends now. */
export function chartSummary({ lines, gaps }: Drawing, unit: Unit, isNow: boolean): string {
  const told = lines.filter(({ spots }) => spots.some(({ value }) => value !== null));
  const [first] = lines;
  if (told.length === 0 || first === undefined) return `${first?.name ?? 'Nothing'}: no data in this time.`;
  const words = told.slice(0, FEW).map((line) => lineWords(line, unit, isNow));
  const more = told.length > FEW ? [`${many(told.length - FEW, 'line')} more.`] : [];
  const blind = gaps.length === 0 ? [] : [`${many(gaps.length, 'span')} without data.`];
  return [...words, ...more, ...blind].join(' ');
}

function lineWords({ name, spots }: Line, unit: Unit, isNow: boolean): string {
  const seen = spots.flatMap(({ value }) => value ?? []);
  const last = seen.at(-1) ?? 0;
  const ends = spots.at(-1)?.value === null ? 'when last seen' : isNow ? 'now' : 'at its end';
  return `${plain(name)}: ${unit(last)} ${ends}, between ${unit(Math.min(...seen))} and ${unit(Math.max(...seen))}.`;
}

/** What the lines tell of an instant: `vpnpool 7 %, first 100 %`; a line alone does without its name. */
export function spotWords({ lines }: Drawing, at: number, unit: Unit): string {
  const told = lines.flatMap((line) => {
    const value = valueAt(line, at);
    if (value === undefined) return [];
    const words = value === null ? 'no data' : unit(value);
    return [lines.length === 1 ? words : `${plain(line.name)} ${words}`];
  });
  return told.length === 0 ? 'no data' : told.join(', ');
}

/** The greatest value that the axis has to reach: the lines are drawn to scale by chart.js, thresholds are not. */
export function topOf(thresholds: readonly Threshold[], atLeast: number): number {
  return Math.max(atLeast, ...thresholds.map(({ value }) => value));
}
