import type { Anchor, Flat } from './wording.ts';

/** A stretch of a text that an anchor fits. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * All places of an anchor in a text, from left to right. Looked for once: the many variants of a row share their anchors, and a text that
 * repeats one would be gone through by each of them, from both ends.
 */
export function placesOf(anchor: Anchor, flat: Flat): readonly Place[] {
  const { text } = flat;
  const places = (flat.places ??= new Map());
  const known = places.get(anchor.key);
  if (known !== undefined) return known;
  const found: Place[] = [];
  // Behind the last place of what must follow it there is none.
  const limit = text.lastIndexOf(anchor.rest.at(-1)?.literal ?? '');
  for (
    let start = text.indexOf(anchor.literal);
    start >= 0 && start < limit;
    start = text.indexOf(anchor.literal, start + 1)
  ) {
    const end = placeEnd(anchor, text, start);
    if (end >= 0) found.push({ start, end });
  }
  places.set(anchor.key, found);
  return found;
}

/** Where the anchor ends whose literal stands at `start`; -1 if what follows does not fit. */
export function placeEnd(anchor: Anchor, text: string, start: number): number {
  let at = start + anchor.literal.length;
  for (const { kind, literal } of anchor.rest) {
    const end = kind.end(text, at, literal);
    if (end < 0 || !text.startsWith(literal, end)) return -1;
    at = end + literal.length;
  }
  return at;
}
