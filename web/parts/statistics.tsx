import { useLocation } from 'preact-iso/router';
import type { SessionRow } from '../../server/domain/feed.ts';
import type { Statistics as Told } from '../../server/domain/statistics.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { firewallBox, statistics, type Side } from '../words/statistics.ts';
import { isPolled, type Box, type Line } from '../words/statistics-lines.ts';
import { policyBoxes, trafficStatement } from '../words/statistics-policy.ts';
import type { Trip } from '../words/trip.ts';
import { Source } from './source.tsx';
import { Status } from './status.tsx';
import { TripMeter, useTrip } from './trip-meter.tsx';

const tabs = ['Tunnel Details', 'Route Details', 'Firewall'] as const;
type Tab = (typeof tabs)[number];
/** As the address tells them; the first one is not told. */
const inAddress: Readonly<Record<Tab, string>> = {
  'Tunnel Details': '',
  'Route Details': 'routes',
  Firewall: 'firewall',
};

/** The Statistics window, as its user knows it, or in the ASA's words; `told` is what the API tells of it, once it has. */
export function Statistics({ session, told, anewAt }: StatisticsProps) {
  const { path, query, route } = useLocation();
  const side: Side = query['view'] === 'asa' ? 'asa' : 'client';
  const tab = tabs.find((one) => inAddress[one] === query['tab']) ?? 'Tunnel Details';
  const setSide = (next: Side) => route(withQuery(path, query, { view: next === 'asa' ? 'asa' : '' }));
  const setTab = (next: Tab) => route(withQuery(path, query, { tab: inAddress[next] }));
  const { trip, setTrip } = useTrip(session);
  return (
    <section class="window" aria-label="VPN Client Statistics">
      <div class="window__bar">
        <h2>Statistics</h2>
        <span class="muted">
          {plain(session.user)} on {plain(session.device)}
        </span>
        <span class="switch" role="group" aria-label="Whose view">
          <button type="button" aria-pressed={side === 'client'} onClick={() => setSide('client')}>
            As the client sees it
          </button>
          <button type="button" aria-pressed={side === 'asa'} onClick={() => setSide('asa')}>
            As the ASA sees it
          </button>
        </span>
      </div>
      <Tabs tab={tab} choose={setTab} />
      <div id="panel" role="tabpanel" aria-label={tab}>
        {tab === 'Tunnel Details' && <Details session={session} side={side} told={told} anewAt={anewAt} trip={trip} />}
        {tab === 'Route Details' && <Boxes boxes={policyBoxes(told).routes} />}
        {tab === 'Firewall' && <Boxes boxes={[firewallBox(session), ...policyBoxes(told).firewall]} />}
      </div>
      {told !== undefined && <Traffic told={told} />}
      <TripMeter session={session} told={told} trip={trip} setTrip={setTrip} said={foot(session, told)} />
    </section>
  );
}

interface StatisticsProps {
  readonly session: SessionRow;
  readonly told: Told | undefined;
  /** When the device last began to count anew, epoch milliseconds. */
  readonly anewAt: number | undefined;
}

function Traffic({ told }: { readonly told: Told }) {
  const said = trafficStatement(told);
  if (said === undefined) return null;
  return (
    <div class="window__foot" data-traffic={told.traffic}>
      <Status state={said.state} /> {said.text}
    </div>
  );
}

function foot({ state, from }: SessionRow, told: Told | undefined): string {
  if (state === 'ended' && from.bytes?.source !== 'poll')
    return 'Bytes and duration as the ASA counted them at the end (113019).';
  if (told === undefined) return 'Asking for what polls counted …';
  if (isPolled(told)) return 'As the ASA counted at its last polls: beside each value stands how old it is.';
  return told.asa.bytesTx.is === 'not listed yet'
    ? 'Its head-end is polled, and no listing has had this session yet.'
    : 'Syslog tells bytes when the session ends. What runs while it runs needs polling.';
}

function Tabs({ tab, choose }: { readonly tab: Tab; readonly choose: (tab: Tab) => void }) {
  const move = (by: number, list: HTMLElement) => {
    const next = (tabs.indexOf(tab) + by + tabs.length) % tabs.length;
    choose(tabs[next] ?? tab);
    list.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div
      class="window__tabs tabs"
      role="tablist"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') move(1, event.currentTarget);
        if (event.key === 'ArrowLeft') move(-1, event.currentTarget);
      }}
    >
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={tab === name}
          aria-controls="panel"
          tabIndex={tab === name ? 0 : -1}
          onClick={() => choose(name)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function Details({
  session,
  side,
  ...around
}: StatisticsProps & { readonly side: Side; readonly trip: Trip | undefined }) {
  const boxes = statistics(session, side, useNow(), around);
  return (
    <div class="window__body">
      <div class="stack">{boxes.slice(0, 3).map(drawBox)}</div>
      <div class="stack">{boxes.slice(3).map(drawBox)}</div>
    </div>
  );
}

function Boxes({ boxes }: { readonly boxes: readonly Box[] }) {
  return <div class="window__body">{boxes.map(drawBox)}</div>;
}

function drawBox({ title, lines }: Box) {
  return (
    <section key={title} class="kv">
      <h3>{title}</h3>
      <dl>{lines.map(drawLine)}</dl>
    </section>
  );
}

/** A longer note would squeeze its value: it gets a line of its own. */
const LONG = 24;

function drawLine({ label, value, mono, note, why, hover, from }: Line) {
  const long = note !== undefined && note.length > LONG;
  return (
    <div key={`${label} ${value ?? ''}`} class={value === undefined ? 'kv__row kv__row--hidden' : 'kv__row'}>
      <dt title={hover}>{label}</dt>
      <dd class={mono === true && value !== undefined ? 'mono' : undefined}>
        {value ?? why} {!long && note !== undefined && <small>{note}</small>}
      </dd>
      {from !== undefined && (
        <dd class="kv__from">
          <Source from={from.source} at={from.at} fixed />
        </dd>
      )}
      {long && (
        <dd class="kv__note">
          <small>{note}</small>
        </dd>
      )}
    </div>
  );
}
