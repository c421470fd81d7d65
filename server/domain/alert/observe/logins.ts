import type { Observation } from '../alert.ts';
import type { Json, Memory, Observer } from '../observer.ts';
import { drawer } from './login/drawer.ts';
import { newSource, spraySucceeded, spraySucceededBefore } from './login/got-in.ts';
import { lockouts } from './login/lockout.ts';
import type { KnownTry } from './login/minutes.ts';
import * as people from './login/people.ts';
import { failedFrom, gotInFrom, isForgotten, isSpray, MOST_PLACES, type Place } from './login/places.ts';
import { ratio } from './login/ratio.ts';
import { MOST_PAIRS, savedPassword, type Times } from './login/saved-password.ts';
import { dayOf, isHuntedName, sprayLine, type Sprayed } from './login/spray.ts';
import { pastTry, triesIn, type PastLogin, type Try, type Who } from './login/tries.ts';

/** How soon the same login is told once more, by another message of it, in milliseconds. */
const SAME_LOGIN = 60_000;
const HOUR = 3600_000;

/** The rules of logins, `xauth.*`: who got in is remembered, and what failed from where, however much fails. */
export const logins: Observer = (seen, memory) => {
  const desk = deskOf(memory);
  const tries = triesIn(seen);
  const found = tries.flatMap((one) => (one.gotIn ? desk.gotIn(one) : desk.failed(one)));
  const failures = tries.filter(({ gotIn }) => !gotIn);
  const devices = seen.estate.devices.map(({ id }) => id);
  found.push(...lockouts(seen.claims, failures, (name) => desk.isKnown(name, seen.at)));
  found.push(...sprayLine(memory, desk.sprayed, devices, seen.at));
  found.push(...ratio(memory, desk.known, devices, seen.at));
  desk.close(seen.at);
  return found;
};

/** Takes in logins of before there was a memory, in their order: else nobody would be known until the next one. */
export function learnLogins(past: readonly PastLogin[], memory: Memory, at: number): void {
  const desk = deskOf(memory);
  for (const one of past) desk.gotIn(pastTry(one));
  desk.close(at);
}

interface Desk {
  readonly gotIn: (one: Try) => readonly Observation[];
  readonly failed: (one: Try) => readonly Observation[];
  readonly isKnown: (name: string, at: number) => boolean;
  readonly sprayed: readonly Sprayed[];
  readonly known: readonly KnownTry[];
  readonly close: (at: number) => void;
}

function deskOf(memory: Memory): Desk {
  const users = drawer<people.Person>(memory, 'user');
  const places = drawer<Place>(memory, 'source');
  const pairs = drawer<Times>(memory, 'pair');
  const sprayed: Sprayed[] = [];
  const known: KnownTry[] = [];
  const hunted = (): people.Hunted => (memory.get('hunted') ?? []) as people.Hunted; // border: set below
  const personOf = (name: string | undefined, at: number): people.Person | undefined => {
    const person = name === undefined ? undefined : users.get(name);
    return people.isKnown(person, at) ? person : undefined;
  };
  const tell = ({ device, evidence, gotIn }: Try, { name, shown }: Who): void => {
    known.push({ device, name, shown, gotIn, message: evidence });
  };

  return {
    sprayed,
    known,
    isKnown: (name, at) => personOf(name, at) !== undefined,
    gotIn(one) {
      const { who, source, at } = one;
      if (who === undefined || who.isToken) return [];
      const person = personOf(who.name, at);
      const before = places.get(source);
      const after = gotInFrom(before, who, one, {
        newThere: !people.isOwn(person, source),
        stranger: person === undefined,
      });
      users.set(who.name, people.loggedIn(person, who, one));
      places.set(source, after);
      tell(one, who);
      const last = before?.gotIn.find(([name]) => name === who.name)?.[1] ?? -Infinity;
      if (at - last <= SAME_LOGIN) return [];
      const login = { one, who, person, before, after, hunted: hunted() };
      return [...spraySucceeded(login), ...newSource(login)];
    },
    failed(one) {
      const { who, source, at, attempt, ends } = one;
      const before = places.get(source);
      // A late line has told once more of a login that was counted.
      if (ends && before?.ended.includes(attempt) === true) return [];
      const person = personOf(who?.name, at);
      const after = failedFrom(before, one, person !== undefined);
      const found = [...spraySucceededBefore(one, before, after)];
      const sprays = isSpray(after, source, at);
      const newSpray = sprays && after.toldOn !== dayOf(at);
      places.set(source, newSpray ? { ...after, toldOn: dayOf(at) } : after);
      let isHunted = false;
      if (who !== undefined && person !== undefined) {
        if (people.isOwn(person, source)) tell(one, who);
        else isHunted = failedElsewhere(person, who, one);
        if (!sprays) found.push(...savedPassword(pairs, one, who));
      }
      if (person === undefined || !people.isOwn(person, source))
        sprayed.push({ one, isPart: sprays || isHunted, newSource: newSpray, hunted: isHunted ? who : undefined });
      return found;
    },
    close(at) {
      users.trim(people.MOST_PEOPLE);
      places.trim(MOST_PLACES);
      pairs.trim(MOST_PAIRS);
      const hour = Math.floor(at / HOUR);
      if (memory.get('swept') === hour) return;
      memory.set('swept', hour);
      // One of them an hour: it is a look at all.
      if (hour % 3 === 0) users.sweep((person) => !people.isKnown(person, at));
      if (hour % 3 === 1) places.sweep((place) => isForgotten(place, at));
      if (hour % 3 === 2) pairs.sweep((times) => at - (times.at(-1) ?? 0) > 24 * HOUR);
    },
  };

  /** Returns whether the name is hunted. */
  function failedElsewhere(person: people.Person, who: Who, one: Try): boolean {
    const next = people.triedByOthers(person, one);
    users.set(who.name, next);
    if (next.strange.length >= people.MANY_FAILURES) memory.set('hunted', people.alsoHunted(hunted(), who.name, one.at) satisfies Json); // prettier-ignore
    return isHuntedName(next, who, one.at);
  }
}
