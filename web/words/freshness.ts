import { isSilent, type Heartbeat } from '../../server/domain/heartbeat.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';

/**
 * The last sign of what tells a value (epoch milliseconds; `null`: none ever), and how often one is to come, in milliseconds. `polled`: the
 * same of polls, where they tell it as well.
 */
export type Sign = Pick<Heartbeat, 'at' | 'interval' | 'polled'>;

/** What nobody has told of yet. */
export const NO_SIGN: Sign = { at: null, interval: 60_000 };

/** `late` after one interval, `stale` after three, `unknown` after ten or if nothing ever came. */
export type Freshness = 'fresh' | 'late' | 'stale' | 'unknown';

/** How far a value with this sign can be believed. */
export function freshness(sign: Sign, now: number): Freshness {
  const old = lateness(sign, now);
  if (old > 10) return 'unknown';
  if (old > 3) return 'stale';
  return old > 1 ? 'late' : 'fresh';
}

/** How many intervals ago the last sign was; of messages and polls the one that is the less late counts. */
function lateness(sign: Sign, now: number): number {
  const { at, interval } = freshest(sign, now);
  return at === null ? Infinity : (now - at) / interval;
}

/** The less late one of the signs of messages and of polls, by itself. */
export function freshest({ at, interval, polled }: Sign, now: number): Sign {
  const told = { at, interval };
  if (polled === undefined) return told;
  return at !== null && (now - at) / interval <= (now - polled.at) / polled.interval ? told : polled;
}

/** The sign of what messages alone tell, as failed logins. */
export function messagesOf({ at, interval }: Sign): Sign {
  return { at, interval };
}

/** Whether nobody may take the value for what is true now. */
export function silent(sign: Sign, now: number): boolean {
  return isSilent(freshest(sign, now), now);
}

/** The head-ends of which nothing is known now, by name. `of`: what is a sign of that which is asked for. */
export function silentOnes(devices: readonly Heard[], now: number, of = asIs): ReadonlySet<string> {
  return new Set(devices.filter((device) => silent(of(device.heartbeat), now)).map((device) => device.name));
}

/** The head-ends of which nothing is known now, and until when each was heard, epoch milliseconds; 0: never. `of`: as above. */
export function unheardSince(devices: readonly Heard[], now: number, of = asIs): ReadonlyMap<string, number> {
  const blind = devices.filter(({ heartbeat }) => silent(of(heartbeat), now));
  return new Map(blind.map(({ name, heartbeat }) => [name, freshest(of(heartbeat), now).at ?? 0]));
}

const asIs = (sign: Sign): Sign => sign;

/** What of a total is not as of now, where some head-ends are heard and some are not: `SYD1 STALE 4 m 10 s`; else `undefined`. */
export function blindWords(devices: readonly Heard[], now: number, of = asIs): string | undefined {
  const blind = devices.filter((device) => silent(of(device.heartbeat), now));
  const [first] = blind;
  if (first === undefined || blind.length === devices.length) return undefined;
  if (blind.length > 1) return `${blind.length} of ${devices.length} head-ends not seen`;
  const { at } = freshest(of(first.heartbeat), now);
  const isStale = freshness(of(first.heartbeat), now) === 'stale' && at !== null;
  return `${plain(first.name)} ${isStale ? staleWords(at, now) : 'UNKNOWN'}`;
}

/** How old what a silent head-end has told is: `as of 4 m 10 s ago`; `undefined` while it is heard. */
export function lastHeard(sign: Sign, now: number): string | undefined {
  if (!silent(sign, now)) return undefined;
  const { at } = freshest(sign, now);
  return at === null ? 'never heard' : `as of ${age(now - at)} ago`;
}

/** The sign of the watched head-end that is the least silent: what pending senders say tells nothing of sessions. `of`: what counts as one. */
export function heardOf(
  devices: readonly (Heard & { readonly state: 'adopted' | 'pending' })[],
  now: number,
  of = asIs,
): Sign {
  return devices
    .filter(({ state }) => state === 'adopted')
    .map(({ heartbeat }) => freshest(of(heartbeat), now))
    .reduce((best: Sign, one) => (lateness(one, now) < lateness(best, now) ? one : best), NO_SIGN);
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

/** Head-ends that are not heard, by name as long as that is short: `LON2`, `LON2 and SYD1`, `LON2, SYD1 and 3 more`. */
export function silentNames(names: readonly string[]): string {
  const shown = names.slice(0, 2).map(plain);
  if (names.length <= 2) return shown.join(' and ');
  return `${shown.join(', ')} and ${names.length - 2} more`;
}
