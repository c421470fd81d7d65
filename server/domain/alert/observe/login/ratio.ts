import { MOST_EVIDENCE, type Observation } from '../../alert.ts';
import type { Memory } from '../../observer.ts';
import { namesOf } from './told.ts';
import { many, utc } from '../words.ts';
import { forget, piecesOf, remember, type CameTo, type KnownTry, type Piece } from './minutes.ts';

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
    const read = (of: readonly number[]): readonly Piece[] => of.flatMap((one) => piecesOf(memory, device, one));
    if (mine.length > 0) remember(memory, device, minute, mine, at);
    const minutes = mine.length > 0 && !before.minutes.includes(minute) ? [...before.minutes, minute] : before.minutes;
    const learned = learn({ ...before, minutes }, minute, read);
    const kept = learned.minutes.filter((one) => one > minute - WINDOW || one >= learned.window * WINDOW);
    for (const one of minutes) if (!kept.includes(one)) forget(memory, device, one);
    // Of what is over nothing changes: it is not gone through again with each turn.
    const past = outcomesOf(read(kept.filter((one) => one > minute - WINDOW && one !== minute)));
    const now = outcomesOf(read(kept.filter((one) => one === minute)));
    const failing = [
      ...past.failing.filter(([name]) => now.all.get(name)?.[2] !== 1),
      ...now.failing.filter(([name]) => !past.all.has(name)),
    ];
    const tried = (): number => past.all.size + [...now.all.keys()].filter((name) => !past.all.has(name)).length;
    const value = failing.length < LEAST_FAILING ? 0 : failing.length / tried() / usualOf(learned);
    const next = { ...learned, minutes: kept, isUp: value > 0 };
    if (mine.length > 0 || changed(before, next)) memory.set(key, next);
    if (value === 0 && !before.isUp) return [];
    return [
      {
        ...{ rule: 'xauth.ratio', subject: String(device), about: { device }, value: Math.round(value * 100) / 100 },
        text: textOf(failing, tried(), usualOf(learned)),
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

/** What users came to in some pieces, and those of them who did not get in. */
interface Outcomes {
  readonly pieces: readonly Piece[];
  readonly all: ReadonlyMap<string, CameTo>;
  readonly failing: readonly CameTo[];
}

/** Each user once: who got in within the time has got in, however often the password was mistyped. */
function outcomesOf(pieces: readonly Piece[]): Outcomes {
  const [first] = pieces;
  const known = first && reckoned.get(first);
  if (known?.pieces.length === pieces.length && known.pieces.every((one, index) => one === pieces[index])) return known;
  const all = new Map<string, CameTo>();
  for (const one of pieces.flat()) {
    const had = all.get(one[0]);
    if (had === undefined || (had[2] === 0 && one[2] === 1)) all.set(one[0], one);
  }
  const made = { pieces, all, failing: [...all.values()].filter(([, , gotIn]) => gotIn === 0) };
  if (first !== undefined) reckoned.set(first, made);
  return made;
}

/** By their first piece: pieces never change, and most of a quarter of an hour is over, while a head-end tells of logins many times a second. */
const reckoned = new WeakMap<Piece, Outcomes>();

/** Learns the window that is over; of longer silence there is nothing to learn, but the past counts less. */
function learn(usual: Usual, minute: number, read: (minutes: readonly number[]) => readonly Piece[]): Usual {
  const window = Math.floor(minute / WINDOW);
  if (window <= usual.window) return usual;
  const { all, failing } = outcomesOf(read(usual.minutes.filter((one) => Math.floor(one / WINDOW) === usual.window)));
  const most = MOST_LEARNED * usualOf(usual) * all.size;
  const weight = 0.5 ** ((window - usual.window) / HALF_LIFE);
  return {
    ...usual,
    window,
    failed: (usual.failed + Math.min(failing.length, most)) * weight,
    tried: (usual.tried + all.size) * weight,
  };
}

function usualOf({ failed, tried }: Usual): number {
  return Math.max(FLOOR, (failed + FLOOR * PRIOR) / (tried + PRIOR));
}

function textOf(failing: readonly CameTo[], tried: number, usual: number): string {
  const names = namesOf(failing.map(([, shown]) => shown), failing.length); // prettier-ignore
  const since = failing.length === 0 ? '' : ` since ${utc(Math.min(...failing.map(([, , , when]) => when)))}`;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const share = tried === 0 ? 0 : failing.length / tried;
  return `${failing.length} of ${many(tried, 'known user')} who tried within ${WINDOW} min did not get in (${percent(share)}, usual ${percent(usual)})${since}${names === '' ? '' : `: ${names}`}`; // prettier-ignore
}
