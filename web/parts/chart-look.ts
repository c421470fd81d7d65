import { useEffect, useState } from 'preact/hooks';
import { theme } from '../theme.ts';
import { useCell } from '../watch.ts';
import type { HatchLook } from './hatch.ts';
import type { ThresholdLook } from './threshold-lines.ts';

/** Lines that can be told from each other; more begin anew. */
export const KINDS_OF_LINES = 5;
const tokens = ['--chart-tx', '--chart-2', '--chart-3', '--chart-4', '--chart-5'] as const;
/** A line is told by its dash, too: colour alone would be lost on some. */
const dashes: readonly (readonly number[])[] = [[], [8, 3], [2, 2], [10, 3, 2, 3], [5, 5]];

/** The colours and type of a chart in the theme that is in force. */
export interface ChartColours {
  readonly ink: string;
  readonly grid: string;
  readonly area: string;
  readonly font: { readonly family: string; readonly size: number };
  readonly hatch: HatchLook;
  readonly threshold: ThresholdLook;
  readonly line: (index: number) => { readonly colour: string; readonly dash: readonly number[] };
  /** What fills the area below a stacked line. */
  readonly wash: (index: number) => string;
}

/** Reads the look from the style sheets. */
export function readLook(): ChartColours {
  const [ink, paper] = [token('--chart-text'), token('--chart-paper')];
  const size = 0.75 * rootSize();
  const { fontFamily: family } = getComputedStyle(document.body);
  const font = `${size}px ${family}`;
  const colour = (index: number) => token(tokens[index % KINDS_OF_LINES] ?? tokens[0]);
  return {
    ink,
    grid: token('--chart-grid'),
    area: token('--chart-area'),
    font: { family, size },
    hatch: { line: token('--chart-gap'), ink, paper, font, size },
    threshold: { ink: { warn: token('--chart-warn'), crit: token('--chart-crit'), limit: ink }, paper, font, size },
    line: (index) => ({ colour: colour(index), dash: dashes[index % KINDS_OF_LINES] ?? [] }),
    wash: (index) => colour(index).replace(/^rgb\((.*)\)$/, 'rgba($1, 0.3)'),
  };
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The size of the page's type in pixels, which follows the window. */
function rootSize(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Changes when the look does: the theme was changed here, or the system's was, or the window went to a screen with another size of type. */
export function useLook(): string {
  const chosen = useCell(theme);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const read = () => `${String(dark.matches)} ${rootSize()}`;
  const [around, setAround] = useState(read);
  useEffect(() => {
    const changed = () => setAround(read());
    changed();
    dark.addEventListener('change', changed);
    addEventListener('resize', changed);
    return () => {
      dark.removeEventListener('change', changed);
      removeEventListener('resize', changed);
    };
  }, []);
  return `${chosen} ${around}`;
}
