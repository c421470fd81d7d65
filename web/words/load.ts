import type { LoadRow, LoadSource } from '../../server/domain/load.ts';
import { count } from './bytes.ts';
import { freshness, type Freshness } from './freshness.ts';
import { plain } from './plain.ts';
import { CRITICAL_AT, percent, WARNING_AT } from './pools.ts';
import { age } from './time.ts';
import { worst, type State } from './verdict.ts';

/** How often each figure is asked for at most, in milliseconds, by commands and over SNMP. */
const EVERY = {
  cpu: { show: 30_000, snmp: 60_000 },
  memory: { show: 60_000, snmp: 60_000 },
  connections: { show: 60_000, snmp: 60_000 },
  interfaces: { show: 300_000, snmp: 60_000 },
  sessions: { show: 60_000, snmp: 60_000 },
} as const;
type Figure = keyof typeof EVERY;

/** Milliseconds between two readings of a figure; what is not polled any more gets late as if it were. */
export function pollInterval({ polls }: Pick<LoadRow, 'polls'>, figure: Figure, by: LoadSource['by'] = 'show'): number {
  const asked = polls.find((one) => one.by === by)?.everySeconds ?? 0;
  return Math.max(EVERY[figure][by], asked * 1000);
}

/** One figure of a head-end: what is shown, how far it can be believed, and the rest in words. */
export interface LoadCell {
  readonly value: string;
  readonly state: State;
  /** Where it goes, as a sign and in words. */
  readonly trend?: { readonly sign: '↑' | '↓' | '→'; readonly words: string };
  readonly title: string;
  /** When it was read; absent for what nobody has told. */
  readonly at?: number;
}

const untold: LoadCell = { value: '?', state: 'unknown', title: 'not told' };

/** CPU over the last minute; against five minutes it tells whether it rises. */
export function cpuCell(row: LoadRow, now: number): LoadCell {
  if (row.cpu === undefined) return untold;
  const { minute, fiveMinutes, by, at } = row.cpu;
  const by5 = minute - fiveMinutes;
  const sign = Math.abs(by5) < 2 ? '→' : by5 > 0 ? '↑' : '↓';
  const words = `${Math.round(minute)} % over a minute, ${Math.round(fiveMinutes)} % over five`;
  return {
    ...cell(row, 'cpu', `${Math.round(minute)} %`, minute / 100, { by, at }, words, now),
    trend: { sign, words },
  };
}

/** Memory in use. */
export function memoryCell(row: LoadRow, now: number): LoadCell {
  if (row.memory === undefined || row.memory.total === 0) return untold;
  const { used, total, by, at } = row.memory;
  const words = `${count(Math.round(used / 2 ** 20))} of ${count(Math.round(total / 2 ** 20))} MiB in use`;
  return cell(row, 'memory', percent(used / total), used / total, { by, at }, words, now);
}

/** Connections through it; how many it takes it does not say. */
export function connectionsCell(row: LoadRow, now: number): LoadCell {
  if (row.connections === undefined) return untold;
  const { inUse, by, at } = row.connections;
  return cell(row, 'connections', count(inUse), 0, { by, at }, `${count(inUse)} connections in use`, now);
}

/** Bytes a second as Mbit/s, which a table names once. */
export function megabits(perSecond: number): string {
  const told = (perSecond * 8) / 1e6;
  return told === 0 ? '0' : told < 0.1 ? '< 0.1' : told < 100 ? told.toFixed(1) : count(Math.round(told));
}

/** What goes in by an interface, and out. */
export function trafficCell(row: LoadRow, one: LoadRow['interfaces'][number] | undefined, now: number): LoadCell {
  if (one?.in === undefined || one.out === undefined) return untold;
  const words = `${plain(one.name)}: ${megabits(one.in)} Mbit/s in, ${megabits(one.out)} out`;
  const shown = cell(row, 'interfaces', `${megabits(one.in)} / ${megabits(one.out)}`, 0, one, words, now);
  return one.isUp ? shown : { ...shown, state: 'crit', title: `${plain(one.name)} is down` };
}

function cell(
  row: LoadRow,
  figure: Figure,
  value: string,
  use: number,
  { by, at }: LoadSource,
  words: string,
  now: number,
): LoadCell {
  const fresh = freshness({ at, interval: pollInterval(row, figure, by) }, now);
  const title = `${words}; told by ${by === 'show' ? 'a poll' : 'SNMP'} ${age(now - at)} ago`;
  if (fresh === 'unknown') return { value: '?', state: 'unknown', title: `last ${title}`, at };
  if (fresh === 'stale') return { value, state: 'unknown', title: `STALE: ${title}`, at };
  return { value, state: use >= CRITICAL_AT ? 'crit' : use >= WARNING_AT ? 'warn' : 'ok', title, at };
}

/** When a head-end last answered a poll (epoch milliseconds; `null`: never), by what it is asked, and how far that can be believed. */
export interface Answered {
  readonly by: LoadSource['by'];
  readonly at: number | null;
  readonly interval: number;
  readonly fresh: Freshness;
}

/** The last answer to the polls of a head-end; `undefined` of one that is not polled. A poll that failed is no answer. */
export function lastPoll(row: LoadRow, now: number): Answered | undefined {
  const { cpu, memory, connections, sessionLimit, interfaces } = row;
  const figures = [cpu, memory, connections, sessionLimit, ...interfaces].flatMap((one) => one ?? []);
  return row.polls
    .filter(({ everySeconds }) => everySeconds !== null && everySeconds > 0)
    .map(({ by, at: ended, everySeconds, whole }): Answered => {
      const told = figures.filter((one) => one.by === by).map(({ at }) => at);
      const at = whole ? ended : told.length === 0 ? null : Math.max(...told);
      const interval = Math.max(60_000, (everySeconds ?? 0) * 1000);
      return { by, at, interval, fresh: freshness({ at, interval }, now) };
    })
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0))[0];
}

/** The worst that a head-end's load tells; of one that is not polled nothing is known, which is no fault of its own. */
export function loadState(row: LoadRow | undefined, now: number): State {
  if (row === undefined || lastPoll(row, now) === undefined) return 'ok';
  const cells = [cpuCell(row, now), memoryCell(row, now)].filter(({ at }) => at !== undefined);
  return worst(['ok', ...cells.map(({ state }) => state)]);
}

/** What has a head-end polled that is not, by its name where a shell cannot misread it. */
export function pollCommand(device: string): string {
  return `tunnelwatch device poll ${/^[\w][\w.-]*$/.test(device) ? device : 'NAME'} ssh://USER@ADDRESS`;
}

/** The same over SNMP, which tells load and interfaces without a login. */
export function snmpCommand(device: string): string {
  return `tunnelwatch device snmp ${/^[\w][\w.-]*$/.test(device) ? device : 'NAME'} --version 3 --user USER --auth sha256 --priv aes`;
}
