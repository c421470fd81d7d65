import { shortClock } from './time.ts';
import { DWELL } from './wall-layout.ts';

/** What a wall can show, one after the other: the state of everything comes first and is always among it. */
export const wallViews = { state: 'State', pools: 'Pools', 'head-ends': 'Head-ends', logins: 'Failed logins' } as const;
export type WallView = keyof typeof wallViews;

/** When a wall is to be darker, by its own clock: `22:00` to `06:00`. */
export interface Dim {
  readonly from: string;
  readonly to: string;
}

/** How a wall is shown, beside where it hangs. */
export interface WallChoice {
  readonly views: readonly WallView[];
  /** How long a page stays, in milliseconds. */
  readonly dwell: number;
  readonly dim?: Dim;
}

/** The shortest that a page may stay, in seconds: it must be read. */
const SHORTEST = 3;
const LONGEST = 600;

/** How a wall is shown by its address, or else as this browser has kept it: the same words as in an address. */
export function readChoice(query: Readonly<Record<string, string>>, kept: string | null): WallChoice {
  const before = new URLSearchParams(kept ?? '');
  const told = (key: string): string => query[key] ?? before.get(key) ?? '';
  const asked = told('views').split(',');
  const views = (Object.keys(wallViews) as WallView[]).filter((view) => view === 'state' || asked.includes(view));
  const seconds = Number(told('dwell'));
  const dwell = told('dwell') === '' || !Number.isFinite(seconds) ? DWELL : Math.min(LONGEST, Math.max(SHORTEST, seconds)) * 1000; // prettier-ignore
  const dim = readDim(told('dim'));
  return { views, dwell, ...(dim !== undefined && { dim }) };
}

/** As it stands in an address, and as it is kept. */
export function writeChoice({ views, dwell, dim }: WallChoice): Readonly<Record<'views' | 'dwell' | 'dim', string>> {
  const more = views.filter((view) => view !== 'state');
  return { views: more.join(','), dwell: String(dwell / 1000), dim: dim === undefined ? '' : `${dim.from}-${dim.to}` };
}

/** `22:00-06:00`; `undefined` if it is none. */
export function readDim(text: string): Dim | undefined {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** Whether it is to be dark at a moment; a span may go over midnight. */
export function isDim(dim: Dim | undefined, now: number, offset?: number): boolean {
  if (dim === undefined) return false;
  const at = shortClock(now, offset);
  return dim.from < dim.to ? dim.from <= at && at < dim.to : dim.from <= at || at < dim.to;
}
