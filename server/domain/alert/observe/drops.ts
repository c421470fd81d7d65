import type { Event } from '../../event.ts';
import type { Observation } from '../alert.ts';
import type { Memory, Observer } from '../observer.ts';
import { grouped } from './grouped.ts';
import { endRestarts, restartsSeen, watched, type Ended } from './restarts.ts';
import { standing } from './standing.ts';
import { list, many, short, span } from './words.ts';

/** In milliseconds. */
const WINDOW = 120_000;
/** How many different reasons are told apart: an ASA has forty, a forger any number. */
const MOST_REASONS = 8;

/** As ASAs say that a user, idle time or maximum time ended it (113019, 713050, 713259, 722012, 722037). */
const asWished =
  /^(?:user requested|peer terminate|the user has requested to disconnect the connection|(?:ipsec sa )?idle timeout|(?:ipsec sa )?max time exceeded)\.?$/i;
/** Our own words, where the device has not told why. */
const untold = ['unknown', 'not listed any more', 'the user logged in anew', 'address allocated anew', 'address assigned to another session']; // prettier-ignore

/** What is remembered of the sessions of a head-end that were dropped: how many by second, and what is told of them. */
interface Window {
  readonly [key: string]: string | number | readonly (readonly [at: number | string, count: number])[];
  readonly seconds: readonly (readonly [at: number, count: number])[];
  readonly reasons: readonly (readonly [reason: string, count: number])[];
  readonly value: number;
  readonly text: string;
}

/** `sessions.dropped` and `device.restarted`: the sessions that a restart ends are told by it alone. */
export const drops: Observer = (seen, memory) => {
  const restarts = restartsSeen(seen, memory);
  const ids = new Set(seen.estate.devices.map(({ id }) => id));
  const dropped = grouped(seen.events.filter(isDrop), ({ device }) => device);
  const told = [...ids].flatMap((device) => {
    if (watched(device, memory)) {
      memory.delete(`window ${device}`);
      return [];
    }
    return dropsOf(device, dropped.get(device) ?? [], seen.at, memory) ?? [];
  });
  endRestarts(seen.at, memory);
  return standing([...restarts, ...told], memory);
};

/** Whether a session ended otherwise than as wished, and the device has told why. */
function isDrop(event: Event): event is Ended {
  return event.kind === 'session.ended' && !asWished.test(event.reason) && !untold.includes(event.reason);
}

function dropsOf(device: number, events: readonly Ended[], at: number, memory: Memory): Observation | undefined {
  const key = `window ${device}`;
  const before = memory.get(key) as Window | undefined; // set below
  if (before === undefined && events.length === 0) return undefined;
  const seconds = counted(before?.seconds ?? [], events.length, at);
  const value = seconds.reduce((sum, [, count]) => sum + count, 0);
  if (value === 0) {
    memory.delete(key);
    return undefined;
  }
  const shared = { rule: 'sessions.dropped', subject: `${device}`, about: { device } } as const;
  // Fewer because time goes by is no news.
  if (before !== undefined && events.length === 0)
    return { ...shared, value: before.value, text: before.text, events: 0, evidence: [] };
  const reasons = reasonsOf(before?.reasons ?? [], events);
  const why = list(reasons.map(([reason, count]) => `${reason} ${count}`));
  const text = `${many(value, 'session')} ended within ${span(WINDOW)} otherwise than by the user or time: ${why}`;
  memory.set(key, { seconds, reasons, value, text });
  return { ...shared, value, text, events: events.length, evidence: events.flatMap(({ evidence }) => evidence) };
}

/** By the second of the turn that told it. */
function counted(before: Window['seconds'], more: number, at: number): Window['seconds'] {
  const counts = new Map(before);
  const now = Math.floor(at / 1000) * 1000;
  if (more > 0) counts.set(now, (counts.get(now) ?? 0) + more);
  return [...counts].filter(([second]) => at - second <= WINDOW);
}

function reasonsOf(before: Window['reasons'], events: readonly Ended[]): Window['reasons'] {
  const counts = new Map(before);
  for (const { reason } of events) {
    const known = short(reason);
    const name = counts.has(known) || counts.size < MOST_REASONS ? known : 'others';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
