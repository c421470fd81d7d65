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
/** So many tries with one name from one source may tell a period. */
export const REPEATED = 4;
/** So many of the latest tries are looked at for a period. */
export const LOOKED_AT = 100;

/** A try that got in, or failed over what was typed. */
export interface Tried {
  /** A name, or what stands for one that may be a password; absent: not told. */
  readonly user?: string;
  readonly source: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly gotIn: boolean;
}

/** Tries that failed, and when, epoch milliseconds. */
interface Failures {
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
  /** A client repeats a password that it has saved: the same name from the same source, every so many milliseconds. */
  | ({
      readonly is: 'saved password';
      readonly user: string;
      readonly source: string;
      readonly every: number;
    } & Failures);

const order: readonly Pattern['is'][] = ['spray', 'hunted name', 'saved password', 'shared source'];

/** The patterns in what was tried, the worst kind first, of each kind the one of most tries. */
export function patternsIn({ sources, names, pairs }: Tallies): readonly Pattern[] {
  const found = [...sources.flatMap(ofSource), ...names.flatMap(ofName), ...pairs.flatMap(ofPair)];
  return found.sort((a, b) => order.indexOf(a.is) - order.indexOf(b.is) || b.tries - a.tries);
}

function ofSource(tally: SourceTally): readonly Pattern[] {
  if (tally.refused < MANY) return [];
  // Who guesses one password of many got in once; an office gets in all day.
  return [{ is: tally.gotIn >= tally.refused ? 'shared source' : 'spray', ...tally }];
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

/** What tries come to, of every source, name and pair. */
export function talliesOf(tries: readonly Tried[]): Tallies {
  const pairs = grouped(tries, ({ source, user }) => JSON.stringify([source, user ?? null]));
  const told = [...pairs.values()].map(pairOf);
  const bySource = grouped(told, ({ source }) => source);
  const byName = grouped(
    told.flatMap((pair) => (pair.user === undefined ? [] : [{ ...pair, user: pair.user }])),
    ({ user }) => user,
  );
  return {
    sources: [...bySource].flatMap(([source, of]) => withFailures(of, { source, ...sourceCounts(of) })),
    names: [...byName].flatMap(([user, of]) => {
      const sources = of.filter(({ times, gotIn }) => times.length > 0 && !gotIn).length;
      return withFailures(of, { user, sources, own: of.filter(({ gotIn }) => gotIn).length });
    }),
    pairs: [...byName.values()].flat().map(({ user, source, times }) => ({ user, source, times: times.slice(-LOOKED_AT) })), // prettier-ignore
  };
}

interface Pair {
  readonly source: string;
  readonly user: string | undefined;
  readonly gotIn: boolean;
  /** Of those that failed, in order. */
  readonly times: readonly number[];
}

function pairOf(tries: readonly Tried[]): Pair {
  const [first] = tries;
  const failed = tries.filter(({ gotIn }) => !gotIn).map(({ at }) => at);
  return {
    source: first?.source ?? '',
    user: first?.user,
    gotIn: tries.some(({ gotIn }) => gotIn),
    times: failed.sort((a, b) => a - b),
  };
}

/** A name that was not told is none. */
function sourceCounts(pairs: readonly Pair[]): Pick<SourceTally, 'refused' | 'mistyped' | 'gotIn'> {
  const named = pairs.filter(({ user }) => user !== undefined);
  return {
    refused: named.filter(({ times, gotIn }) => times.length > 0 && !gotIn).length,
    mistyped: named.filter(({ times, gotIn }) => times.length > 0 && gotIn).length,
    gotIn: named.filter(({ gotIn }) => gotIn).length,
  };
}

function withFailures<T extends object>(pairs: readonly Pair[], rest: T): readonly (T & Failures)[] {
  const times = pairs.flatMap((one) => one.times).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined ? [] : [{ ...rest, tries: times.length, first, last }];
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
