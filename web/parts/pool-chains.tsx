import { useNow } from '../watch.ts';
import { count, many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { byUse, isBlind, percent, SIZE_UNKNOWN, type ChainUse } from '../words/pools.ts';
import { NO_SIGN, silentOnes, type Heard, type Sign } from '../words/freshness.ts';
import { PoolBar } from './bar.tsx';
import { Panel } from './panel.tsx';
import { Shape } from './shape.tsx';
import { Source } from './source.tsx';

/** How full the pools of each connection profile are together, in the order in which they are given out. */
export function PoolChains({ chains, devices }: PoolChainsProps) {
  const now = useNow();
  const blind = silentOnes(devices, now);
  const heard = new Map(devices.map(({ name, heartbeat }) => [name, heartbeat]));
  return (
    <Panel
      title="By connection profile"
      span="col-12"
      hint="a policy’s address-pools come before the profile’s own; the first pool of several fills by design"
    >
      <div class="rows">
        {byUse(chains).map((chain) => (
          <Chain
            key={`${chain.device}/${chain.tunnelGroup}`}
            chain={chain}
            silent={isBlind(chain, blind)}
            sign={heard.get(chain.device) ?? NO_SIGN}
          />
        ))}
      </div>
    </Panel>
  );
}

interface PoolChainsProps {
  readonly chains: readonly ChainUse[];
  readonly devices: readonly Heard[];
}

interface ChainProps {
  readonly chain: ChainUse;
  readonly silent: boolean;
  readonly sign: Sign;
}

function Chain({ chain, silent, sign }: ChainProps) {
  const { device, tunnelGroup, pools, utilization, size, used, held, at } = chain;
  const state = silent ? 'unknown' : chain.state;
  return (
    <div
      class={silent ? 'rows__row rows__row--chain is-stale' : 'rows__row rows__row--chain'}
      data-chain={`${device}/${tunnelGroup}`}
    >
      <span class={`cut pool-name pool-name--${state}`} title="tunnel-group">
        {state !== 'ok' && <Shape name={state} />}
        {plain(tunnelGroup)} <span class="hint">{plain(device)}</span>
      </span>
      <span class="rows__words" title="ip local pool, in the order of the chain">
        {pools.map(plain).join(' → ')}
      </span>
      <PoolBar pool={chain} silent={silent} />
      {utilization === null || size === null ? (
        <span class="rows__n rows__n--words">
          <b>{count(used)}</b> used <span class="hint">{SIZE_UNKNOWN}</span>
        </span>
      ) : (
        <>
          <b class="rows__n">{percent(utilization)}</b>
          <span class="rows__n hint">
            {count(Math.max(0, size - used))} of {many(size, 'address', 'addresses')} free
            {held !== null && held > 0 && `, ${count(held)} held`}
          </span>
        </>
      )}
      {at === null ? <Source at={sign.at} interval={sign.interval} /> : <Source from="poll" at={at} />}
    </div>
  );
}
