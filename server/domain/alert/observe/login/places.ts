import { isNameToken } from '../../../name.ts';
import { MANY, patternsIn } from '../../../patterns.ts';
import type { Try, Who } from './tries.ts';

const DAY = 24 * 3600_000;
const WEEK = 7 * DAY;
/** So many sources are remembered; of each so many names that failed, of known users and others, and that got in. */
export const MOST_PLACES = 20_000;
const MOST_REFUSED = 10;
const MOST_GOT_IN = 100;
/** So many users who logged in within a week share the address. */
const SHARED = 3;
/** So many failures in a row whose names the ASA hides are as much as `MANY` names. */
export const MANY_NAMELESS = 10;
/** Of the people behind one address so many mistype their own name within a day. */
const MISTYPED_NAMES = 0.1;
/** Ends of attempts that may be told once more. */
const MOST_ENDED = 8;

/** A name that failed from a source: how often since when, and when last. */
export type Refused = readonly [name: string, tries: number, first: number, last: number];

/** What came from one source. */
export type Place = {
  /** Names of known users that failed and have not got in since, and other names; the latest last. */
  readonly known: readonly Refused[];
  readonly others: readonly Refused[];
  /** Failures of further names, and since when they are counted. */
  readonly more: number;
  readonly moreSince: number;
  /** Failures without a name since the last login, and since when. */
  readonly nameless: number;
  readonly namelessSince: number;
  /** Who got in, when last, and when from there for the first time; the latest last. */
  readonly gotIn: readonly (readonly [name: string, last: number, since: number])[];
  /** Attempts whose end was counted. */
  readonly ended: readonly number[];
  readonly last: number;
  /** The day on which it was told of as a spray, counted from 1970. */
  readonly toldOn: number;
};

const nowhere: Place = { known: [], others: [], more: 0, moreSince: 0, nameless: 0, namelessSince: 0, gotIn: [], ended: [], last: 0, toldOn: -1 }; // prettier-ignore

/** The source after a failure. */
export function failedFrom(place: Place = nowhere, one: Try, isKnown: boolean): Place {
  const { who, at, attempt, ends } = one;
  const ended = ends ? [...place.ended, attempt].slice(-MOST_ENDED) : place.ended;
  const next = { ...place, ended, last: at };
  if (who === undefined) {
    const goesOn = at - place.namelessSince <= DAY;
    return { ...next, nameless: goesOn ? place.nameless + 1 : 1, namelessSince: goesOn ? place.namelessSince : at };
  }
  const list = isKnown ? 'known' : 'others';
  const recent = refusedOf(place[list], at);
  const before = recent.find(([name]) => name === who.name);
  if (before === undefined && recent.length >= MOST_REFUSED) {
    const goesOn = at - place.moreSince <= DAY;
    return { ...next, more: goesOn ? place.more + 1 : 1, moreSince: goesOn ? place.moreSince : at };
  }
  const since = before !== undefined && at - before[2] <= DAY ? before : undefined;
  const refused: Refused = [who.name, (since?.[1] ?? 0) + 1, since?.[2] ?? at, at];
  return { ...next, [list]: [...recent.filter((other) => other !== before), refused] };
}

/** The source after a login: who got in had mistyped what was refused before. */
export function gotInFrom(
  place: Place = nowhere,
  { name }: Who,
  { at }: Try,
  is: { readonly newThere: boolean; readonly stranger: boolean },
): Place {
  const all = place.gotIn.filter(([, last]) => at - last <= WEEK);
  const since = all.find(([one]) => one === name)?.[2] ?? (is.newThere ? at : 0);
  const others = place.others.filter(([one]) => one !== name);
  const gotIn = all.filter(([one]) => one !== name);
  gotIn.push([name, at, since]);
  return {
    ...place,
    known: place.known.filter(([one]) => one !== name),
    others: is.stranger && all.length >= SHARED ? withoutToken(others) : others,
    nameless: 0,
    gotIn: gotIn.length > MOST_GOT_IN ? gotIn.slice(-MOST_GOT_IN) : gotIn,
    last: at,
  };
}

/** Names that nobody has logged in with yet are kept as tokens: where people share an address, the latest was most likely this one. */
function withoutToken(others: readonly Refused[]): readonly Refused[] {
  const latest = others.findLast(([name]) => isNameToken(name));
  return others.filter((one) => one !== latest);
}

/** Those that failed within a day. */
export function refusedOf(list: readonly Refused[], at: number): readonly Refused[] {
  return list.filter(([, , , last]) => at - last <= DAY);
}

/** How many users have logged in from there within a week, of many the latest. */
export function usersOf({ gotIn }: Place, at: number): number {
  return gotIn.filter(([, last]) => at - last <= WEEK).length;
}

/** Who logged in from there within a day and never before. */
export function newcomersAt({ gotIn }: Place, at: number): readonly string[] {
  return gotIn.flatMap(([name, , since]) => (at - since <= DAY ? [name] : []));
}

/** How many names failed from there within a day that are not those of people who share it. */
export function suspectNames(place: Place, at: number): number {
  const others = refusedOf(place.others, at).length;
  return usersOf(place, at) >= SHARED ? others : others + refusedOf(place.known, at).length;
}

/** Whether so much failed there that whoever gets in may have guessed; `nameless`: how many failures without a name are too many. */
export function isSuspect(place: Place, at: number, nameless = MANY_NAMELESS): boolean {
  if (place.nameless >= nameless && at - place.namelessSince <= DAY) return true;
  const users = usersOf(place, at);
  // Of many people some mistype their names.
  const usual = users >= SHARED ? Math.min(MOST_REFUSED, users * MISTYPED_NAMES) : 0;
  return suspectNames(place, at) >= Math.max(MANY, usual);
}

/** Whether it is one source that tries many names. */
export function isSpray(place: Place, source: string, at: number): boolean {
  const { more, moreSince, nameless } = place;
  // Most of what sprays comes from sources of which each tries little.
  if (place.known.length + place.others.length + more + nameless < MANY) return false;
  const listed = [...refusedOf(place.known, at), ...refusedOf(place.others, at)];
  const further = at - moreSince <= DAY ? more : 0;
  const tries = listed.reduce((sum, [, count]) => sum + count, further + nameless);
  const first = Math.min(at, ...listed.map(([, , since]) => since));
  const refused = listed.length + further + (nameless >= MANY_NAMELESS ? nameless : 0);
  const gotIn = usersOf(place, at);
  const tally = { source, refused, gotIn, mistyped: 0, tries, first, last: at };
  return patternsIn({ sources: [tally] }).some(({ is }) => is === 'spray');
}

/** How often that name failed there, within a day of its first failure. */
export function triesOf(place: Place | undefined, name: string, at: number): number {
  const all = place === undefined ? [] : [...refusedOf(place.known, at), ...refusedOf(place.others, at)];
  return all.find(([one]) => one === name)?.[1] ?? 0;
}

/** Whether nothing of it matters any more. */
export function isForgotten({ last, gotIn }: Place, at: number): boolean {
  return at - last > DAY && gotIn.every(([, when]) => at - when > WEEK);
}
