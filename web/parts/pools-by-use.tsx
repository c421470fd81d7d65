import type { Earlier } from '../../server/domain/earlier.ts';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { silent, silentOnes, type Sign } from '../words/freshness.ts';
import { byUse, isBlind, type PoolUse } from '../words/pools.ts';
import { changeWords } from '../words/trend.ts';
import { worst, type State } from '../words/verdict.ts';
import { PoolBar } from './bar.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { rowClass, UseFigures, UseName } from './use-row.tsx';

/** As many pools as fit a glance; the rest is one click away. */
const FEW = 8;

/** The fullest pools; the panel's rule carries the state of the worst. */
export function PoolsByUse({ pools, devices, sign, earlier }: PoolsByUseProps) {
  const now = useNow();
  const blind = silentOnes(devices, now);
  const stateOf = (pool: PoolUse): State => (isBlind(pool, blind, now) ? 'unknown' : pool.state);
  const sorted = byUse(pools);
  const bad = worst(['ok', ...sorted.map(stateOf).filter((state) => state === 'crit' || state === 'warn')]);
  return (
    <Panel title="Pools by use" state={silent(sign, now) ? 'unknown' : bad} hint="warning at 80 %, critical at 95 %">
      {sorted.length === 0 && (
        <p class="needs">No client was given an address yet, and no running configuration was read.</p>
      )}
      <div class="rows">
        {sorted.slice(0, FEW).map((pool) => (
          <PoolLine
            key={`${pool.device}/${pool.name}`}
            pool={pool}
            state={stateOf(pool)}
            silent={isBlind(pool, blind, now)}
            before={earlier?.pools.find((one) => one.device === pool.device && one.pool === pool.name)?.used}
            heard={devices.find(({ name }) => name === pool.device)?.heartbeat ?? sign}
          />
        ))}
      </div>
      {sorted.length > FEW && (
        <p class="hint after">
          <a href="/pools">All {sorted.length} pools</a>
        </p>
      )}
    </Panel>
  );
}

interface PoolsByUseProps {
  readonly pools: readonly PoolUse[];
  readonly devices: readonly DeviceRow[];
  /** Of the head-end that is the least silent. */
  readonly sign: Sign;
  readonly earlier: Earlier | undefined;
}

function PoolLine({
  pool,
  state,
  before,
  silent: blind,
  heard,
}: {
  readonly pool: PoolUse;
  readonly state: State;
  /** How many were used 15 minutes ago. */
  readonly before: number | undefined;
  readonly silent: boolean;
  /** When its head-end was last heard: what messages tell is as old. */
  readonly heard: Sign;
}) {
  const { size, used, listed, polled } = pool;
  return (
    <a class={rowClass('pool', blind)} href="/pools" data-pool={`${pool.device}/${pool.name}`}>
      <UseName name={pool.name} device={pool.device} state={state} hover="ip local pool" />
      <PoolBar pool={pool} silent={blind} />
      <UseFigures use={pool}>
        {blind ? (
          'when last heard'
        ) : (
          <>
            {count(Math.max(0, (size ?? 0) - used))} of {count(size ?? 0)} free
            <span class="pool-trend">{changeWords(used, before)}</span>
          </>
        )}
      </UseFigures>
      {listed && polled !== undefined ? (
        <Source from="poll" at={polled.at} />
      ) : (
        <Source at={heard.at} interval={heard.interval} />
      )}
    </a>
  );
}
