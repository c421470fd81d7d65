import type { Event } from '../../event.ts';
import type { Observation } from '../alert.ts';
import type { Memory, Observer } from '../observer.ts';
import { endRestarts, restartsSeen, watched, type Ended } from './restarts.ts';
import { standing } from './standing.ts';
import { list, span } from './words.ts';

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
  const dropped = seen.events.filter(isDrop);
  const told = [...ids].flatMap((device) => {
    if (watched(device, memory)) {
      memory.delete(`window ${device}`);
      return [];
    }
    return dropsOf(device, dropped.filter((event) => event.device === device), seen.at, memory) ?? []; // prettier-ignore
  });
  endRestarts(seen.at, memory);
  return standing(['sessions.dropped', 'device.restarted'], [...restarts, ...told], memory);
};

/** Whether a session ended otherwise than as wished, and the device has told why. */
function isDrop(event: Event): event is Ended {
  return event.kind === 'session.ended' && !asWished.test(event.reason) && !untold.includes(event.reason);
}

function dropsOf(device: number, events: readonly Ended[], at: number, memory: Memory): Observation | undefined {
  const key = `window ${device}`;
  const before = memory.get(key) as Window | undefined; // set below
  if (before === undefined && events.length === 0) return undefined;
  const seconds = counted(before?.seconds ?? [], events, at);
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
  const text = `${value} sessions ended within ${span(WINDOW)} otherwise than by the user or time: ${why}`;
  memory.set(key, { seconds, reasons, value, text });
  return { ...shared, value, text, events: events.length, evidence: events.flatMap(({ evidence }) => evidence) };
}

function counted(before: Window['seconds'], events: readonly Ended[], at: number): Window['seconds'] {
  const counts = new Map(before);
  for (const event of events) {
    const second = Math.floor(event.at / 1000) * 1000;
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return [...counts].filter(([second]) => at - second <= WINDOW);
}

function reasonsOf(before: Window['reasons'], events: readonly Ended[]): Window['reasons'] {
  const counts = new Map(before);
  for (const { reason } of events) {
    const name = counts.has(reason) || counts.size < MOST_REASONS ? reason : 'others';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
