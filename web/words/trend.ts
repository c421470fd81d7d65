import { count } from './bytes.ts';
import { duration } from './time.ts';

const MINUTE = 60_000;

/** How a number has changed since `before`: `+12 in 15 min`, `as 15 min ago`; `undefined`: nobody watched then. */
export function changeWords(now: number, before: number | undefined, minutes = 15): string {
  if (before === undefined) return 'no trend yet';
  const by = now - before;
  return by === 0 ? `as ${minutes} min ago` : `${signed(by, count)} in ${minutes} min`;
}

/** The same of what is counted anew in each 15 minutes: `+2 on the 15 min before`. */
export function spanChangeWords(now: number, before: number | undefined): string {
  if (before === undefined) return 'no trend yet';
  return now === before ? 'as in the 15 min before' : `${signed(now - before, count)} on the 15 min before`;
}

/** The same against this time last week: `+3 on last week`; empty where nobody watched then. */
export function weekWords(now: number, week: number | null | undefined): string {
  if (week === null || week === undefined) return 'last week not known';
  return now === week ? 'as last week' : `${signed(now - week, count)} on last week`;
}

/** A number with its sign, as written by `write`; the minus is a minus, not a hyphen. */
export function signed(by: number, write: (value: number) => string): string {
  return `${by < 0 ? '−' : '+'}${write(Math.abs(by))}`;
}

/** A value as it was seen on this page. */
export interface Seen {
  readonly at: number;
  readonly value: number;
}

/** How far back values are kept, in milliseconds. */
const KEPT = 15 * MINUTE;

/** The values after one more was seen: one a moment, none that is older than 15 minutes. */
export function remember(past: readonly Seen[], { at, value }: Seen): readonly Seen[] {
  if (past.at(-1)?.at === at) return past;
  return [...past.filter((one) => one.at < at && at - one.at <= KEPT), { at, value }];
}

/** What was seen here, after what is kept of the time before. */
export function withKept(past: readonly Seen[], kept: readonly Seen[]): readonly Seen[] {
  const first = past[0]?.at ?? Infinity;
  return [...kept.filter(({ at }) => at < first), ...past];
}

/** The sum of what several have told, from when on each of them has told something; at a moment each counts as it was told last. */
export function sumSeen(all: readonly (readonly Seen[])[]): readonly Seen[] {
  const since = Math.max(...all.map(([first]) => first?.at ?? Infinity));
  const times = [...new Set(all.flatMap((seen) => seen.map(({ at }) => at)))].filter((at) => at >= since);
  const valueAt = (seen: readonly Seen[], at: number): number => seen.findLast((one) => one.at <= at)?.value ?? 0;
  return times
    .sort((a, b) => a - b)
    .map((at) => ({ at, value: all.reduce((sum, seen) => sum + valueAt(seen, at), 0) }));
}

/** How the last value has changed since the first one that is remembered: `+1.2 MiB in 4m`. */
export function pastWords(past: readonly Seen[], write: (value: number) => string): string {
  const [first, last] = [past[0], past.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < MINUTE / 2) return '';
  const [was, is] = [write(first.value), write(last.value)];
  const time = duration(last.at - first.at);
  return was === is ? `as ${time} before` : `${signed(last.value - first.value, write)} in ${time}`;
}

/** Where a value goes by what was seen of it, as a sign and in words; a change of less than `least` is none. `undefined`: no trend yet. */
export function pastTrend(
  past: readonly Seen[],
  write: (value: number) => string,
  least: number,
): { readonly sign: '↑' | '↓' | '→'; readonly words: string } | undefined {
  const words = pastWords(past, write);
  if (words === '') return undefined;
  const by = (past.at(-1)?.value ?? 0) - (past[0]?.value ?? 0);
  return { sign: Math.abs(by) < least ? '→' : by > 0 ? '↑' : '↓', words };
}
