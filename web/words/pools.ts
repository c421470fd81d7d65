import type { PoolRow } from '../../server/domain/feed.ts';
import { count, many } from './bytes.ts';
import { silentOnes, type Heard } from './freshness.ts';
import { plain } from './plain.ts';
import { lead, type State, type Statement, type Verdict } from './verdict.ts';

/** Utilization from which a pool is a warning, and from which it is critical. */
export const WARNING_AT = 0.8;
export const CRITICAL_AT = 0.95;

/** What is said where a pool's size is not known. */
export const SIZE_UNKNOWN = 'size unknown: add the running configuration';

/** The state of a pool by its use. */
export function poolState(pool: PoolRow): State {
  if (pool.utilization === null) return 'unknown';
  if (pool.utilization >= CRITICAL_AT) return 'crit';
  return pool.utilization >= WARNING_AT ? 'warn' : 'ok';
}

/** Use in whole percent, never rounded up to a threshold or to full: 94.9 % is 94. */
export function percent(utilization: number): string {
  return `${Math.floor(utilization * 100 + 1e-9)} %`;
}

/** The pools, the fullest first; those of unknown size last. */
export function byUse(pools: readonly PoolRow[]): readonly PoolRow[] {
  const name = (pool: PoolRow) => `${pool.device}/${pool.name}`;
  return [...pools].sort(
    (one, other) =>
      (other.utilization ?? -1) - (one.utilization ?? -1) ||
      other.used - one.used ||
      name(one).localeCompare(name(other)),
  );
}

/** What is wrong with the pools, the fullest first. */
export function poolStatements(pools: readonly PoolRow[]): readonly Statement[] {
  return byUse(pools).flatMap((pool): readonly Statement[] => {
    const state = poolState(pool);
    if (pool.size === null || (state !== 'crit' && state !== 'warn')) return [];
    const where = `${plain(pool.name)} on ${plain(pool.device)}`;
    const free = Math.max(0, pool.size - pool.used);
    if (free === 0) return [{ state, text: `${where} is full: the next client gets no address.` }];
    const left = `${count(free)} of ${many(pool.size, 'address', 'addresses')} ${free === 1 ? 'is' : 'are'} free.`;
    return [{ state, text: `${where} is ${state === 'crit' ? 'nearly full' : 'filling up'}: ${left}` }];
  });
}

/** The first line of the pools' page. Of a pool whose head-end is silent nothing is said but that. */
export function poolsVerdict(pools: readonly PoolRow[], devices: readonly Heard[], now: number): Verdict {
  if (pools.length === 0)
    return {
      state: 'unknown',
      text: 'No pool is known yet.',
      more: 'No client has been given an address so far, and no running configuration was read.',
    };
  const blind = silentOnes(devices, now);
  const seen = pools.filter((pool) => !blind.has(pool.device));
  const hidden = pools.length - seen.length;
  const silence: readonly Statement[] =
    hidden === 0
      ? []
      : [
          {
            state: 'unknown',
            text: `${many(hidden, 'pool')} cannot be seen: nothing is heard of ${heads([...blind])}.`,
          },
        ];
  const unsized = seen.filter((pool) => pool.size === null).length;
  const always = unsized === 0 ? '' : `The size of ${many(unsized, 'pool')} is unknown.`;
  return lead([...poolStatements(seen), ...silence], roomy(seen), always);
}

function heads(names: readonly string[]): string {
  return names.length === 1 ? plain(names[0] ?? '') : many(names.length, 'head-end');
}

function roomy(pools: readonly PoolRow[]): Statement {
  const fullest = byUse(pools)[0];
  if (fullest?.utilization == null)
    return { state: 'unknown', text: 'How full the pools are cannot be told: no size is known.' };
  const name = `${plain(fullest.name)} on ${plain(fullest.device)}`;
  return { state: 'ok', text: `Every pool has room: the fullest, ${name}, is at ${percent(fullest.utilization)}.` };
}
