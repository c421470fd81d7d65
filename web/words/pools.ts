import type { ChainRow, PoolRow } from '../../server/domain/feed.ts';
import { poolUse, togetherUse, type Use } from '../../server/domain/pool-use.ts';
import { count, many } from './bytes.ts';
import { NO_SIGN, silent, silentOnes, type Heard } from './freshness.ts';
import { plain } from './plain.ts';
import { lead, type State, type Statement, type Verdict } from './verdict.ts';

/** Utilization from which a pool is a warning, and from which it is critical. */
export const WARNING_AT = 0.8;
export const CRITICAL_AT = 0.95;

/** What is said where a pool's size is not known. */
export const SIZE_UNKNOWN = 'size unknown: add the running configuration';

/** How full something is as of now, and what state that is. */
export interface Filled extends Pick<Use, 'used' | 'size' | 'utilization'> {
  readonly state: State;
}

/** A pool as of now: as its device listed it a moment ago, or else as messages tell. */
export interface PoolUse extends PoolRow, Filled {
  readonly listed: boolean;
  /** Of the used ones; `null` where messages alone tell. */
  readonly held: number | null;
  /** What messages tell of it, whoever told `used`. */
  readonly derived: number;
  /** Full, which is no harm: its chains hand on to their other pools. */
  readonly handsOn: boolean;
}

/** The pools of a tunnel group together, as of now. */
export interface ChainUse extends Filled {
  readonly device: string;
  readonly tunnelGroup: string;
  readonly pools: readonly string[];
  /** Whether all of them were listed a moment ago. */
  readonly listed: boolean;
  /** Of the used ones; `null` where messages alone tell. */
  readonly held: number | null;
  /** Of the oldest listing in it; `null` where messages tell of one. */
  readonly at: number | null;
}

/** How full all pools are as of now, and the chains that they are in. */
export interface PoolUses {
  readonly pools: readonly PoolUse[];
  readonly chains: readonly ChainUse[];
}

/** How full pools and chains are as of now. */
export function poolUses(rows: readonly PoolRow[], chainRows: readonly ChainRow[], now: number): PoolUses {
  const known = rows.map((row) => current(row, now));
  const byKey = new Map(known.map((pool) => [`${pool.device}/${pool.name}`, pool]));
  const chains = chainRows
    .filter(({ pools }) => pools.length > 0)
    .map((chain) => together(chain, chain.pools.map((name) => byKey.get(`${chain.device}/${name}`)))); // prettier-ignore
  const pools = known.map((pool): PoolUse => {
    const own = stateAt(pool.utilization);
    const mine = chains.filter((chain) => has(chain, pool)).map(({ state }) => state);
    // The first pool of a chain fills by design: what counts is whether there is room behind it.
    const state = mine.length === 0 || mine.includes('unknown') ? own : milder(own, worstOf(mine));
    return { ...pool, state, handsOn: state !== own };
  });
  return { pools, chains };
}

type Current = Omit<PoolUse, 'state' | 'handsOn'>;

function current(row: PoolRow, now: number): Current {
  return { ...row, ...poolUse(row, now), derived: row.used };
}

function together({ device, tunnelGroup, pools }: ChainRow, members: readonly (Current | undefined)[]): ChainUse {
  const use = togetherUse(members);
  const times = use.listed ? members.flatMap((pool) => pool?.polled?.at ?? []) : [];
  const at = times.length === 0 ? null : Math.min(...times);
  return { device, tunnelGroup, pools, ...use, state: stateAt(use.utilization), at };
}

function stateAt(utilization: number | null): State {
  if (utilization === null) return 'unknown';
  if (utilization >= CRITICAL_AT) return 'crit';
  return utilization >= WARNING_AT ? 'warn' : 'ok';
}

const grades: readonly State[] = ['ok', 'warn', 'crit'];

function worstOf(states: readonly State[]): State {
  return grades[Math.max(...states.map((one) => grades.indexOf(one)))] ?? 'unknown';
}

/** The better of two; what is not known stays so. */
function milder(own: State, other: State): State {
  return grades[Math.min(grades.indexOf(own), grades.indexOf(other))] ?? own;
}

function has(chain: ChainUse, { device, name }: Pick<PoolRow, 'device' | 'name'>): boolean {
  return chain.device === device && chain.pools.includes(name);
}

/** Use in whole percent, never rounded up to a threshold or to full: 94.9 % is 94. */
export function percent(utilization: number): string {
  return `${Math.floor(utilization * 100 + 1e-9)} %`;
}

/** The fullest first; those of unknown size last. */
export function byUse<T extends Filled & { readonly device: string; readonly name?: string }>(
  all: readonly T[],
): readonly T[] {
  const name = (one: T) => `${one.device}/${one.name ?? ''}`;
  return [...all].sort(
    (one, other) =>
      (other.utilization ?? -1) - (one.utilization ?? -1) ||
      other.used - one.used ||
      name(one).localeCompare(name(other)),
  );
}

