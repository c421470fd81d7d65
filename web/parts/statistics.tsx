import { useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import { useNow } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { firewallBox, statistics, type Box, type Line, type Side } from '../words/statistics.ts';
import { Source } from './source.tsx';

const tabs = ['Tunnel Details', 'Route Details', 'Firewall'] as const;
type Tab = (typeof tabs)[number];

/** The Statistics window, as its user knows it, or in the ASA's words. */
export function Statistics({ session }: { readonly session: SessionRow }) {
  const [side, setSide] = useState<Side>('client');
  const [tab, setTab] = useState<Tab>('Tunnel Details');
  return (
    <section class="window" aria-label="VPN Client Statistics">
      <div class="window__bar">
        <b>Statistics</b>
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
        {tab === 'Tunnel Details' && <Details session={session} side={side} />}
        {tab === 'Route Details' && <Routes />}
        {tab === 'Firewall' && <Firewall session={session} />}
      </div>
      <div class="window__foot">
        {session.state === 'active'
          ? 'Syslog tells bytes when the session ends. What runs while it runs needs polling.'
          : 'Bytes and duration as the ASA counted them at the end (113019).'}
      </div>
    </section>
  );
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

function Details({ session, side }: { readonly session: SessionRow; readonly side: Side }) {
  const boxes = statistics(session, side, useNow());
  return (
    <div class="window__body">
      <div class="stack">{boxes.slice(0, 3).map(drawBox)}</div>
      <div class="stack">{boxes.slice(3).map(drawBox)}</div>
    </div>
  );
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
    <div key={label} class={value === undefined ? 'kv__row kv__row--hidden' : 'kv__row'}>
      <dt title={hover}>{label}</dt>
      <dd class={mono === true ? 'mono' : undefined}>
        {value ?? why} {!long && note !== undefined && <small>{note}</small>}
      </dd>
      {from !== undefined && <Source from={from.source} at={from.at} fixed />}
      {long && (
        <dd class="kv__note">
          <small>{note}</small>
        </dd>
      )}
    </div>
  );
}

function Routes() {
  return (
    <div class="window__body">
      <section class="kv">
        <h3>Local LAN Routes</h3>
        <p class="needs">needs polling or the running configuration</p>
        <p class="hint">
          The client's own subnets are known only to the client; the policy tells at most what it may reach.
        </p>
      </section>
      <section class="kv">
        <h3>Secured Routes</h3>
        <p class="needs">needs polling or the running configuration</p>
        <p class="hint">
          split-tunnel-policy and split-tunnel-network-list of the group policy; without split tunnelling 0.0.0.0
          0.0.0.0.
        </p>
      </section>
    </div>
  );
}

function Firewall({ session }: { readonly session: SessionRow }) {
  return (
    <div class="window__body">
      <div class="stack">
        {drawBox(firewallBox(session))}
        <section class="kv">
          <h3>Rules in force</h3>
          <p class="needs">known only to the client</p>
        </section>
      </div>
      <section class="kv">
        <h3>Firewall Policy</h3>
        <p class="needs">needs polling or the running configuration</p>
        <p class="hint">client-firewall of the group policy.</p>
      </section>
    </div>
  );
}
