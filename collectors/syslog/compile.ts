import { closed, wild } from './hole.ts';
import type { Closed } from './hole.ts';
import type { Named } from './template.ts';
import type { Anchor, Flat, Wording } from './wording.ts';

/**
 * The variants of a wording, with and without each optional section; throws if the table has it wrong. A blank that may stand
 * before a hole makes no variants: `{ hole}` takes it.
 */
export function compile(source: string): readonly Wording[] {
  const parts = source
    .replace(/\s+/g, ' ')
    .replaceAll('[[ ]]{', '{ ')
    .split(/\[\[|\]\]/);
  const sections = (parts.length - 1) / 2;
  if (!Number.isInteger(sections) || sections > 6)
    throw new Error(`wording ${source}: [[ ]] not in pairs, or more than 6`);
  const variants: Wording[] = [];
  for (let mask = 0; mask < 2 ** sections; mask += 1) {
    const kept = parts.filter((_, i) => i % 2 === 0 || (mask & (1 << ((i - 1) / 2))) !== 0);
    const dropped = parts.filter((_, i) => i % 2 === 1 && (mask & (1 << ((i - 1) / 2))) === 0);
    variants.push(
      variant(
        source,
        kept.join(''),
        dropped.map(beginning).filter((text) => text.length > 3),
      ),
    );
  }
  return variants;
}

/** How an optional section begins: what a name must not hold where the section is left out. */
function beginning(section: string): string {
  return section.replace(/\{.*/, '').trim();
}

function variant(source: string, wording: string, absent: readonly string[]): Wording {
  // Literals at the even places, holes between them.
  const pieces = wording.split(/\{([^}]*)\}/);
  const anchors = [anchorOf(pieces[0] ?? '')];
  const wilds: Wording['wilds'][number][] = [];
  for (let i = 1; i < pieces.length; i += 2) {
    const padded = pieces[i]?.startsWith(' ') === true;
    const [name = '', kind = 'text'] = (pieces[i] ?? '').trimStart().split(':');
    const literal = pieces[i + 1] ?? '';
    const last = i === pieces.length - 2;
    const anchor = anchors.at(-1);
    if (Object.hasOwn(wild, kind)) {
      if (kind === 'phrase' && !(last && literal === ''))
        throw new Error(`wording ${source}: {${name}:phrase} is not at its end`);
      const value = wild[kind as keyof typeof wild];
      wilds.push({ name, value: padded ? (printed) => value(printed.trimStart()) : value });
      anchors.push(anchorOf(literal));
    } else {
      if (!Object.hasOwn(closed, kind) || anchor === undefined) throw new Error(`wording ${source}: no hole "${kind}"`);
      // Without a blank, one run of non-blanks could be tried from each of its characters: quadratic.
      if (anchors.length > 1 && !anchor.literal.includes(' '))
        throw new Error(`wording ${source}: no blank before {${name}}`);
      const ends = closed[kind as keyof typeof closed];
      anchor.key += `{${padded ? ' ' : ''}${kind}}${literal}`;
      anchor.rest.push({ name, kind: padded ? behindBlank(ends) : ends, literal });
    }
  }
  const literals = pieces.reduce((sum, piece, i) => (i % 2 === 0 ? sum + piece.length : sum), 0);
  const facts = [...wilds, ...anchors.flatMap(({ rest }) => rest)]
    .map(({ name }) => name)
    .filter((name) => name !== '_');
  const names = facts.length > 0 && facts.every((name) => NAMED.has(name));
  return { source, anchors, wilds, absent, names, weight: ((pieces.length - 1) / 2) * 10_000 + literals };
}

/** The facts of `Named`. */
const NAMED: ReadonlySet<string> = new Set(['user', 'publicIp', 'assignedIp'] satisfies (keyof Named)[]);

function anchorOf(literal: string): { key: string; literal: string; rest: Anchor['rest'][number][] } {
  return { key: literal, literal, rest: [] };
}

/** The same hole, with or without a blank before it. */
function behindBlank(kind: Closed): Closed {
  return {
    end: (text, from, next) => kind.end(text, text[from] === ' ' ? from + 1 : from, next),
    value: (printed) => kind.value(printed.trimStart()),
  };
}

const UNEVEN = /[\t\n\v\f\r]|  /;
const SPACE = /[\t\n\v\f\r ]+/g;

/** The text with each run of white space as one blank; a value can still be had as it was printed. */
export function flatten(text: string): Flat {
  if (!UNEVEN.test(text)) return { text, printed: (from, to) => text.slice(from, to) };
  const origin: number[] = [];
  let flat = '';
  let done = 0;
  const copy = (to: number): void => {
    for (let i = done; i < to; i += 1) origin.push(i);
    flat += text.slice(done, to);
  };
  for (const run of text.matchAll(SPACE)) {
    copy(run.index);
    origin.push(run.index);
    flat += ' ';
    done = run.index + run[0].length;
  }
  copy(text.length);
  const printed: Flat['printed'] = (from, to) => text.slice(origin[from] ?? text.length, origin[to] ?? text.length);
  return { text: flat, printed };
}
