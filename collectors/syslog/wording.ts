import type { Closed } from './hole.ts';
import { type Place, placeEnd, placesOf } from './places.ts';

/**
 * How a wording is read.
 *
 * A wording falls into anchors: a literal with the holes behind it that end by themselves (addresses, numbers), up to the next
 * hole that may hold anything (a name, a reason). The first anchor stands at the start of the text and the last one at its end;
 * each one between is looked for twice: as far left as it fits, then as far right. Every other reading lies between these two,
 * so if they are the same there is exactly one reading, and if not the text is ambiguous: somebody's name looks like the rest
 * of its message, and nobody guesses. No step goes back: two passes per anchor, whatever the names hold.
 */
export interface Wording {
  /** As written in the table. */
  readonly source: string;
  readonly anchors: readonly Anchor[];
  /** The holes that may hold anything, and the fact that each is: one between each two anchors. */
  readonly wilds: readonly { readonly name: string; readonly value: (printed: string) => string | undefined }[];
  /** How the optional sections begin that this variant leaves out: a name that holds one is ambiguous. */
  readonly absent: readonly string[];
  /** Holes and characters of literals: variants that say more are tried first. */
  readonly weight: number;
  /** Whether all its facts are of those that a message names which claims nothing, and one is. */
  readonly names: boolean;
}

export interface Anchor {
  /** The same for anchors that fit the same places. */
  readonly key: string;
  readonly literal: string;
  /** The holes that end by themselves, each with the literal behind it. */
  readonly rest: readonly { readonly name: string; readonly kind: Closed; readonly literal: string }[];
}

/** What is read, by name of hole. `none`: other words. `ambiguous`: more than one way to read it. */
export type Reading = Readonly<Record<string, string | number>> | 'none' | 'ambiguous';

/** A text with each run of white space as one blank, so that one wording fits however the release aligns it. */
export interface Flat {
  readonly text: string;
  /** A stretch of the text as it was printed. */
  readonly printed: (from: number, to: number) => string;
  /** Where anchors have been found in it, by their keys; absent until one was looked for. */
  places?: Map<string, readonly Place[]>;
}

/** Reads a text in one wording. */
export function read(wording: Wording, flat: Flat): Reading {
  const starts = leftmost(wording.anchors, flat);
  if (starts === undefined) return 'none';
  if (!isRightmost(wording.anchors, flat, starts)) return 'ambiguous';
  const values: Record<string, string | number> = {};
  for (let i = 0; i < wording.anchors.length; i += 1) {
    const anchor = wording.anchors[i];
    if (anchor === undefined) continue;
    const start = starts[i] ?? 0;
    let at = start + anchor.literal.length;
    for (const { name, kind, literal } of anchor.rest) {
      const end = kind.end(flat.text, at, literal);
      // A hole that stands twice must hold the same twice.
      if (!put(values, name, kind.value(flat.text.slice(at, end)))) return 'none';
      at = end + literal.length;
    }
    const wild = wording.wilds[i];
    if (wild === undefined) continue;
    const value = flat.printed(at, starts[i + 1] ?? flat.text.length);
    for (const section of wording.absent) if (value.includes(section)) return 'ambiguous';
    if (!put(values, wild.name, wild.value(value))) return 'none';
  }
  return values;
}

/** Whether the hole may hold that beside what is known. The names are those of the tables: none is one of an object's own. */
function put(values: Record<string, string | number>, name: string, value: string | number | undefined): boolean {
  if (name === '_' || value === undefined) return true;
  const known = values[name];
  values[name] = value;
  return known === undefined || known === value;
}

/** The first place of each anchor, in order. */
function leftmost(anchors: readonly Anchor[], flat: Flat): number[] | undefined {
  const { length } = flat.text;
  const starts: number[] = [];
  let from = 0;
  for (let i = 0; i < anchors.length; i += 1) {
    const anchor = anchors[i];
    if (anchor === undefined) continue;
    const last = i === anchors.length - 1;
    const place = i === 0 ? beginning(anchor, flat.text) : first(anchor, flat, from, last);
    if (place === undefined || (last && place.end !== length)) return undefined;
    starts.push(place.start);
    from = place.end;
  }
  return starts;
}

function beginning(anchor: Anchor, text: string): Place | undefined {
  const end = text.startsWith(anchor.literal) ? placeEnd(anchor, text, 0) : -1;
  return end < 0 ? undefined : { start: 0, end };
}

function first(anchor: Anchor, flat: Flat, from: number, last: boolean): Place | undefined {
  const { text } = flat;
  const { literal, rest } = anchor;
  if (rest.length > 0)
    return placesOf(anchor, flat).find(({ start, end }) => start >= from && (!last || end === text.length));
  const atEnd = text.length - literal.length;
  const start = !last ? text.indexOf(literal, from) : atEnd >= from && text.endsWith(literal) ? atEnd : -1;
  return start < 0 ? undefined : { start, end: start + literal.length };
}

/** Whether each anchor, looked for from the right, stands where it stands from the left. */
function isRightmost(anchors: readonly Anchor[], flat: Flat, starts: readonly number[]): boolean {
  let limit = flat.text.length;
  for (let i = anchors.length - 1; i > 0; i -= 1) {
    const anchor = anchors[i];
    const known = starts[i];
    if (anchor === undefined || known === undefined) return false;
    const { literal, rest } = anchor;
    const last = i === anchors.length - 1;
    const another =
      rest.length > 0
        ? placesOf(anchor, flat).some(({ start, end }) => start > known && (last ? end === limit : end <= limit))
        : flat.text.lastIndexOf(literal, limit - literal.length) > known;
    if (another) return false;
    limit = known;
  }
  return true;
}
