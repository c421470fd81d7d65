import type { SessionRow } from '../../server/domain/feed.ts';
import { count, many } from '../words/bytes.ts';
import type { Sign } from '../words/freshness.ts';
import { plain } from '../words/plain.ts';
import { percent, SIZE_UNKNOWN, type PoolUse } from '../words/pools.ts';
import { useMemo } from 'preact/hooks';
import { addressMap } from '../addresses.ts';
import { useNow } from '../watch.ts';
import { PoolLongest } from './pool-longest.tsx';
import { PoolBar } from './bar.tsx';
import { Commands } from './copy.tsx';
import { PoolMap } from './pool-map.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

/** Leaked addresses that are named at once. */
const FEW = 20;

/** One pool: how full it is and by whose word, who has which address, and which nobody has. */
export function Pool({ pool, sessions, sign, silent }: PoolProps) {
  const { name, device, size, used, utilization, listed, polled } = pool;
  const now = useNow();
  const state = silent ? 'unknown' : pool.state;
  const word = silent ? 'Not heard' : utilization === null ? 'Size unknown' : pool.handsOn ? 'Hands on' : undefined;
  const map = useMemo(() => {
    const { polled: _, ...told } = pool;
    // What was listed long ago is not so now.
    return addressMap(listed ? pool : told, sessions);
  }, [pool.polled, pool.used, pool.excluded, pool.first, pool.last, listed, sessions]);
  return (
    <section class={`panel panel--${state} col-12 ${silent ? 'is-stale' : ''}`} data-pool={`${device}/${name}`}>
      <div class="panel__head">
        <h2 title="ip local pool">{plain(name)}</h2>
        <span class="hint">{plain(device)}</span>
        <Status state={state}>{word}</Status>
        {listed && polled ? <Source from="poll" at={polled.at} /> : <Source at={sign.at} interval={sign.interval} />}
      </div>
      <div class="pool__use">
        <b class="num num--fig">
          <span class="num__value">{utilization === null ? count(used) : percent(utilization)}</span>
          {utilization === null && <span class="num__unit">used</span>}
        </b>
        <PoolBar pool={pool} silent={silent} />
        <Facts pool={pool} />
      </div>
      {pool.handsOn && (
        <p class="hint after">It is full by design: its connection profiles hand on to their other pools.</p>
      )}
      <Leaked pool={pool} />
      {size === null && <SizeUnknown device={device} />}
      {map !== undefined && (
        <>
          <PoolMap pool={pool} map={map} />
          <PoolLongest map={map} now={now} />
        </>
      )}
    </section>
  );
}

interface PoolProps {
  readonly pool: PoolUse;
  /** The active sessions of its head-end. */
  readonly sessions: readonly SessionRow[];
  /** Of its head-end. */
  readonly sign: Sign;
  /** Nothing is known of it now. */
  readonly silent: boolean;
}

/** Held addresses are neither in use nor free; what messages tell stands beside what the device lists, where they differ. */
function Facts({ pool: { size, used, first, last, tunnelGroups, listed, polled, derived } }: Pick<PoolProps, 'pool'>) {
  const free = size === null ? 'unknown' : count(Math.max(0, size - used));
  return (
    <dl class="pool__facts">
      <Fact name="Used">{count(listed && polled ? polled.used : used)}</Fact>
      <Fact name="Held">{listed && polled ? count(polled.held) : 'needs polling'}</Fact>
      <Fact name="Free">{free}</Fact>
      <Fact name="Size">{size === null ? 'unknown' : count(size)}</Fact>
      {listed && polled && derived !== polled.used && <Fact name="Used, by messages">{count(derived)}</Fact>}
      <Fact name="Range">{first === null ? 'unknown' : `${first} – ${last ?? '?'}`}</Fact>
      <Fact name="Connection profiles">
        {tunnelGroups.length === 0 ? 'none told' : tunnelGroups.map(plain).join(', ')}
      </Fact>
    </dl>
  );
}

function Leaked({ pool: { listed, polled } }: Pick<PoolProps, 'pool'>) {
  const leaked = listed ? (polled?.leaked ?? []) : [];
  if (leaked.length === 0) return null;
  return (
    <p class="pool__leaked" data-leaked={leaked.length}>
      <Status state="warn">{many(leaked.length, 'address', 'addresses')} leaked</Status>: in use and not held, and no
      session has {leaked.length === 1 ? 'it' : 'them'}, in polls ten minutes apart:{' '}
      <span class="mono">{leaked.slice(0, FEW).join(', ')}</span>
      {leaked.length > FEW && ` and ${count(leaked.length - FEW)} more`}. The ASA gives them to nobody.
    </p>
  );
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
