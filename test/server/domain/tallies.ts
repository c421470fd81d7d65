import { LOOKED_AT, type Failures, type SourceTally, type Tallies } from '../../../server/domain/patterns.ts';

/** A try that got in, or failed over what was typed. */
export interface Tried {
  /** A name, or what stands for one that may be a password; absent: not told. */
  readonly user?: string;
  readonly source: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly gotIn: boolean;
}

/** What tries come to, of every source, name and pair: counted one by one, where the store counts in SQL. */
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
    nameless: [...bySource].flatMap(([source, of]) => {
      const { gotIn } = sourceCounts(of);
      return withFailures(of.filter(({ user }) => user === undefined), { source, gotIn }); // prettier-ignore
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
