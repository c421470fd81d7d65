import { useMemo } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import { usePlace } from '../asked.ts';
import { Commands } from '../parts/copy.tsx';
import { Loading } from '../parts/loading.tsx';
import { PoolChains } from '../parts/pool-chains.tsx';
import { DevicePools } from '../parts/device-pools.tsx';
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
  const active = useMemo(() => activeOn(sessions ?? []), [sessions]);
  if (uses === undefined || sessions === undefined) return <Loading what="the pools" />;
  // The head-end with the fullest pool first.
  const devicesOf = grouped(byUse(uses.pools));
  const blind = silentOnes(devices, now);
  return (
    <main class="page">
      <Verdict said={poolsVerdict(uses, devices, now)} />
      {uses.chains.length > 0 && <PoolChains chains={uses.chains} devices={devices} />}
      {[...devicesOf].map(([device, pools], n) => (
        <DevicePools
          key={device}
          {...{ device, pools }}
          sessions={active.get(device) ?? NOBODY}
          sign={devices.find(({ name }) => name === device)?.heartbeat ?? NO_SIGN}
          silent={(pool) => isBlind(pool, blind, now)}
          opened={n < FEW}
        />
      ))}
      {uses.pools.length === 0 && names === undefined && <HowToKnow />}
    </main>
  );
}

/** So many head-ends tell their history unasked. */
const FEW = 4;
const NOBODY: readonly SessionRow[] = [];

function activeOn(sessions: readonly SessionRow[]): ReadonlyMap<string, readonly SessionRow[]> {
  return grouped(sessions.filter((session) => session.state === 'active'));
}

function grouped<T extends { readonly device: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.device);
    if (group === undefined) groups.set(row.device, [row]);
    else group.push(row);
  }
  return groups;
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
