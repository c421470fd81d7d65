import type { AlertRow } from '../../server/domain/alert/row.ts';
import type { ChainRow, DeviceRow, Summary } from '../../server/domain/feed.ts';
import { asksForSomebody, severityStates } from './alerts.ts';
import { count, many } from './bytes.ts';
import { clockTrouble } from './clock.ts';
import { freshest, freshness, heardOf, silent, silentOnes } from './freshness.ts';
import { lossTrouble, syslogTrouble } from './heartbeat.ts';
import { plain } from './plain.ts';
import { byUse, isBlind, percent, poolStatements, poolUses, type PoolUse } from './pools.ts';
import { sentence } from './sentence.ts';
import { age, when } from './time.ts';
import { lead, worst, type State, type Statement, type Verdict } from './verdict.ts';

/** Said wherever there is nothing because there is nobody to tell it. */
export const NO_DEVICE = 'No device yet: nothing has been received.';

/** What the overview's first line is made from. */
export interface Facts {
  readonly summary: Summary;
  readonly devices: readonly DeviceRow[];
  readonly chains: readonly ChainRow[];
  /** Warnings of the collectors, in words. */
  readonly warnings: readonly string[];
  /** What is wrong by polls and AAA servers. */
  readonly more?: readonly Statement[];
}

/** The state of a head-end: its fullest pool's, at least a warning while its clock is wrong or messages are lost, or unknown when it is silent. */
export function deviceState(device: DeviceRow, pools: readonly PoolUse[], now: number): State {
  if (silent(device.heartbeat, now)) return 'unknown';
  const own = pools.filter((pool) => pool.device === device.name).map(({ state }) => state);
  return worst([
    clockTrouble(device.clock) === undefined ? 'ok' : 'warn',
    (syslogTrouble(device.heartbeat, now) ?? lossTrouble(device.heartbeat, now)) === undefined ? 'ok' : 'warn',
    ...own.filter((state) => state === 'crit' || state === 'warn'),
  ]);
}

/** How many adopted head-ends are in each state, and how many wait. One of which an open alert asks for somebody is no better than that. */
export function estate(
  devices: readonly DeviceRow[],
  pools: readonly PoolUse[],
  alerts: readonly AlertRow[],
  now: number,
) {
  const asking = alerts.filter(asksForSomebody);
  const alerted = (name: string) =>
    asking.flatMap(({ device, severity }) => (device === name ? severityStates[severity].state : []));
  const adopted = devices.filter((device) => device.state === 'adopted');
  const states = adopted.map((device) => worst([deviceState(device, pools, now), ...alerted(device.name)]));
  const of = (state: State) => states.filter((one) => one === state).length;
  return {
    crit: of('crit'),
    warn: of('warn'),
    unknown: of('unknown'),
    ok: of('ok'),
    pending: devices.length - adopted.length,
  };
}

/** The first line of the overview. */
export function overviewVerdict({ summary, devices, chains, warnings, more = [] }: Facts, now: number): Verdict {
  const adopted = devices.filter((device) => device.state === 'adopted');
  const pending = devices.filter((device) => device.state === 'pending');
  if (adopted.length === 0) return nobody(pending, now);
  const quiet = adopted.filter((device) => silent(device.heartbeat, now));
  const heard = adopted.length - quiet.length;
  const blind = silentOnes(devices, now);
  const uses = poolUses(summary.pools, chains, now);
  const statements = [
    ...poolStatements({
      pools: uses.pools.filter((pool) => !isBlind(pool, blind, now)),
      chains: uses.chains.filter((chain) => !isBlind(chain, blind, now)),
    }),
    ...(heard === 0 ? [] : refusals(summary)),
    ...silence(quiet, adopted.length, now),
    ...more,
    ...mute(adopted, now),
    ...warnings.map(warned),
    ...waiting(pending),
  ];
  const { total } = summary.sessions;
  const on = `on ${many(adopted.length, 'head-end')}`;
  const calm: Statement =
    total === 0
      ? { state: 'ok', text: 'All quiet: nobody is connected.' }
      : { state: 'ok', text: `All quiet: ${many(total, 'session')} of ${many(summary.users, 'user')} ${on}.` };
  if (heard === 0) return lead(statements, calm, asOf(adopted, total, now));
  const state = worst([calm.state, ...statements.map((one) => one.state)]);
  return lead(statements, calm, state === 'ok' ? fullest(uses.pools, summary) : seenText(total, quiet, heard, on));
}

