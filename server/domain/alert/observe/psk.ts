import type { Event } from '../../event.ts';
import type { Observation } from '../alert.ts';
import type { Memory, Observer } from '../observer.ts';
import { drawer } from './login/drawer.ts';
import { happened } from './login/told.ts';
import { utc } from './words.ts';

/** So many refusals of one source within so long, in milliseconds, are more than a client that is set up wrong. */
const MANY_REFUSALS = 10;
const SPAN = 5 * 60_000;
/** So many sources are remembered. */
const MOST_SOURCES = 10_000;

/** The latest refusals of a source: when, and of which attempt; in order. */
type Refusals = readonly (readonly [at: number, attempt: number])[];

/** `psk.probing`: group names or pre-shared keys that are refused (713255, 713903, 713136), as the recorder has made attempts of them. */
export const psk: Observer = (seen, memory: Memory) => {
  const sources = drawer<Refusals>(memory, 'group');
  const found = seen.events.flatMap((event): readonly Observation[] => {
    if (!isRefusal(event)) return [];
    const { publicIp: source, at, attempt } = event;
    const before = (sources.get(source) ?? []).filter(([when]) => at - when <= SPAN);
    // A late line tells of the same attempt once more.
    if (before.some(([, one]) => one === attempt)) return [];
    const all = [...before, [at, attempt] as const].slice(-MANY_REFUSALS);
    sources.set(source, all);
    if (all.length < MANY_REFUSALS) return [];
    const asked = event.facts.tunnelGroup === undefined ? '' : `, the last for ${event.facts.tunnelGroup.slice(0, 40)}`;
    const text = `${source}: ${MANY_REFUSALS} refusals or more of a group or its key since ${utc(all[0]?.[0] ?? at)}${asked}`;
    return [happened('psk.probing', source, event, { text, about: { source } })];
  });
  sources.trim(MOST_SOURCES);
  return found;
};

function isRefusal(event: Event): event is Extract<Event, { kind: 'attempt.ended' }> {
  return event.kind === 'attempt.ended' && event.outcome === 'failed' && (event.cause === 'group.unknown' || event.cause === 'group.bad_psk'); // prettier-ignore
}
