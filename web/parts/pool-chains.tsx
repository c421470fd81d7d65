import { useNow } from '../watch.ts';
import { count, many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { byUse, isBlind, type ChainUse } from '../words/pools.ts';
import { NO_SIGN, silentOnes, type Heard, type Sign } from '../words/freshness.ts';
import { PoolBar } from './bar.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { rowClass, UseFigures, UseName } from './use-row.tsx';

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
            silent={isBlind(chain, blind, now)}
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
  const { device, tunnelGroup, pools, size, used, held, at } = chain;
  const state = silent ? 'unknown' : chain.state;
  return (
    <div class={rowClass('chain', silent)} data-chain={`${device}/${tunnelGroup}`}>
      <UseName {...{ device, state }} name={tunnelGroup} hover="tunnel-group" />
      <span class="rows__words" title="ip local pool, in the order of the chain">
        {pools.map(plain).join(' → ')}
      </span>
      <PoolBar pool={chain} silent={silent} />
      <UseFigures use={chain}>
        {silent
          ? 'when last heard'
          : `${count(Math.max(0, (size ?? 0) - used))} of ${many(size ?? 0, 'address', 'addresses')} free`}
        {!silent && held !== null && held > 0 && `, ${count(held)} held`}
      </UseFigures>
      {at === null ? <Source at={sign.at} interval={sign.interval} /> : <Source from="poll" at={at} />}
    </div>
  );
}