/** Of a silent head-end nobody knows how many sessions it has now. */
function seenText(total: number, quiet: readonly DeviceRow[], heard: number, on: string): string {
  if (quiet.length === 0) return `${many(total, 'session')} ${on}.`;
  const old = quiet.reduce((sum, { sessions }) => sum + sessions, 0);
  const others = quiet.length === 1 ? 'the other' : 'the others';
  return `${many(total - old, 'session')} on the ${many(heard, 'head-end')} heard, and ${count(old)} on ${others} when last heard.`;
}

function nobody(pending: readonly DeviceRow[], now: number): Verdict {
  const [first] = pending;
  if (first === undefined)
    return {
      state: 'unknown',
      text: NO_DEVICE,
      more: 'Point an ASA here with the lines below, or try the demo.',
    };
  const others = pending.length === 1 ? '' : ` and ${many(pending.length - 1, 'other')}`;
  const since = first.lastMessageAt === null ? '' : ` Last heard ${age(now - first.lastMessageAt)} ago.`;
  return {
    state: 'warn',
    text: `${plain(first.name)}${others} ${pending.length === 1 ? 'is sending and waits' : 'are sending and wait'} to be adopted.`,
    more: `The messages are stored, but make no sessions until somebody adopts the device.${since}`,
  };
}

function silence(quiet: readonly DeviceRow[], all: number, now: number): readonly Statement[] {
  const [first] = [...quiet].sort((one, other) => other.sessions - one.sessions);
  if (first === undefined) return [];
  const latest = Math.max(...quiet.map(({ heartbeat }) => freshest(heartbeat, now).at ?? 0));
  if (quiet.length === all)
    return [
      {
        state: 'unknown',
        text: latest === 0 ? 'No head-end has sent anything yet.' : `Nothing received for ${age(now - latest)}.`,
      },
    ];
  if (quiet.length > 1)
    return [{ state: 'unknown', text: `${many(quiet.length, 'head-end')} of ${all} cannot be seen.` }];
  const name = plain(first.name);
  const { at } = freshest(first.heartbeat, now);
  if (at === null) return [{ state: 'unknown', text: `${name} has never sent anything.` }];
  return [{ state: 'unknown', text: `${name} cannot be seen: silent for ${age(now - at)}.` }];
}

/** Head-ends that are seen by their polls alone. */
function mute(adopted: readonly DeviceRow[], now: number): readonly Statement[] {
  return adopted.flatMap(({ name, heartbeat }): readonly Statement[] => {
    const trouble = syslogTrouble(heartbeat, now);
    return trouble === undefined ? [] : [{ state: 'warn', text: `${plain(name)}: ${trouble}.` }];
  });
}

/** A collector's warning: its first sentence leads. */
function warned(warning: string): Statement {
  const text = sentence(warning.replace(/^./u, (letter) => letter.toUpperCase()));
  const end = text.indexOf('. ') + 1;
  return end === 0 ? { state: 'warn', text } : { state: 'warn', text: text.slice(0, end), rest: text.slice(end + 1) };
}

function refusals({ refused15m }: Summary): readonly Statement[] {
  if (refused15m === 0) return [];
  const who = refused15m === 1 ? 'A client' : many(refused15m, 'client');
  return [{ state: 'warn', text: `${who} got no address in the last 15 minutes.` }];
}

function waiting(pending: readonly DeviceRow[]): readonly Statement[] {
  const [first] = pending;
  if (first === undefined) return [];
  if (pending.length === 1) return [{ state: 'warn', text: `${plain(first.name)} waits to be adopted.` }];
  return [{ state: 'warn', text: `${many(pending.length, 'device')} wait to be adopted.` }];
}

function asOf(adopted: readonly DeviceRow[], total: number, now: number): string {
  const latest = Math.max(...adopted.map(({ heartbeat }) => freshest(heartbeat, now).at ?? 0));
  if (latest === 0) return 'Check that the head-ends log to this machine.';
  const gone =
    freshness(heardOf(adopted, now), now) === 'unknown' ? 'Quiet, or the path is broken' : 'It may only be quiet';
  return `${gone}: ${many(total, 'session')} at ${when(latest, now)}, and since then nobody can tell.`;
}

function fullest(pools: readonly PoolUse[], { failed15m }: Summary): string {
  const [first] = byUse(pools);
  const pool =
    first?.utilization == null
      ? ''
      : `The fullest pool, ${plain(first.name)} on ${plain(first.device)}, is at ${percent(first.utilization)}. `;
  const logins = failed15m === 0 ? 'No login failed' : `${many(failed15m, 'login')} failed`;
  return `${pool}${logins} in the last 15 minutes.`;
}
