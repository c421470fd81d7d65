import { randomInt } from 'node:crypto';
import type { Wall, WallTerms } from '../domain/access/account.ts';
import type { Admitted, Comer } from './admitted.ts';
import { countedAs } from './counted-as.ts';
import { credentialHash, newCredential } from './credential.ts';

/** Letters and digits that nobody takes for one another across a room. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 8;
/** How long a code is good, in milliseconds, and how many screens may wait at once, and from one address. */
const GOOD_FOR = 10 * 60_000;
const MOST = 50;
const MOST_OF_ONE = 5;

interface Waiting extends Comer {
  readonly code: string;
  readonly until: number;
}

/** A screen that asks to be let in as a wall. */
export interface Asking extends Comer {
  readonly code: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Screens that wait for an administrator: the code on the screen is what he types. */
export interface Pairings {
  /** A new code, and what the screen keeps of it; `undefined` where too many wait. */
  ask(comer: Comer): { readonly credential: string; readonly asking: Asking } | undefined;
  /** How it stands with a screen. */
  of(
    credential: string,
  ): { readonly state: 'waiting'; readonly asking: Asking } | { readonly state: 'paired' | 'gone' };
  /** Who shows this code. */
  find(code: string): Asking | undefined;
  /** Lets the screen with this code in; `undefined` where there is none. */
  approve(code: string, told: WallTerms): Promise<Wall | undefined>;
}

/** None wait yet. They are held in memory only: after a restart a screen asks anew. */
export function createPairings(admitted: Admitted, now: () => number): Pairings {
  const waiting = new Map<string, Waiting>();

  const sweep = (): void => {
    for (const [hash, { until }] of waiting) if (until <= now()) waiting.delete(hash);
  };
  const entry = (code: string): readonly [string, Waiting] | undefined => {
    sweep();
    const wanted = plain(code);
    return [...waiting].find(([, one]) => plain(one.code) === wanted);
  };

  return {
    ask(comer) {
      sweep();
      const place = countedAs(comer.from);
      const mine = [...waiting.values()].filter(({ from }) => countedAs(from) === place);
      if (waiting.size >= MOST || mine.length >= MOST_OF_ONE) return undefined;
      const credential = newCredential();
      const one = { ...comer, code: newCode(), until: now() + GOOD_FOR };
      waiting.set(credentialHash(credential), one);
      return { credential, asking: one };
    },
    of(credential) {
      sweep();
      const hash = credentialHash(credential);
      const one = waiting.get(hash);
      if (one !== undefined) return { state: 'waiting', asking: one };
      return { state: admitted.callerOf(hash)?.kind === 'wall' ? 'paired' : 'gone' };
    },
    find: (code) => entry(code)?.[1],
    async approve(code, told) {
      const found = entry(code);
      if (found === undefined) return undefined;
      // It is let in before it waits no more: a screen that asks in between is told that it waits.
      const wall = await admitted.hang(found[0], told);
      waiting.delete(found[0]);
      return wall;
    },
  };
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** As it may be typed: small letters, blanks and dashes do not matter. */
function plain(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, '');
}
