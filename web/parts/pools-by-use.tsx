import type { DeviceRow } from '../../server/domain/feed.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { silent, silentOnes, type Sign } from '../words/freshness.ts';
import { plain } from '../words/plain.ts';
import { byUse, isBlind, percent, SIZE_UNKNOWN, type PoolUse } from '../words/pools.ts';
import { worst, type State } from '../words/verdict.ts';
import { PoolBar } from './bar.tsx';
import { Panel } from './panel.tsx';
import { Shape } from './shape.tsx';
import { Source } from './source.tsx';

/** As many pools as fit a glance; the rest is one click away. */
const FEW = 8;

/** The fullest pools; the panel's rule carries the state of the worst. */
export function PoolsByUse({ pools, devices, sign }: PoolsByUseProps) {
  const now = useNow();
  const blind = silentOnes(devices, now);
  const stateOf = (pool: PoolUse): State => (isBlind(pool, blind) ? 'unknown' : pool.state);
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
            silent={isBlind(pool, blind)}
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
}

function PoolLine({
  pool,
  state,
  silent: blind,
  heard,
}: {
  readonly pool: PoolUse;
  readonly state: State;
  readonly silent: boolean;
  /** When its head-end was last heard: what messages tell is as old. */
  readonly heard: Sign;
}) {
  const { utilization, size, used, listed, polled } = pool;
  return (
    <a
      class={blind ? 'rows__row rows__row--pool is-stale' : 'rows__row rows__row--pool'}
      href="/pools"
      data-pool={`${pool.device}/${pool.name}`}
    >
      <span class={`cut pool-name pool-name--${state}`}>
        {state !== 'ok' && <Shape name={state} />}
        {plain(pool.name)} <span class="hint">{plain(pool.device)}</span>
      </span>
      <PoolBar pool={pool} silent={blind} />
      {utilization === null || size === null ? (
        <span class="rows__n rows__n--words">
          <b>{count(used)}</b> used <span class="hint">{SIZE_UNKNOWN}</span>
        </span>
      ) : (
        <>
          <b class="rows__n">{percent(utilization)}</b>
          <span class="rows__n hint">
            {blind ? 'when last heard' : `${count(Math.max(0, size - used))} of ${count(size)} free`}
          </span>
        </>
      )}
      {listed && polled !== undefined ? (
        <Source from="poll" at={polled.at} />
      ) : (
        <Source at={heard.at} interval={heard.interval} />
      )}
    </a>
  );
}
