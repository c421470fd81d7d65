import { Random } from '../../../asa/random.ts';
import { NOON } from '../../lab.ts';
import { gone, right, token, wrong, type Carrier, type Client, type Step } from './said.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The midnight with which a day begins. */
export const MIDNIGHT = NOON + 7 * DAY + 12 * HOUR;

/** What a day is about, and what of it somebody must be told. */
export interface LabelledDay {
  readonly steps: readonly Step[];
  /** One of these rules must page; empty: nothing may. */
  readonly must: readonly string[];
  /** One of them must be noted without a page. */
  readonly noted?: string;
}

/** Users, of whom each has a home; all have logged in from there within the last days. */
export class Town {
  readonly random: Random;
  readonly steps: Step[] = [];
  readonly users: readonly Client[];
  #addresses = 0;
  #strangers = 0;

  constructor(seed: number, size = 300) {
    this.random = new Random(seed);
    this.users = Array.from({ length: size }, (_, n) => ({
      user: `user${n}`,
      publicIp: `198.18.${n >> 8}.${n & 255}`,
      carrier: this.random.pick<Carrier>(['ssl', 'ssl', 'ikev1', 'old']),
    }));
    for (const one of this.users)
      this.stay(one, MIDNIGHT - this.random.int(1, 5) * DAY + this.random.int(0, 10) * HOUR);
  }

  say(at: number, said: Step['said']): void {
    this.steps.push({ at, said });
  }

  /** Logs in for some hours. */
  stay(client: Client, at: number): void {
    this.#addresses += 1;
    const seconds = this.random.int(600, 20_000);
    this.say(at, right(client, `10.${(this.#addresses >> 16) & 255}.${(this.#addresses >> 8) & 255}.${this.#addresses & 255}`)); // prettier-ignore
    this.say(at + seconds * SECOND, gone(client, seconds));
  }

  /** Types a wrong password so often, and the right one after that; returns when. */
  mistype(client: Client, at: number, times: number): number {
    let now = at;
    for (let n = 0; n < times; n += 1, now += this.random.int(4, 25) * SECOND) this.say(now, wrong(client));
    return now;
  }

  /** A day of work: most log in, one in five from an address that is new; some mistype, and some of those give up. */
  work(mistyped = 0.08): void {
    for (const home of this.users) {
      if (!this.random.chance(0.7)) continue;
      const rush = this.random.chance(0.6);
      const at = MIDNIGHT + (rush ? 7.5 * HOUR + this.random.exponential(50) * MINUTE : this.random.int(0, 23) * HOUR + this.random.int(0, 3599) * SECOND); // prettier-ignore
      const client = this.random.chance(0.2) ? { ...home, publicIp: this.roaming() } : home;
      const times = this.random.chance(mistyped) ? this.random.int(1, 3) : 0;
      const last = this.mistype(client, Math.floor(at), times);
      if (times === 0 || !this.random.chance(0.1)) this.stay(client, last);
    }
  }

  /** An address of a mobile network or a hotel. */
  roaming(): string {
    return `100.${this.random.int(64, 127)}.${this.random.int(0, 255)}.${this.random.int(1, 254)}`;
  }

  stranger(): string {
    return `203.${this.random.int(0, 255)}.${this.random.int(0, 255)}.${this.random.int(1, 254)}`;
  }

  someone(): Client {
    return this.users[this.random.int(0, this.users.length - 1)] ?? { user: '', publicIp: '' };
  }

