import { usePlace } from '../asked.ts';
import { Commands } from '../parts/copy.tsx';
import { Loading } from '../parts/loading.tsx';
import { PoolChains } from '../parts/pool-chains.tsx';
import { Pool } from '../parts/pool.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { usePoolUses } from '../pool-watch.ts';
import { useNow, useRows } from '../watch.ts';
import { NO_SIGN, silentOnes } from '../words/freshness.ts';
import { byUse, isBlind, poolsVerdict } from '../words/pools.ts';

/** How full every pool is, alone and along the chains of the connection profiles, and who has which address. */
export function Pools() {
  const { names } = usePlace();
  const uses = usePoolUses(names);
  const sessions = useRows('sessions');
  const devices = (useRows('devices') ?? []).filter(({ name }) => names?.has(name) !== false);
  const now = useNow();
  if (uses === undefined || sessions === undefined) return <Loading what="the pools" />;
  const active = sessions.filter((session) => session.state === 'active');
  const blind = silentOnes(devices, now);
  return (
    <main class="page">
      <Verdict said={poolsVerdict(uses, devices, now)} />
      {uses.chains.length > 0 && <PoolChains chains={uses.chains} devices={devices} />}
      {byUse(uses.pools).map((pool) => (
        <Pool
          key={`${pool.device}/${pool.name}`}
          pool={pool}
          sessions={active.filter((session) => session.device === pool.device)}
          sign={devices.find((device) => device.name === pool.device)?.heartbeat ?? NO_SIGN}
          silent={isBlind(pool, blind)}
        />
      ))}
      {uses.pools.length === 0 && names === undefined && <HowToKnow />}
    </main>
  );
}

function HowToKnow() {
  return (
    <section class="empty col-8">
      <h2>How pools come here</h2>
      <p>
        From a saved running configuration, which tells their sizes (keys and passwords in it are dropped before
        anything is kept), from the device, if it is polled, or from the first address that a client gets.
      </p>
      <Commands lines={['tunnelwatch device add NAME ADDRESS --running-config FILE']} />
    </section>
  );
}
