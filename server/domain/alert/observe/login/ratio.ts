import { MOST_EVIDENCE, type Observation } from '../../alert.ts';
import type { Memory } from '../../observer.ts';
import { namesOf } from './told.ts';
import { many, utc } from '../words.ts';

const MINUTE = 60_000;
/** A window in minutes, and a half-life of what is usual, in windows of them. */
const WINDOW = 15;
const HALF_LIFE = (7 * 24 * 60) / WINDOW;
/** So many known users must fail. */
const LEAST_FAILING = 5;
/** Less than this share is never taken for usual: twice nearly nothing is nothing. What is not known yet is taken to be this, of so many users. */
const FLOOR = 0.05;
const PRIOR = 20;
/** What is learned of one window is at most so many times the usual: a day of trouble is not what is usual. */
const MOST_LEARNED = 2;
/** So many users are known of one minute. */
const MOST_IN_MINUTE = 5_000;

/** What known users came to in a minute, by name as it is compared. */
type Minute = readonly (readonly [name: string, shown: string, gotIn: 0 | 1, at: number, message: number])[];

/** What is usual on a head-end: users who failed and tried, all windows together, half as much weight a half-life ago. */
type Usual = {
  /** The window that is not learned yet, counted from 1970. */
  readonly window: number;
  readonly failed: number;
  readonly tried: number;
  /** Minutes that are remembered, and whether the last value was another than 0. */
  readonly minutes: readonly number[];
  readonly isUp: boolean;
};

/** A try of a known user: a failure from one of the user's own addresses, or a login. */
export interface KnownTry {
  readonly device: number;
  readonly name: string;
  readonly shown: string;
  readonly gotIn: boolean;
  readonly message: readonly number[];
}

/** `xauth.ratio`: the share of known users who try and do not get in, over what is usual. Guesses of others from elsewhere are not in it. */
export function ratio(
  memory: Memory,
  tries: readonly KnownTry[],
  devices: Iterable<number>,
  at: number,
): readonly Observation[] {
  return [...new Set([...devices, ...tries.map(({ device }) => device)])].flatMap((device) => {
    const key = `usual ${device}`;
    const minute = Math.floor(at / MINUTE);
    const before = (memory.get(key) ?? blank(minute)) as Usual; // border: set below
    const mine = tries.filter((one) => one.device === device);
    if (mine.length === 0 && before.minutes.length === 0 && !before.isUp) return [];
    const read = (of: number): Minute => (memory.get(`minute ${device} ${of}`) ?? []) as Minute; // border: set below
    if (mine.length > 0) memory.set(`minute ${device} ${minute}`, withTries(read(minute), mine, at));
    const minutes = mine.length > 0 && !before.minutes.includes(minute) ? [...before.minutes, minute] : before.minutes;
    const learned = learn({ ...before, minutes }, minute, (some) => outcomes(some.map(read)));
    const kept = learned.minutes.filter((one) => one > minute - WINDOW || one >= learned.window * WINDOW);
    for (const one of minutes) if (!kept.includes(one)) memory.delete(`minute ${device} ${one}`);
    const users = outcomes(kept.filter((one) => one > minute - WINDOW).map(read));
    const failing = users.filter(([, , gotIn]) => gotIn === 0);
    const value = failing.length < LEAST_FAILING ? 0 : failing.length / users.length / usualOf(learned);
    const next = { ...learned, minutes: kept, isUp: value > 0 };
    if (mine.length > 0 || changed(before, next)) memory.set(key, next);
    if (value === 0 && !before.isUp) return [];
    return [
      {
        ...{ rule: 'xauth.ratio', subject: String(device), about: { device }, value: Math.round(value * 100) / 100 },
        text: textOf(failing, users.length, usualOf(learned)),
        events: mine.filter(({ gotIn }) => !gotIn).length,
        inAll: failing.length,
        // An alert may be raised when the last of them was a while ago.
        evidence: failing.slice(0, MOST_EVIDENCE).flatMap(([, , , , message]) => (message === 0 ? [] : [message])),
      },
    ];
  });
}

const blank = (minute: number): Usual => ({ window: Math.floor(minute / WINDOW), failed: 0, tried: 0, minutes: [], isUp: false }); // prettier-ignore

function changed(before: Usual, next: Usual): boolean {
  return before.window !== next.window || before.isUp !== next.isUp || before.minutes.length !== next.minutes.length;
}

function withTries(before: Minute, tries: readonly KnownTry[], at: number): Minute {
  const all = new Map(before.map((one) => [one[0], one]));
  for (const { name, shown, gotIn, message } of tries) {
    const had = all.get(name);
    if (had === undefined && all.size >= MOST_IN_MINUTE) continue;
    all.set(name, [name, shown, gotIn || had?.[2] === 1 ? 1 : 0, had?.[3] ?? at, had?.[4] ?? message[0] ?? 0]);
  }
  return [...all.values()];
}

/** Each user once: who got in within the time has got in, however often the password was mistyped. */
function outcomes(minutes: readonly Minute[]): Minute {
  const all = new Map<string, Minute[number]>();
  for (const one of minutes.flat()) {
    const had = all.get(one[0]);
    if (had === undefined || (had[2] === 0 && one[2] === 1)) all.set(one[0], one);
  }
  return [...all.values()];
}

/** Learns the window that is over; of longer silence there is nothing to learn, but the past counts less. */
function learn(usual: Usual, minute: number, read: (minutes: readonly number[]) => Minute): Usual {
  const window = Math.floor(minute / WINDOW);
  if (window <= usual.window) return usual;
  const users = read(usual.minutes.filter((one) => Math.floor(one / WINDOW) === usual.window));
  const failed = users.filter(([, , gotIn]) => gotIn === 0).length;
  const most = MOST_LEARNED * usualOf(usual) * users.length;
  const weight = 0.5 ** ((window - usual.window) / HALF_LIFE);
  return {
    ...usual,
    window,
    failed: (usual.failed + Math.min(failed, most)) * weight,
    tried: (usual.tried + users.length) * weight,
  };
}

function usualOf({ failed, tried }: Usual): number {
  return Math.max(FLOOR, (failed + FLOOR * PRIOR) / (tried + PRIOR));
}

function textOf(failing: Minute, tried: number, usual: number): string {
  const names = namesOf(failing.map(([, shown]) => shown), failing.length); // prettier-ignore
  const since = failing.length === 0 ? '' : ` since ${utc(Math.min(...failing.map(([, , , when]) => when)))}`;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const share = tried === 0 ? 0 : failing.length / tried;
  return `${failing.length} of ${many(tried, 'known user')} who tried within ${WINDOW} min did not get in (${percent(share)}, usual ${percent(usual)})${since}${names === '' ? '' : `: ${names}`}`; // prettier-ignore
}
