import { isSilent, type Heartbeat } from '../../server/domain/heartbeat.ts';
import { age } from './time.ts';

/** The last sign of what tells a value (epoch milliseconds; `null`: none ever), and how often one is to come, in milliseconds. */
export type Sign = Pick<Heartbeat, 'at' | 'interval'>;

/** What nobody has told of yet. */
export const NO_SIGN: Sign = { at: null, interval: 60_000 };

/** `late` after one interval, `stale` after three, `unknown` after ten or if nothing ever came. */
export type Freshness = 'fresh' | 'late' | 'stale' | 'unknown';

/** How far a value with this sign can be believed. */
export function freshness({ at, interval }: Sign, now: number): Freshness {
  if (at === null) return 'unknown';
  const old = now - at;
  if (old > 10 * interval) return 'unknown';
  if (old > 3 * interval) return 'stale';
  return old > interval ? 'late' : 'fresh';
}

/** Whether nobody may take the value for what is true now. */
export function silent(sign: Sign, now: number): boolean {
  return isSilent(sign, now);
}

/** The head-ends of which nothing is known now, by name. */
export function silentOnes(devices: readonly Heard[], now: number): ReadonlySet<string> {
  return new Set(devices.filter((device) => silent(device.heartbeat, now)).map((device) => device.name));
}

/** The sign of the watched head-end that is the least silent: what pending senders say tells nothing of sessions. */
export function heardOf(devices: readonly (Heard & { readonly state: 'adopted' | 'pending' })[], now: number): Sign {
  const intervals = ({ at, interval }: Sign): number => (at === null ? Infinity : (now - at) / interval);
  return devices
    .filter(({ state }) => state === 'adopted')
    .map(({ heartbeat }) => heartbeat)
    .reduce((best: Sign, one) => (intervals(one) < intervals(best) ? one : best), NO_SIGN);
}

/** A head-end, as far as its silence goes. */
export interface Heard {
  readonly name: string;
  readonly heartbeat: Sign;
}

/** What is written over a value that is not fresh: `STALE 2 m 10 s`. */
export function staleWords(at: number, now: number): string {
  return `STALE ${age(now - at)}`;
}
