import type { DeviceFacts } from './polling.ts';

/** How the silence of a device is judged: what it told is stale after three intervals without a sign of it, and unknown after ten. */
export interface Heartbeat {
  /**
   * `poll`: our own login writes a line at each poll. `sent`: polls show how many messages it has sent. `learned`: neither is to be
   * had, and the interval is a third of its longest silences.
   */
  readonly by: 'poll' | 'sent' | 'learned';
  /** Milliseconds. */
  readonly interval: number;
  /** The last sign: a message, or a poll that shows it has sent none since the poll before. Epoch milliseconds; `null`: none ever. */
  readonly at: number | null;
  /** The last poll that listed its sessions, which tells of them and of its pools as messages do; absent while there was none. */
  readonly polled?: Listed;
  /** What it says it has sent against what has come, since the first poll that told. */
  readonly loss?: Loss;
}

/** Listings by polls: the beginning of the last one in epoch milliseconds, and how often they come, in milliseconds. */
export interface Listed {
  readonly at: number;
  readonly interval: number;
}

/** What polls have taught of the heartbeat of a device, as it is kept over a start of ours. What was counted since a start is not. */
export interface PollBeat {
  /** Beginning of the last poll by commands, and the messages that the device had sent by its own count; epoch milliseconds. */
  readonly startedAt?: number;
  readonly sent?: number;
  /** Between the last two of them, milliseconds. */
  readonly every?: number;
  /** Of how many in a row the login was heard. */
  readonly logins?: number;
  /** One that began then showed that nothing was sent since the one before. */
  readonly quietAt?: number;
  readonly listed?: Listed;
}

/** How often a device is polled that was polled once, until a second poll tells: in milliseconds. */
const FIRST_INTERVAL = 60_000;

/** The listings after one that began then. */
export function listedAfter(before: Listed | undefined, at: number): Listed {
  if (before === undefined || at <= before.at) return { at, interval: before?.interval ?? FIRST_INTERVAL };
  return { at, interval: at - before.at };
}

/** Messages between two polls of a device. What is on its way at either of them makes the two differ by a little. */
export interface Loss {
  readonly sent: number;
  readonly received: number;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly at: number;
}

/** A device that nothing is known of may be silent for that long without a doubt, in milliseconds. */
export const SHORTEST_GAP = 10 * 60_000;
/** A silence that does not come again is forgotten by half in that time, in milliseconds. */
const HALF_LIFE = 7 * 24 * 60 * 60_000;

/** The longest silence that is usual for a device, and when it was last one. */
export interface UsualGap {
  /** Milliseconds. */
  readonly gap: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * What is usual after one more silence. It grows by no more than twice at once: nights teach it within a few of them, and one day that
 * a device was cut off hardly does.
 */
export function learnGap(usual: UsualGap | undefined, gap: number, at: number): UsualGap | undefined {
  const now = usualGap(usual, at);
  return gap > now ? { gap: Math.min(gap, 2 * now), at } : usual;
}

/** For how long silence is usual now, in milliseconds. */
export function usualGap(usual: UsualGap | undefined, now: number): number {
  if (usual === undefined) return SHORTEST_GAP;
  return Math.max(SHORTEST_GAP, usual.gap * 2 ** (-Math.max(0, now - usual.at) / HALF_LIFE));
}

/** Whether nobody may take what it told for what is true now: three intervals have gone without a sign of it. */
export function isSilent({ at, interval }: Pick<Heartbeat, 'at' | 'interval'>, now: number): boolean {
  return at === null || now - at > 3 * interval;
}

/** How many messages a device says it has sent to its log server; `undefined` where it has several, or tells nothing. */
export function sentTo({ logged, logging }: Pick<DeviceFacts, 'logged' | 'logging'>): number | undefined {
  const hosts = logging?.hosts ?? [];
  const [host] = hosts;
  if (hosts.length > 1) return undefined;
  if (host?.sent !== undefined) return host.sent;
  const counts = Object.values(logged ?? {});
  return counts.length > 1 ? undefined : (counts[0] ?? logging?.trapMessages);
}
