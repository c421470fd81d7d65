/** Rows that are drawn anew with one frame: what they leave of the window is filled with the next ones, which keeps each short. */
export const AT_ONCE = 12;

/** Rows that are drawn before any was measured, together with the page around them. */
export const AT_FIRST = 8;

/** Rows from `first` to `last`, which is not one of them. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

/** On the way from the rows that are shown to those that are wanted: what both have, and some more, those from `seen` on first. */
export function toward(shown: Rows, wanted: Rows, seen: number): Rows {
  let first = Math.max(shown.first, wanted.first);
  let last = Math.min(shown.last, wanted.last);
  if (first >= last) first = last = Math.min(Math.max(seen, wanted.first), wanted.last);
  const below = Math.min(wanted.last - last, AT_ONCE);
  const above = Math.min(first - wanted.first, AT_ONCE - below);
  return { first: first - above, last: last + below };
}
