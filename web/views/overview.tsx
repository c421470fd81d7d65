import '../look/overview.css';
import type { DeviceRow, Summary } from '../../server/domain/feed.ts';
import { usePlace, useSummaryOf } from '../asked.ts';
import { useEstate, type Estate } from '../estate.ts';
import { isBound, me } from '../me.ts';
import { AaaServers } from '../parts/aaa-servers.tsx';
import { CryptoCensus } from '../parts/census.tsx';
import { Figures } from '../parts/figures.tsx';
import { HeadEnds } from '../parts/head-ends.tsx';
import { Limits } from '../parts/limits.tsx';
import { Loading } from '../parts/loading.tsx';
import { MessageList } from '../parts/message-list.tsx';
import { OverTime } from '../parts/over-time.tsx';
import { Panel } from '../parts/panel.tsx';
import { PoolsByUse } from '../parts/pools-by-use.tsx';
import { SessionsOverTime } from '../parts/sessions-over-time.tsx';
import { Teach } from '../parts/teach.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { usePoolUses } from '../pool-watch.ts';
import { useCell, useNow, useRows } from '../watch.ts';
import { noneThere } from '../words/access.ts';
import { adoptCommand } from '../words/devices.ts';
import { heardOf, NO_SIGN } from '../words/freshness.ts';
import { estateStatements } from '../words/estate.ts';
import { trafficChart } from '../words/over-time.ts';
import { overviewVerdict } from '../words/overview.ts';
import type { Statement } from '../words/verdict.ts';
import { Commands } from '../parts/copy.tsx';

/** How everything is, at a glance: the worst first. */
export function Overview() {
  const place = usePlace();
  const summary = useSummaryOf(place);
  const estate = useEstate(place);
  const devices = useRows('devices')?.filter(({ name }) => place.names?.has(name) !== false);
  const health = useRows('health');
  const more = useStatements(summary, devices, estate);
  const chains = useRows('chains')?.filter(({ device }) => place.names?.has(device) !== false);
  const now = useNow();
  const held = useCell(me);
  if (summary === undefined || devices === undefined || health === undefined || chains === undefined)
    return <Loading what="the present state" />;
  const warnings = health.flatMap((row) => row.warnings);
  const adopted = devices.filter((device) => device.state === 'adopted');
  const isNowhere = isBound(held) && devices.length === 0 && place.names === undefined;
  const said = isNowhere
    ? noneThere(held?.sites ?? null)
    : overviewVerdict({ summary, devices, chains, warnings, more }, now);
  return (
    <main class="page">
      <Verdict said={said} />
      {place.names === undefined && devices.every((device) => device.lastMessageAt === null) && <Teach />}
      {devices.length > 0 && adopted.length === 0 && (
        <>
          <Adopt devices={devices} />
          <LatestMessages />
        </>
      )}
      {/* Without a device that is watched the figures are there, and say that they are unknown. */}
      {adopted.length === 0 && <Figures summary={summary} sign={NO_SIGN} estate={estate} />}
      {adopted.length > 0 && <Seen summary={summary} devices={adopted} estate={estate} />}
    </main>
  );
}

/** What is wrong by polls and by what AAA servers do. */
function useStatements(
  summary: Summary | undefined,
  devices: readonly DeviceRow[] | undefined,
  { load, aaa, wall }: Estate,
): readonly Statement[] {
  const now = useNow();
  if (summary === undefined || devices === undefined) return [];
  return estateStatements({ summary, devices, load: load ?? [], aaa: aaa ?? [], told: wall }, now);
}

interface SeenProps {
  readonly summary: Summary;
  readonly devices: readonly DeviceRow[];
  readonly estate: Estate;
}

function Seen({ summary, devices, estate }: SeenProps) {
  const sign = heardOf(devices, useNow());
  const { names, site, tag } = usePlace();
  const pools = usePoolUses(names)?.pools ?? [];
  const { load, aaa, wall, earlier, lately } = estate;
  return (
    <>
      <Figures summary={summary} sign={sign} estate={estate} />
      <div class="overview col-12">
        <div class="stack">
          <PoolsByUse pools={pools} sign={sign} devices={devices} earlier={earlier} />
          <Limits summary={summary} estate={estate} sign={sign} />
          <AaaServers servers={aaa} devices={devices} told={wall} place={`${site}/${tag}`} lately={lately} />
          <CryptoCensus estate={estate} />
        </div>
        <div class="stack overview__main">
          <div class="stack">
            <SessionsOverTime sign={sign} />
            <OverTime shown={trafficChart} place={{ site, tag }} span="" />
            <HeadEnds devices={devices} pools={pools} load={load} lately={lately} />
          </div>
          <LatestMessages />
        </div>
      </div>
    </>
  );
}

function Adopt({ devices }: { readonly devices: readonly DeviceRow[] }) {
  return (
    <section class="empty col-12">
      <h2>Adopt what you know</h2>
      <p>Anyone can send a datagram, so a sender counts only after a person said that it is one of theirs:</p>
      <Commands lines={devices.slice(0, 10).map(adoptCommand)} />
      <p class="hint">
        All of them are under <a href="/devices">Devices</a>. Started with ADOPT=on, Tunnelwatch adopts every sender at
        once.
      </p>
    </section>
  );
}

function LatestMessages() {
  const { names } = usePlace();
  const messages = useRows('messages') ?? [];
  const latest = messages
    .filter(({ device }) => names === undefined || (device !== null && names.has(device)))
    .sort((one, other) => other.id - one.id)
    .slice(0, 14);
  return (
    <Panel title="Latest VPN messages" span="col-12" tools={<a href="/messages">all</a>}>
      {latest.length === 0 ? (
        <p class="needs">None has come since the server started.</p>
      ) : (
        <MessageList messages={latest} />
      )}
    </Panel>
  );
}
