import { MANY } from '../../../patterns.ts';
import type { Try, Who } from './tries.ts';

const DAY = 24 * 3600_000;
/** Who has logged in within so long is known, in milliseconds. */
const KNOWN = 30 * DAY;
/** So many people are remembered, and so many sources and failures of each. */
export const MOST_PEOPLE = 50_000;
const MOST_SOURCES = 20;
/** So many failures of a name within a day are more than its owner's bad memory. */
export const MANY_FAILURES = 10;

/** A user who has logged in. */
export type Person = {
  readonly shown: string;
  /** The last login. */
  readonly at: number;
  /** Where logins came from, and when last; the latest last. */
  readonly own: readonly (readonly [source: string, at: number])[];
  /** The latest failures of the name from elsewhere, in order. */
  readonly strange: readonly (readonly [at: number, source: string])[];
};

/** Whether somebody has logged in lately enough to count as known. */
export function isKnown(person: Person | undefined, at: number): person is Person {
  return person !== undefined && at - person.at <= KNOWN;
}

/** Whether the user has logged in from there. */
export function isOwn(person: Person | undefined, source: string): boolean {
  return person?.own.some(([one]) => one === source) === true;
}

/** The user after a login. */
export function loggedIn(person: Person | undefined, { shown }: Who, { source, at }: Try): Person {
  const own = (person?.own ?? []).filter(([one, last]) => one !== source && at - last <= KNOWN);
  own.push([source, at]);
  return { shown, at, own: own.length > MOST_SOURCES ? own.slice(-MOST_SOURCES) : own, strange: person?.strange ?? [] };
}

/** The user after a failure from a source that is none of the user's own: a device at home that repeats an old password is no attack. */
export function triedByOthers(person: Person, { source, at }: Try): Person {
  return { ...person, strange: [...strangeOf(person, at), [at, source] as const].slice(-MANY_FAILURES) };
}

/** The failures from elsewhere within a day; of many the latest. */
export function strangeOf({ strange }: Person, at: number): Person['strange'] {
  return strange.filter(([when]) => at - when <= DAY);
}

/** Known names that failed too often from elsewhere, and when last. */
export type Hunted = readonly (readonly [name: string, at: number])[];

/** With this name. */
export function alsoHunted(hunted: Hunted, name: string, at: number): Hunted {
  return [...hunted.filter(([one, last]) => one !== name && at - last <= DAY), [name, at] as const].slice(-2 * MANY);
}

/** Whether so many others are hunted as well that it says nothing of this one: a background of guesses that somebody feeds with real names. */
export function isOneOfMany(hunted: Hunted, name: string, at: number): boolean {
  return hunted.filter(([one, last]) => one !== name && at - last <= DAY).length >= MANY;
}