/** What is wrong with the pools, the fullest first. Of those of a chain only all together can be full. */
export function poolStatements({ pools, chains }: PoolUses): readonly Statement[] {
  const full = byUse(wholes({ pools, chains })).flatMap(({ words, are, size, used, state }): readonly Statement[] => {
    if (size === null || (state !== 'crit' && state !== 'warn')) return [];
    const free = Math.max(0, size - used);
    if (free === 0) return [{ state, text: `${words} ${are} full: the next client gets no address.` }];
    const left = `${count(free)} of ${many(size, 'address', 'addresses')} ${free === 1 ? 'is' : 'are'} free.`;
    return [{ state, text: `${words} ${are} ${state === 'crit' ? 'nearly full' : 'filling up'}: ${left}` }];
  });
  return [...full, ...pools.flatMap(leaks)];
}

function leaks({ device, name, listed, polled }: PoolUse): readonly Statement[] {
  const lost = listed ? (polled?.leaked.length ?? 0) : 0;
  if (lost === 0) return [];
  const text = `${many(lost, 'address', 'addresses')} of ${plain(name)} on ${plain(device)} ${lost === 1 ? 'has' : 'have'} leaked: in use, and no session has ${lost === 1 ? 'it' : 'them'}.`; // prettier-ignore
  return [{ state: 'warn', text }];
}

/** What runs out as a whole: a pool that is alone, or the several pools of a chain. */
function wholes({ pools, chains }: PoolUses): readonly Whole[] {
  // One that names a pool which nobody knows has no more than the others.
  const wide = chains.filter((chain) => chain.pools.length > 1 && chain.size !== null);
  const alone = pools.filter(
    (pool) =>
      !wide.some((chain) => has(chain, pool)) || chains.some((chain) => chain.pools.length === 1 && has(chain, pool)),
  );
  return [
    ...alone.map((pool) => ({ ...pool, words: `${plain(pool.name)} on ${plain(pool.device)}`, are: 'is' as const })),
    ...wide.map((chain) => ({
      ...chain,
      ...{ words: `The pools of ${plain(chain.tunnelGroup)} on ${plain(chain.device)}`, are: 'are' as const },
    })),
  ];
}

interface Whole extends Filled {
  readonly device: string;
  readonly name?: string;
  readonly words: string;
  readonly are: 'is' | 'are';
}

/** Whether nothing is known of a pool or chain now: its head-end is silent, and has not listed it a moment ago either. */
export function isBlind(use: PoolUse | ChainUse, blind: ReadonlySet<string>, now: number): boolean {
  if (!blind.has(use.device)) return false;
  const at = 'at' in use ? use.at : use.listed ? (use.polled?.at ?? null) : null;
  return silent({ ...NO_SIGN, at }, now);
}

/** The first line of the pools' page. Of a pool of which nothing is heard nothing is said but that. */
export function poolsVerdict({ pools, chains }: PoolUses, devices: readonly Heard[], now: number): Verdict {
  if (pools.length === 0)
    return {
      state: 'unknown',
      text: 'No pool is known yet.',
      more: 'No client has been given an address so far, and no running configuration was read.',
    };
  const blind = silentOnes(devices, now);
  const seen = pools.filter((pool) => !isBlind(pool, blind, now));
  const hidden = pools.filter((pool) => isBlind(pool, blind, now));
  const silence: readonly Statement[] =
    hidden.length === 0
      ? []
      : [
          {
            state: 'unknown',
            text: `${many(hidden.length, 'pool')} cannot be seen: nothing is heard of ${heads([...new Set(hidden.map(({ device }) => device))])}.`,
          },
        ];
  const unsized = seen.filter((pool) => pool.size === null).length;
  const always = unsized === 0 ? '' : `The size of ${many(unsized, 'pool')} is unknown.`;
  const visible = { pools: seen, chains: chains.filter((chain) => !isBlind(chain, blind, now)) };
  return lead([...poolStatements(visible), ...silence], roomy(visible), always);
}

function heads(names: readonly string[]): string {
  return names.length === 1 ? plain(names[0] ?? '') : many(names.length, 'head-end');
}

function roomy(uses: PoolUses): Statement {
  const fullest = byUse(wholes(uses))[0];
  if (fullest?.utilization == null)
    return { state: 'unknown', text: 'How full the pools are cannot be told: no size is known.' };
  const { words, are, utilization } = fullest;
  const room = are === 'is' ? 'Every pool has room: the fullest,' : 'There is room for everybody: the fullest,';
  const name = are === 'is' ? words : words.replace('The pools', 'the pools');
  return { state: 'ok', text: `${room} ${name}, ${are} at ${percent(utilization)}.` };
}
