import { cell, type Cell } from './cell.ts';
import { keep, kept } from './kept.ts';

export const themes = ['auto', 'light', 'dark'] as const;
/** `auto` follows the system. */
export type Theme = (typeof themes)[number];

const KEY = 'tunnelwatch.theme';

/** The theme in force: the address's `?theme=` first, then what this browser was told last. */
export const theme: Cell<Theme> = cell(
  read(new URLSearchParams(location.search).get('theme')) ?? read(kept(KEY)) ?? 'auto',
);

apply();
theme.listen(apply);

/** The theme after this one, for the button. */
export function nextTheme(now: Theme): Theme {
  return themes[(themes.indexOf(now) + 1) % themes.length] ?? 'auto';
}

/** Puts a theme in force and keeps it for this browser. */
export function chooseTheme(chosen: Theme): void {
  keep(KEY, chosen);
  theme.set(chosen);
}

function apply(): void {
  const chosen = theme.get();
  if (chosen === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

function read(text: string | null): Theme | undefined {
  return themes.find((one) => one === text);
}
