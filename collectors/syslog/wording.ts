import type { Closed } from './hole.ts';

/**
 * How a wording is read.
 *
 * A wording falls into anchors: a literal with the holes behind it that end by themselves (addresses, numbers), up to the next
 * hole that may hold anything (a name, a reason). The first anchor stands at the start of the text and the last one at its end;
 * each one between is looked for twice with `indexOf`: as far left as it fits, then as far right. Every other reading lies
 * between these two, so if they are the same there is exactly one reading, and if not the text is ambiguous: somebody's name
 * looks like the rest of its message, and nobody guesses. No step goes back: two passes per anchor, whatever the names hold.
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
}

export interface Anchor {
  readonly literal: string;
  /** The holes that end by themselves, each with the literal behind it. */
  readonly rest: readonly { readonly name: string; readonly kind: Closed; readonly literal: string }[];
}

/** What is read, by name of hole. `none`: other words. `ambiguous`: more than one way to read it. */
export type Reading = ReadonlyMap<string, string | number> | 'none' | 'ambiguous';

/** A text with each run of white space as one blank, so that one wording fits however the release aligns it. */
export interface Flat {
  readonly text: string;
  /** A stretch of the text as it was printed. */
  readonly printed: (from: number, to: number) => string;
}

/** Reads a text in one wording. */
export function read(wording: Wording, flat: Flat): Reading {
  const starts = leftmost(wording.anchors, flat.text);
  if (starts === undefined) return 'none';
  if (!isRightmost(wording.anchors, flat.text, starts)) return 'ambiguous';
  const values = new Map<string, string | number>();
  const put = (name: string, value: string | number | undefined): boolean => {
    if (name === '_' || value === undefined) return true;
    const known = values.get(name);
    values.set(name, value);
    return known === undefined || known === value;
  };
  for (const [i, anchor] of wording.anchors.entries()) {
    const start = starts[i] ?? 0;
    let at = start + anchor.literal.length;
    for (const { name, kind, literal } of anchor.rest) {
      const end = kind.end(flat.text, at, literal);
      // A hole that stands twice must hold the same twice.
      if (!put(name, kind.value(flat.text.slice(at, end)))) return 'none';
      at = end + literal.length;
    }
    const wild = wording.wilds[i];
    if (wild === undefined) continue;
    const value = flat.printed(at, starts[i + 1] ?? flat.text.length);
    if (wording.absent.some((section) => value.includes(section))) return 'ambiguous';
    if (!put(wild.name, wild.value(value))) return 'none';
  }
  return values;
}

/** The first place of each anchor, in order. */
function leftmost(anchors: readonly Anchor[], text: string): number[] | undefined {
  const starts: number[] = [];
  let from = 0;
  for (const [i, anchor] of anchors.entries()) {
    const last = i === anchors.length - 1;
    const start = i === 0 ? 0 : find(anchor, text, from, last);
    const end = start < 0 ? -1 : spanEnd(anchor, text, start);
    if (end < 0 || (last && end !== text.length)) return undefined;
    starts.push(start);
    from = end;
  }
  return starts;
}

function find(anchor: Anchor, text: string, from: number, last: boolean): number {
  if (last && anchor.rest.length === 0) {
    const start = text.length - anchor.literal.length;
    return start >= from && text.endsWith(anchor.literal) ? start : -1;
  }
  let start = text.indexOf(anchor.literal, from);
  while (start >= 0) {
    const end = spanEnd(anchor, text, start);
    if (end >= 0 && (!last || end === text.length)) return start;
    start = text.indexOf(anchor.literal, start + 1);
  }
  return -1;
}

/** Whether each anchor, looked for from the right, stands where it stands from the left. */
function isRightmost(anchors: readonly Anchor[], text: string, starts: readonly number[]): boolean {
  let limit = text.length;
  for (let i = anchors.length - 1; i > 0; i -= 1) {
    const anchor = anchors[i];
    const known = starts[i];
    if (anchor === undefined || known === undefined) return false;
    const last = i === anchors.length - 1;
    let start = text.lastIndexOf(anchor.literal, limit - anchor.literal.length);
    while (start > known) {
      const end = spanEnd(anchor, text, start);
      if (end >= 0 && (last ? end === limit : end <= limit)) return false;
      start = text.lastIndexOf(anchor.literal, start - 1);
    }
    limit = known;
  }
  return true;
}

/** Where the anchor ends that begins at `start`; -1 if none does. */
function spanEnd(anchor: Anchor, text: string, start: number): number {
  if (!text.startsWith(anchor.literal, start)) return -1;
  let at = start + anchor.literal.length;
  for (const { kind, literal } of anchor.rest) {
    const end = kind.end(text, at, literal);
    if (end < 0 || !text.startsWith(literal, end)) return -1;
    at = end + literal.length;
  }
  return at;
}
