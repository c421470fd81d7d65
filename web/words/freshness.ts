import { age } from './time.ts';

/** A head-end that carries VPN users is expected to say something at least this often, in milliseconds. */
export const SYSLOG_INTERVAL = 60_000;

/** `late` after one interval, `stale` after three, `unknown` after ten or if nothing ever came. */
export type Freshness = 'fresh' | 'late' | 'stale' | 'unknown';

/** How far a value that was last heard of at `at` can be believed. */
export function freshness(at: number | null, now: number, interval = SYSLOG_INTERVAL): Freshness {
  if (at === null) return 'unknown';
  const old = now - at;
  if (old > 10 * interval) return 'unknown';
  if (old > 3 * interval) return 'stale';
  return old > interval ? 'late' : 'fresh';
}

/** Whether nobody may take the value for what is true now. */
export function silent(at: number | null, now: number): boolean {
  const state = freshness(at, now);
  return state === 'stale' || state === 'unknown';
}

/** The head-ends of which nothing is known now, by name. */
export function silentOnes(devices: readonly Heard[], now: number): ReadonlySet<string> {
  return new Set(devices.filter((device) => silent(device.lastMessageAt, now)).map((device) => device.name));
}

/** Arrival of the last message of any watched head-end: what pending senders say tells nothing of sessions. */
export function heardAt(devices: readonly (Heard & { readonly state: 'adopted' | 'pending' })[]): number | null {
  const times = devices.flatMap(({ state, lastMessageAt }) =>
    state === 'adopted' && lastMessageAt !== null ? [lastMessageAt] : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** A head-end, as far as its silence goes. */
export interface Heard {
  readonly name: string;
  readonly lastMessageAt: number | null;
}

/** What is written over a value that is not fresh: `STALE 2 m 10 s`. */
export function staleWords(at: number, now: number): string {
  return `STALE ${age(now - at)}`;
}
