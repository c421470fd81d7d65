import type { TypeSize } from './wall-type.ts';
import type { State } from './verdict.ts';

/** How the tiles stand: so many beside and above each other, so many lines in each, so many characters in a line. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Lines beside a tile's name and its hero figure. */
  readonly lines: number;
  /** Characters of the smallest type in a line of a tile, and of normal type in one of the first line. */
  readonly characters: number;
  readonly verdict: number;
}

/** Height of a line of type, and width of a character of tabular sans serif, as parts of the type's size. */
export const LINE = 1.15;
export const HERO_LINE = 1.05;
const CHARACTER = 0.6;
const BOLD_CHARACTER = 0.66;
/** The least that a line of a tile must hold, in characters: a short name and the word of its state. */
const LEAST = 15;
const MOST_COLUMNS = 4;
const FEWEST_LINES = 2;

/** Margins and gaps as parts of the screen's height. */
export const spaces = { margin: 0.025, gap: 0.03, pad: 0.015 } as const;

/** The most tiles that fit, type being as large as it must be: fewer tiles and fewer lines, never smaller type. */
export function layout(
  { width, height }: { readonly width: number; readonly height: number },
  type: Readonly<Record<TypeSize, number>>,
  tiles: number,
): Layout {
  const gap = height * spaces.gap;
  const inner = width - 2 * height * spaces.margin;
  const below = height * (1 - 2 * spaces.margin) - headHeight(type, height);
  const narrowest = LEAST * CHARACTER * type.small;
  const most = within(Math.floor((inner + gap) / (narrowest + gap)), 1, MOST_COLUMNS);
  const least = tileHeight(type, height, FEWEST_LINES);
  const fitting = Math.max(1, Math.floor(below / least));
  // As few rows as hold all tiles, so that each has the more lines.
  const rows = within(Math.ceil(tiles / most), 1, fitting);
  const columns = within(Math.ceil(tiles / rows), 1, most);
  const lines = Math.floor((below / rows - tileHeight(type, height, 0)) / (LINE * type.small));
  const wide = (inner + gap) / columns - gap;
  return {
    columns,
    rows,
    lines: Math.max(0, lines),
    characters: Math.max(1, Math.floor(wide / (CHARACTER * type.small))),
    verdict: Math.max(1, Math.floor((inner - 10 * CHARACTER * type.text) / (BOLD_CHARACTER * type.text))),
  };
}

/** The first line, on two lines of normal type, with the clock beside it. */
function headHeight(type: Readonly<Record<TypeSize, number>>, height: number): number {
  return 2 * LINE * type.text + height * spaces.pad;
}

function tileHeight(type: Readonly<Record<TypeSize, number>>, height: number, lines: number): number {
  return (1 + lines) * LINE * type.small + HERO_LINE * type.hero + 2 * height * spaces.pad;
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** A tile as far as its place goes. */
export interface Placed {
  readonly id: string;
  readonly state: State;
}

/** How long a page stays, in milliseconds, unless the address tells. */
export const DWELL = 15_000;

/**
 * The tiles to be seen on a page of a view, in their own order. Where there are more than places, what is critical keeps its place and the
 * others take turns; if more than that is critical, the critical ones take turns, and the first line names the worst and counts them.
 */
export function seen<T extends Placed>(
  tiles: readonly T[],
  places: number,
  page: number,
): { readonly tiles: readonly T[]; readonly pages: number } {
  if (tiles.length <= places) return { tiles, pages: 1 };
  const critical = tiles.filter(({ state }) => state === 'crit');
  const pinned = critical.length < places ? critical : [];
  const turning = critical.length < places ? tiles.filter(({ state }) => state !== 'crit') : critical;
  const free = places - pinned.length;
  const pages = Math.max(1, Math.ceil(turning.length / free));
  // The last page goes back so far that no place is empty.
  const from = Math.min((page % pages) * free, Math.max(0, turning.length - free));
  const shown = new Set([...pinned, ...turning.slice(from, from + free)]);
  return { tiles: tiles.filter((tile) => shown.has(tile)), pages };
}

/** Which of several views is to be seen, by its place among them, and which of its pages: each page stays equally long. */
export function turnOf(
  pages: readonly number[],
  now: number,
  dwell: number,
): { readonly view: number; readonly page: number } {
  const all = pages.reduce((sum, one) => sum + one, 0);
  let page = Math.floor(now / dwell) % Math.max(1, all);
  for (const [view, own] of pages.entries()) {
    if (page < own) return { view, page };
    page -= own;
  }
  return { view: 0, page: 0 };
}

const ORBIT = 90_000;
const TURN = 6 * 60 * 60_000;

/** By how many pixels the whole page is moved at a moment, so that nothing burns in: eight steps around, one each 90 s. */
export function orbit(now: number): { readonly x: number; readonly y: number } {
  return steps[Math.floor(now / ORBIT) % steps.length] ?? steps[0];
}

const steps = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 0, y: 4 },
  { x: -4, y: 4 },
  { x: -4, y: 0 },
  { x: -4, y: -4 },
  { x: 4, y: -4 },
] as const;

/** Whether a page that has been open for so long (milliseconds) stands the other way round, as it does every other six hours. */
export function turned(open: number): boolean {
  return Math.floor(open / TURN) % 2 === 1;
}
