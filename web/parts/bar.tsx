import { count } from '../words/bytes.ts';
import { CRITICAL_AT, percent, SIZE_UNKNOWN, WARNING_AT, type Filled } from '../words/pools.ts';

/**
 * How full a pool is, or a chain of them, with the marks at which it is a warning and critical. Hatched when its size is not known
 * or its head-end is silent.
 */
export function PoolBar({ pool, silent }: { readonly pool: Filled; readonly silent: boolean }) {
  const state = silent ? 'unknown' : pool.state;
  const said =
    pool.utilization === null
      ? `${count(pool.used)} used, ${SIZE_UNKNOWN}`
      : `${percent(pool.utilization)}: ${count(pool.used)} of ${count(pool.size ?? 0)} addresses used`;
  return (
    <span class={`bar bar--${state}`} role="img" aria-label={said} title={said}>
      {pool.utilization !== null && (
        <>
          <span class="bar__fill" style={`width:${Math.min(100, pool.utilization * 100)}%`} />
          <i class="bar__mark" style={`left:${WARNING_AT * 100}%`} />
          <i class="bar__mark" style={`left:${CRITICAL_AT * 100}%`} />
        </>
      )}
    </span>
  );
}
