import type { Observation } from '../../alert.ts';
import { isOneOfMany, isOwn, MANY_FAILURES, strangeOf, type Hunted, type Person } from './people.ts';
import { isSuspect, MANY_NAMELESS, newcomersAt, refusedOf, suspectNames, triesOf, type Place } from './places.ts';
import { happened, namesOf } from './told.ts';
import { many, utc } from '../words.ts';
import type { Try, Who } from './tries.ts';

/** A login, and what was known before it. */
export interface Login {
  readonly one: Try;
  readonly who: Who;
  /** Of a known user. */
  readonly person: Person | undefined;
  readonly before: Place | undefined;
  /** The source without what the user mistyped there. */
  readonly after: Place;
  readonly hunted: Hunted;
}

/** `xauth.spray_succeeded`: a login from where other names failed. */
export function spraySucceeded({ one, who, before, after }: Login): readonly Observation[] {
  const { source, at } = one;
  // Who gets in has none of them any more: mostly there were none before.
  const there = after.nameless === (before?.nameless ?? 0) ? after : { ...after, nameless: before?.nameless ?? 0 };
  if (!isSuspect(there, at)) return [];
  const text = `${who.shown} got in from ${source}, where ${whatFailed(there, at)}`;
  return [happened('xauth.spray_succeeded', source, one, { text, about: { source, user: who.shown } })];
}

/** The same where the guess came first: other names fail from where somebody got in today, and never before. */
export function spraySucceededBefore(one: Try, before: Place | undefined, after: Place): readonly Observation[] {
  const { source, at } = one;
  const isNow = (place: Place | undefined): boolean => place !== undefined && isSuspect(place, at, 2 * MANY_NAMELESS);
  const names = newcomersAt(after, at);
  if (names.length === 0 || !isNow(after) || isNow(before)) return [];
  const text = `${namesOf(names)} got in from ${source}, for the first time within a day, and then ${whatFailed(after, at)}`;
  const [user = ''] = names;
  return [happened('xauth.spray_succeeded', source, one, { text, about: { source, user } })];
}

function whatFailed(place: Place, at: number): string {
  const names = suspectNames(place, at);
  const since = Math.min(at, ...[...refusedOf(place.known, at), ...refusedOf(place.others, at)].map(([, , first]) => first)); // prettier-ignore
  if (names === 0) return `${many(place.nameless, 'hidden name')} failed since ${utc(place.namelessSince)}`;
  return `${names + place.more} other names failed since ${utc(since)}`;
}

/** `xauth.new_source`: a login from where the user never came from, after many failures of the name. */
export function newSource({ one, who, person, before, hunted }: Login): readonly Observation[] {
  const { source, at } = one;
  if (isOwn(person, source)) return [];
  const there = triesThere(before, who, person, at);
  const strange = person === undefined ? [] : strangeOf(person, at);
  const isHunted =
    strange.length >= MANY_FAILURES && (!isOneOfMany(hunted, who.name, at) || hasFailedWithOthers(before, who, at));
  if (there < MANY_FAILURES && !isHunted) return [];
  const elsewhere = new Set(strange.map(([, from]) => from)).size;
  const failures =
    there >= MANY_FAILURES
      ? `${there} failures from there within a day`
      : `${strange.length} failures or more from ${elsewhere === 1 ? 'one address' : `${elsewhere} addresses`} that were never the user's, since ${utc(strange[0]?.[0] ?? at)}`; // prettier-ignore
  const text = `${who.shown} got in from ${source}, for the first time, after ${failures}`;
  return [happened('xauth.new_source', who.name, one, { text, about: { source, user: who.shown } })];
}

/** Of somebody whom nobody had seen before, the name may have been kept as a token: any name there may have been this one. */
function triesThere(place: Place | undefined, { name }: Who, person: Person | undefined, at: number): number {
  if (place === undefined || person !== undefined) return triesOf(place, name, at);
  return Math.max(0, ...refusedOf(place.others, at).map(([, tries]) => tries));
}

function hasFailedWithOthers(place: Place | undefined, { name }: Who, at: number): boolean {
  return place !== undefined && [...refusedOf(place.known, at), ...refusedOf(place.others, at)].some(([one]) => one !== name); // prettier-ignore
}
