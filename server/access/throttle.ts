import { countedAs } from './counted-as.ts';

/** Slows guesses down: by the pair of account and address, and by address. An account is never locked for other addresses. */
export interface Throttle {
  /** How long to wait before this try, in milliseconds; 0: go on, and the try is counted. */
  ask(name: string, address: string): { readonly wait: number };
  /** The password, or the code, was wrong. */
  failed(name: string, address: string): void;
  /** Forgets the failures of the pair. */
  succeeded(name: string, address: string): void;
}

/** So many failures cost nothing; the next ones 1, 2, 4 ... s. */
const FREE = 5;
const LONGEST = 900_000;
/** So many tries an address may make in so long (milliseconds). */
const TRIES = 20;
const MINUTE = 60_000;
/** Pairs, and addresses, that are remembered; the one unused for longest goes first. */
const MOST = 10_000;
/** A name is remembered by so many characters: a long one must not cost memory. */
const NAME = 128;

interface Pair {
  readonly failures: number;
  /** The next try is let in from here on. */
  readonly from: number;
}

/** A throttle by a clock that never goes back (milliseconds). */
export function createThrottle(now: () => number): Throttle {
  const pairs = new Map<string, Pair>();
  /** When each address tried, in the last minute. */
  const tries = new Map<string, readonly number[]>();
  return {
    ask(name, address) {
      const at = now();
      const place = countedAs(address);
      const recent = (tries.get(place) ?? []).filter((one) => one > at - MINUTE);
      const pair = pairs.get(keyOf(name, place));
      const full = recent.length >= TRIES ? (recent[0] ?? at) + MINUTE : at;
      const wait = Math.max(full, pair?.from ?? at, at) - at;
      if (wait > 0) return { wait };
      put(tries, place, [...recent, at]);
      // Taken for a failure until it is told to be none: else all that come at once would be let in.
      if (pair !== undefined && pair.failures >= FREE)
        put(pairs, keyOf(name, place), { ...pair, from: at + pause(pair.failures) });
      return { wait: 0 };
    },
    failed(name, address) {
      const key = keyOf(name, countedAs(address));
      const failures = (pairs.get(key)?.failures ?? 0) + 1;
      put(pairs, key, { failures, from: now() + pause(failures) });
    },
    succeeded(name, address) {
      pairs.delete(keyOf(name, countedAs(address)));
    },
  };
}

function pause(failures: number): number {
  return failures < FREE ? 0 : Math.min(1_000 * 2 ** (failures - FREE), LONGEST);
}

function keyOf(name: string, place: string): string {
  return `${place} ${name.trim().toLowerCase().slice(0, NAME)}`;
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [first] = map.keys();
  if (map.size > MOST && first !== undefined) map.delete(first);
}
