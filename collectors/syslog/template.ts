import type { Claim, ClaimKind, Claims } from '../../server/domain/claim.ts';
import { compile } from './compile.ts';
import type { HoleKind, Kinds } from './hole.ts';
import type { Flat, Wording } from './wording.ts';
import { read } from './wording.ts';

/** One message that we know. */
export interface Row {
  readonly id: number;
  /** What it claims; `undefined` for one that changes no state. */
  readonly kind: ClaimKind | undefined;
  /** The wordings as the table has them. None: whatever its text, the message is known. */
  readonly wordings: readonly string[];
  /** Facts that the message tells by being this message. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly variants: readonly Wording[];
}

/**
 * A message as a row: the ID, what it claims, and the device's words with holes.
 *
 * A hole is `{fact}`, `{fact:kind}` with a kind of `Kinds`, or `{_}` for what is no fact. `[[ ]]` holds what some releases
 * leave out. White space stands for any run of it. A hole that is missing, of the wrong kind, or no fact of the claim is a
 * compile error that names the fact.
 */
export function message<K extends ClaimKind, const W extends readonly string[]>(
  id: number,
  kind: K,
  ...wordings: { readonly [I in keyof W]: Checked<K, W[I]> }
): Row {
  return row(id, kind, wordings);
}

/** The same for a message that tells some facts of its claim by its ID alone: a cause, an outcome, a role. */
export function given<K extends ClaimKind, const F extends Partial<Claims[K]>, const W extends readonly string[]>(
  id: number,
  kind: K,
  facts: F,
  ...wordings: { readonly [I in keyof W]: Checked<K, W[I], keyof F & string> }
): Row {
  return row(id, kind, wordings, facts);
}

/** A message that we know and that changes no state; with wordings, only the text that fits one of them. */
export function noted(id: number, _why: string, ...wordings: readonly string[]): Row {
  return row(id, undefined, wordings);
}

function row(id: number, kind: ClaimKind | undefined, wordings: readonly string[], facts: object = {}): Row {
  const variants = wordings.flatMap(compile).sort((a, b) => b.weight - a.weight);
  return { id, kind, wordings, given: { ...facts }, variants };
}

/** Whom and what addresses a message names that claims nothing. */
export interface Named {
  readonly user?: string;
  readonly publicIp?: string;
  readonly assignedIp?: string;
}

/** What a row makes of a text, and by which of its wordings: the claim, or that it is noted, or that its words are others. */
export type Match =
  | { readonly outcome: 'claim'; readonly claim: Claim; readonly wording: string }
  | { readonly outcome: 'noted'; readonly wording: string | undefined; readonly named?: Named }
  | { readonly outcome: 'misfit' };

/** Holds a text against one row. */
export function match(row: Row, flat: Flat): Match {
  if (row.wordings.length === 0) return { outcome: 'noted', wording: undefined };
  for (const variant of row.variants) {
    const reading = read(variant, flat);
    if (reading === 'none') continue;
    if (reading === 'ambiguous') return { outcome: 'misfit' };
    if (row.kind === undefined)
      return { outcome: 'noted', wording: variant.source, ...(variant.names && { named: reading }) }; // `names`: its holes are these facts
    // The compiler has held the row's holes against `Claims`, and every required one stands outside of `[[ ]]`.
    const claim = { kind: row.kind, ...row.given, ...reading } as unknown as Claim;
    return { outcome: 'claim', claim, wording: variant.source };
  }
  return { outcome: 'misfit' };
}

/** The wording, if its holes are the facts of the claim; else the text of its faults, which the compiler then prints. */
type Checked<K extends ClaimKind, W extends string, Given extends string = never> = string extends W
  ? 'a wording is written out, so that it can be checked'
  : [WrongHole<K, Holes<W>>] extends [never]
    ? [Missing<K, W, Given>] extends [never]
      ? W
      : `${K} needs the fact {${Missing<K, W, Given>}}`
    : WrongHole<K, Holes<W>>;

type Missing<K extends ClaimKind, W extends string, Given extends string> = Exclude<
  Required<Claims[K]>,
  NameOf<Holes<Always<W>>> | Given
>;

/** The insides of all holes of a wording: `user` or `seconds:hms`. */
type Holes<W extends string> = W extends `${string}{${infer Hole}}${infer After}` ? Hole | Holes<After> : never;

/** The wording without its optional sections. */
type Always<W extends string> = W extends `${infer Before}[[${string}]]${infer After}`
  ? `${Before}${Always<After>}`
  : W;

type NameOf<Hole extends string> = Hole extends `${infer Name}:${string}` ? Name : Hole;

type WrongHole<K extends ClaimKind, Hole extends string> = Hole extends `${infer Name}:${infer Kind}`
  ? WrongFact<K, Name, Kind>
  : WrongFact<K, Hole, 'text'>;

type WrongFact<K extends ClaimKind, Name extends string, Kind extends string> = Kind extends HoleKind
  ? Name extends '_'
    ? never
    : Name extends keyof Claims[K]
      ? Kinds[Kind] extends Claims[K][Name]
        ? never
        : `the fact {${Name}} of ${K} is not to be read as ${Kind}`
      : `${K} has no fact {${Name}}`
  : `{${Name}:${Kind}}: there is no such kind of hole`;

type Required<Facts> = { [F in keyof Facts & string]-?: undefined extends Facts[F] ? never : F }[keyof Facts & string];
