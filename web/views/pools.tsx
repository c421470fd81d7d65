import type { PoolRow, SessionRow } from '../../server/domain/feed.ts';
import { usePlace } from '../asked.ts';
import { PoolBar } from '../parts/bar.tsx';
import { Commands } from '../parts/copy.tsx';
import { Loading } from '../parts/loading.tsx';
import { PoolMap } from '../parts/pool-map.tsx';
import { Source } from '../parts/source.tsx';
import { Status } from '../parts/status.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { useNow, useRows } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { silent } from '../words/freshness.ts';
import { plain } from '../words/plain.ts';
import { byUse, percent, poolState, poolsVerdict, SIZE_UNKNOWN } from '../words/pools.ts';

/** How full every pool is, and who has which address. */
export function Pools() {
  const { names } = usePlace();
  const pools = useRows('pools')?.filter((pool) => names?.has(pool.device) !== false);
  const sessions = useRows('sessions');
  const devices = (useRows('devices') ?? []).filter(({ name }) => names?.has(name) !== false);
  const now = useNow();
  if (pools === undefined || sessions === undefined) return <Loading what="the pools" />;
  const active = sessions.filter((session) => session.state === 'active');
  return (
    <main class="page">
      <Verdict said={poolsVerdict(pools, devices, now)} />
      {byUse(pools).map((pool) => (
        <Pool
          key={`${pool.device}/${pool.name}`}
          pool={pool}
          sessions={active.filter((session) => session.device === pool.device)}
          at={devices.find((device) => device.name === pool.device)?.lastMessageAt ?? null}
        />
      ))}
      {pools.length === 0 && names === undefined && <HowToKnow />}
    </main>
  );
}

function Pool({ pool, sessions, at }: PoolProps) {
  const blind = silent(at, useNow());
  const state = blind ? 'unknown' : poolState(pool);
  const { size, used, utilization } = pool;
  return (
    <section
      class={`panel panel--${state} col-12 ${blind ? 'is-stale' : ''}`}
      data-pool={`${pool.device}/${pool.name}`}
    >
      <div class="panel__head">
        <h2 title="ip local pool">{plain(pool.name)}</h2>
        <span class="hint">{plain(pool.device)}</span>
        <Status state={state}>{blind ? 'Not heard' : utilization === null ? 'Size unknown' : undefined}</Status>
        <Source at={at} />
      </div>
      <div class="pool__use">
        <b class="num num--fig">
          <span class="num__value">{utilization === null ? count(used) : percent(utilization)}</span>
          {utilization === null && <span class="num__unit">used</span>}
        </b>
        <PoolBar pool={pool} silent={blind} />
        <dl class="pool__facts">
          <Fact name="Used">{count(used)}</Fact>
          <Fact name="Free">{size === null ? 'unknown' : count(Math.max(0, size - used))}</Fact>
          <Fact name="Size">{size === null ? 'unknown' : count(size)}</Fact>
          <Fact name="Range">{pool.first === null ? 'unknown' : `${pool.first} – ${pool.last ?? '?'}`}</Fact>
          <Fact name="Connection profiles">
            {pool.tunnelGroups.length === 0 ? 'none told' : pool.tunnelGroups.map(plain).join(', ')}
          </Fact>
        </dl>
      </div>
      {size === null ? <SizeUnknown device={pool.device} /> : <PoolMap pool={pool} sessions={sessions} />}
    </section>
  );
}

interface PoolProps {
  readonly pool: PoolRow;
  /** The active sessions of its head-end. */
  readonly sessions: readonly SessionRow[];
  /** Arrival of the last message of its head-end. */
  readonly at: number | null;
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SizeUnknown({ device }: { readonly device: string }) {
  const name = /^[\w.-]+$/.test(device) ? device : 'NAME';
  return (
    <div class="empty">
      <h3>{SIZE_UNKNOWN}</h3>
      <p>
        Syslog tells which addresses are taken, not how many there are. Save the output of show running-config of the
        head-end to a file, then:
      </p>
      <Commands lines={[`tunnelwatch device add ${name} ADDRESS --running-config FILE`]} />
    </div>
  );
}

function HowToKnow() {
  return (
    <section class="empty col-8">
      <h2>How pools come here</h2>
      <p>
        From a saved running configuration, which tells their sizes (keys and passwords in it are dropped before
        anything is kept), or from the first address that a client gets.
      </p>
      <Commands lines={['tunnelwatch device add NAME ADDRESS --running-config FILE']} />
    </section>
  );
}
