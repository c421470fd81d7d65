import type { Cause } from './cause.ts';
import { periodOf } from './period.ts';

/** Failures over what was typed: who tries passwords has these, whose network or client is wrong has others. */
export const ABOUT_WHAT_WAS_TYPED = [
  'xauth.rejected',
  'xauth.bad_password',
  'xauth.unknown_user',
  'xauth.locked',
  'xauth.disabled',
  'xauth.expired',
] as const satisfies readonly Cause[];

/** From so many on, names from one source, or sources of one name, are more than somebody's bad memory. */
export const MANY = 5;
/** From so many on, failures of hidden names are more than one person who types on: a login lets them try three times. */
export const MANY_HIDDEN = 10;
/** So many tries with one name from one source may tell a period. */
export const REPEATED = 4;
/** So many of the latest tries are looked at for a period. */
export const LOOKED_AT = 100;

/** Tries that failed, and when, epoch milliseconds. */
export interface Failures {
  readonly tries: number;
  readonly first: number;
  readonly last: number;
}

/** What came from one source. */
export interface SourceTally extends Failures {
  readonly source: string;
  /** Names that failed and never got in from there. */
  readonly refused: number;
  /** Names that failed and got in as well. */
  readonly mistyped: number;
  /** Names that got in. */
  readonly gotIn: number;
}

/** Where one name was tried. */
export interface NameTally extends Failures {
  readonly user: string;
  /** Sources that it failed from and never got in. */
  readonly sources: number;
  /** Sources that it got in from. */
  readonly own: number;
}

/**
 * What failed from one source without its name: an ASA without `no logging hide username` prints `*****` in its place. Each rejection is one
 * of its tries, for without a name those that come within seconds are taken for one login.
 */
export interface NamelessTally extends Failures {
  readonly source: string;
  /** Names that got in from there: those it does not hide. */
  readonly gotIn: number;
}

/** When one name failed from one source: the latest times, in any order. */
export interface PairTimes {
  readonly user: string;
  readonly source: string;
  readonly times: readonly number[];
}

/** What tries come to; only what may be a pattern need be in it. */
export interface Tallies {
  readonly sources: readonly SourceTally[];
  readonly names: readonly NameTally[];
  readonly nameless: readonly NamelessTally[];
  readonly pairs: readonly PairTimes[];
}

/** What many failures together are. */
export type Pattern =
  /** One source tries many names. */
  | ({ readonly is: 'spray' } & SourceTally)
  /** Many people behind one address: more of them get in than fail. */
  | ({ readonly is: 'shared source' } & SourceTally)
  /** One name is tried from many sources. */
  | ({ readonly is: 'hunted name' } & NameTally)
  /** Many tries from one source, of which nobody can tell whether they are of many names or of one. */
  | ({ readonly is: 'hidden names' } & NamelessTally)
  /** A client repeats a password that it has saved: the same name from the same source, every so many milliseconds. */
  | ({
      readonly is: 'saved password';
      readonly user: string;
      readonly source: string;
      readonly every: number;
    } & Failures);

const order: readonly Pattern['is'][] = ['spray', 'hidden names', 'hunted name', 'saved password', 'shared source'];

/** The patterns in what was tried, the worst kind first, of each kind the one of most tries. */
export function patternsIn({
  sources = [],
  names = [],
  nameless = [],
  pairs = [],
}: Partial<Tallies>): readonly Pattern[] {
  const ofPeople = [...names.flatMap(ofName), ...pairs.flatMap(ofPair)];
  const found = [...sources.flatMap(ofSource), ...nameless.flatMap(ofNameless), ...ofPeople];
  return found.sort((a, b) => order.indexOf(a.is) - order.indexOf(b.is) || b.tries - a.tries);
}

function ofSource(tally: SourceTally): readonly Pattern[] {
  if (tally.refused < MANY) return [];
  // Who guesses one password of many got in once; an office gets in all day.
  return [{ is: tally.gotIn >= tally.refused ? 'shared source' : 'spray', ...tally }];
}

function ofNameless(tally: NamelessTally): readonly Pattern[] {
  // From an office in which more get in than fail somebody always mistypes.
  return tally.tries >= MANY_HIDDEN && tally.gotIn < tally.tries ? [{ is: 'hidden names', ...tally }] : [];
}

function ofName(tally: NameTally): readonly Pattern[] {
  return tally.sources >= MANY && tally.sources > tally.own ? [{ is: 'hunted name', ...tally }] : [];
}

function ofPair({ user, source, times }: PairTimes): readonly Pattern[] {
  const run = longestRun([...times].sort((a, b) => a - b));
  const [first, last, every] = [run[0], run.at(-1), periodOf(run)];
  if (first === undefined || last === undefined || every === undefined) return [];
  return [{ is: 'saved password', user, source, every, tries: run.length, first, last }];
}

/** The longest run of times at one period: somebody types in between, and laptops sleep. */
function longestRun(times: readonly number[]): readonly number[] {
  let longest: readonly number[] = [];
  for (let from = 0; from + REPEATED <= times.length;) {
    let to = from + REPEATED;
    if (periodOf(times.slice(from, to)) === undefined) {
      from += 1;
      continue;
    }
    while (to < times.length && periodOf(times.slice(from, to + 1)) !== undefined) to += 1;
    if (to - from > longest.length) longest = times.slice(from, to);
    from = to - 1;
  }
  return longest;
}