  /** A name that nobody has. */
  nobody(): string {
    this.#strangers += 1;
    return token(this.#strangers);
  }

  /** Rejections in 24 hours from many sources, each of which tries a few names; `known`: how many of them are names of users. */
  background(rejections: number, sources: number, known: number, hidden = 0): void {
    const from = Array.from({ length: sources }, () => this.stranger());
    for (let n = 0; n < rejections; n += 1) {
      const draw = this.random.next();
      const user = draw < known ? this.someone().user : draw < known + hidden ? '*****' : this.nobody();
      const publicIp = from[this.random.int(0, from.length - 1)] ?? '';
      this.say(MIDNIGHT + this.random.int(0, DAY / SECOND - 1) * SECOND, wrong({ user, publicIp }));
    }
  }

  /** People at one address, most of them users, who log in within an hour; some mistype their password, a few their name. */
  conference(publicIp: string, people: number, from: number): void {
    for (let n = 0; n < people; n += 1) {
      const user = this.random.chance(0.1) ? `guest${n}` : this.someone().user;
      const client: Client = { user, publicIp, carrier: this.random.pick<Carrier>(['ssl', 'ikev1']) };
      const at = from + this.random.int(0, 3600) * SECOND;
      if (this.random.chance(0.03)) this.say(at, wrong({ ...client, user: this.nobody() }));
      // The name of a guest is not known until the first login.
      const typed = user.startsWith('guest') ? { ...client, user: this.nobody() } : client;
      const times = this.random.chance(0.15) ? this.random.int(1, 2) : 0;
      this.stay(client, this.mistype(typed, at + 30 * SECOND, times));
    }
  }
}

/** Nothing but mistyped passwords. */
export function mistyped(seed: number): LabelledDay {
  const town = new Town(seed);
  town.work(0.15);
  return { steps: town.steps, must: [] };
}

/** A day with a background of guesses none of which succeeds. */
export function sprayed(seed: number, rejections: number, known: number, hidden = 0): LabelledDay {
  const town = new Town(seed);
  town.work();
  town.background(rejections, Math.ceil(rejections / (seed % 2 === 0 ? 3 : 400)), known, hidden);
  return { steps: town.steps, must: [], noted: 'xauth.spray' };
}

/** A client at home repeats an old password all day while its owner works, and then logs in from a hotel. */
export function savedPassword(seed: number): LabelledDay {
  const town = new Town(seed);
  town.work();
  const owner = town.someone();
  const every = town.random.pick([5, 10, 15, 30, 60]) * MINUTE;
  for (
    let at = MIDNIGHT + town.random.int(0, 3599) * SECOND;
    at < MIDNIGHT + 22 * HOUR;
    at += every + town.random.int(-2, 2) * SECOND
  )
    // prettier-ignore
    town.say(at, wrong(owner));
  town.stay({ ...owner, publicIp: town.roaming() }, MIDNIGHT + 23 * HOUR);
  return { steps: town.steps, must: [], noted: 'xauth.saved_password' };
}

/** A conference behind one address. */
export function sharedAddress(seed: number): LabelledDay {
  const town = new Town(seed);
  town.work();
  town.conference('192.0.2.44', 50, MIDNIGHT + 8 * HOUR);
  return { steps: town.steps, must: [] };
}

/** AAA refuses everybody for half an hour of the morning. */
export function refusedAll(seed: number): LabelledDay {
  const town = new Town(seed);
  for (const user of town.users)
    if (town.random.chance(0.3))
      town.mistype(user, MIDNIGHT + 8 * HOUR + town.random.int(0, 1800) * SECOND, town.random.int(1, 3));
  return { steps: town.steps, must: ['xauth.ratio'] };
}

/** Guesses that succeed, each in its own way. */
export const attacks = ['fast', 'slow', 'sixth', 'early', 'shared', 'hidden', 'one name', 'hunted'] as const;
export type Attack = (typeof attacks)[number];

/** A day of work, with a little background, in which somebody guesses a password. */
export function succeeded(seed: number, attack: Attack): LabelledDay {
  const town = new Town(seed, 120);
  const { random } = town;
  town.work();
  town.background(300, 60, 0.1);
  const victim = { ...town.someone(), publicIp: town.stranger(), carrier: random.pick<Carrier>(['ssl', 'ikev1']) };
  const begin = MIDNIGHT + random.int(1, 8) * HOUR + random.int(0, 3599) * SECOND;
  /** Tries so many names, one after the other; returns when it has. */
  const guess = (publicIp: string, names: number, pause: () => number, from = begin, known = 0.5): number => {
    let at = from;
    const tried = new Set([victim.user]);
    while (tried.size <= names) {
      const user = random.chance(known) ? town.someone().user : town.nobody();
      if (tried.has(user)) continue;
      tried.add(user);
      town.say(at, wrong({ ...victim, user, publicIp }));
      at += pause();
    }
    return at;
  };
  const quickly = (): number => random.int(1, 4) * SECOND;
  const slowly = (): number => random.int(10, 40) * MINUTE;
  switch (attack) {
    case 'fast':
      town.stay(victim, guess(victim.publicIp, random.int(8, 60), quickly));
      break;
    case 'slow':
      town.stay(victim, guess(victim.publicIp, random.int(6, 20), slowly));
      break;
    case 'sixth':
      town.stay(victim, guess(victim.publicIp, 5, random.chance(0.5) ? quickly : slowly));
      break;
    case 'early': {
      const first = guess(victim.publicIp, random.int(0, 4), quickly);
      town.stay(victim, first);
      guess(victim.publicIp, random.int(5, 20), quickly, first + 5 * SECOND);
      break;
    }
    case 'shared': {
      const publicIp = '192.0.2.44';
      town.conference(publicIp, 40, MIDNIGHT + 8 * HOUR);
      town.stay(
        { ...victim, publicIp },
        guess(publicIp, random.int(8, 20), random.chance(0.5) ? quickly : slowly, begin, 0),
      );
      break;
    }
    case 'hidden':
      town.stay(victim, hiddenly(random.int(10, 40)));
      break;
    case 'one name':
      town.stay(victim, town.mistype(victim, begin, random.int(10, 40)));
      break;
    case 'hunted': {
      let at = begin;
      for (let n = random.int(10, 30); n > 0; n -= 1, at += random.int(1, 20) * MINUTE)
        town.say(at, wrong({ ...victim, publicIp: town.stranger() }));
      town.stay(victim, at);
      break;
    }
    default:
      attack satisfies never;
  }
  return { steps: town.steps, must: ['xauth.spray_succeeded', 'xauth.new_source'] };

  function hiddenly(times: number): number {
    let at = begin;
    for (let n = 0; n < times; n += 1, at += quickly()) town.say(at, wrong({ ...victim, user: '*****' }));
    return at;
  }
}
