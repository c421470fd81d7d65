import type { Observation } from '../../alert.ts';
import { MANY, patternsIn } from '../../../patterns.ts';
import type { Memory } from '../../observer.ts';
import { strangeOf, type Person } from './people.ts';
import { happened } from './told.ts';
import type { Try, Who } from './tries.ts';

const MINUTE = 60_000;
const DAY = 24 * 3600_000;
/** So many names that are hunted today are known one by one. */
const MOST_HUNTED = 500;

/** What of one day a head-end's line tells. */
type Day = {
  readonly day: number;
  readonly tries: number;
  readonly sources: number;
  readonly names: readonly string[];
  readonly last: string;
  /** Not told yet, and when the line was told last: once a minute is enough. */
  readonly untold: number;
  readonly toldAt: number;
  readonly evidence: readonly number[];
};

/** What a failure is part of. */
export interface Sprayed {
  readonly one: Try;
  /** The first of its source today. */
  readonly newSource: boolean;
  /** The known user whose name is hunted. */
  readonly hunted: Who | undefined;
}

/** The day of a moment, counted from 1970. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** Whether a known user's name is tried from many sources that are none of the user's. */
export function isHuntedName(person: Person, who: Who, at: number): boolean {
  const strange = strangeOf(person, at);
  const sources = new Set(strange.map(([, source]) => source)).size;
  if (sources < MANY) return false;
  const own = person.own.filter(([, last]) => at - last <= DAY).length;
  const tally = { user: who.shown, sources, own, tries: strange.length, first: strange[0]?.[0] ?? at, last: at };
  return patternsIn({ sources: [], names: [tally], pairs: [] }).length > 0;
}

/** `xauth.spray`: one line a day and head-end, of all sources with many names and all names with many sources. */
export function sprayLine(
  memory: Memory,
  sprayed: readonly Sprayed[],
  devices: Iterable<number>,
  at: number,
): readonly Observation[] {
  return [...new Set([...devices, ...sprayed.map(({ one }) => one.device)])].flatMap((device) => {
    const key = `day ${device}`;
    const before = memory.get(key) as Day | undefined; // border: set below
    const mine = sprayed.filter(({ one }) => one.device === device);
    if (before === undefined && mine.length === 0) return [];
    const [now, over] = added(before, mine, at);
    const isDue = now.untold > 0 && at - now.toldAt >= MINUTE;
    const kept = isDue ? { ...now, untold: 0, toldAt: at, evidence: [] } : now;
    if (kept !== before) memory.set(key, kept);
    return [...(over === undefined ? [] : [lineOf(device, over)]), ...(isDue ? [lineOf(device, now)] : [])];
  });
}

/** The day with what came, and the day before with what of it was not told yet. */
function added(before: Day | undefined, mine: readonly Sprayed[], at: number): readonly [Day, Day | undefined] {
  const day = dayOf(at);
  const goesOn = before?.day === day;
  if (goesOn && mine.length === 0) return [before, undefined];
  const start: Day = goesOn
    ? before
    : { day, tries: 0, sources: 0, names: [], last: '', untold: 0, toldAt: 0, evidence: [] };
  const hunted = mine.flatMap(({ hunted: who }) => who?.shown ?? []);
  const now = {
    ...start,
    tries: start.tries + mine.length,
    sources: start.sources + mine.filter(({ newSource }) => newSource).length,
    names: hunted.length === 0 ? start.names : [...new Set([...start.names, ...hunted])].slice(0, MOST_HUNTED),
    last: mine.at(-1)?.one.source ?? start.last,
    untold: start.untold + mine.length,
    evidence: [...start.evidence, ...mine.flatMap(({ one }) => one.evidence)].slice(0, MANY),
  };
  return [now, !goesOn && before !== undefined && before.untold > 0 ? before : undefined];
}

function lineOf(device: number, { day, tries, sources, names, last, untold, evidence }: Day): Observation {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  const text = `${date} (UTC): ${tries} failures, from ${sources} sources with many names each and of ${names.length} users from many sources; the last from ${last}`; // prettier-ignore
  return happened('xauth.spray', `${device} ${date}`, { device, evidence }, { text, about: {}, events: untold });
}
