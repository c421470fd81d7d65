/** That the ASA has hidden the name of a user (`logging hide username`), and the client's address if the message tells one. */
export interface HiddenName {
  readonly publicIp?: string;
}

/** Whether a message told the address; `others` counts the addresses that there was no room for. */
export type HiddenSource = 'address' | 'untold' | 'others';

/** How many messages hid their user's name within one hour; of one address, if it is told. */
export interface HiddenCount {
  /** Start of the hour, epoch milliseconds. */
  readonly hour: number;
  readonly told: HiddenSource;
  /** The client's public address; `null` for `untold` and `others`. */
  readonly publicIp: string | null;
  readonly count: number;
  /** Arrival of the last one, epoch milliseconds. */
  readonly last: number;
}

/** The count of one sender, by its address. */
export interface SenderHidden extends HiddenCount {
  readonly from: string;
}

/** The count of one device, by its id. */
export interface DeviceHidden extends HiddenCount {
  readonly device: number;
}

/** An hour in milliseconds, and how many of them are kept. */
export const HOUR = 60 * 60_000;
export const HOURS_KEPT = 24;
/** How many addresses a device has at once: a sprayer has thousands. */
export const MOST_ADDRESSES = 1000;

/** Start of the first hour that counts at that time. */
export function firstHour(now: number): number {
  return hourOf(now) - (HOURS_KEPT - 1) * HOUR;
}

/** Counts the messages that hid a name. */
export function tallyHidden(
  messages: Iterable<{ readonly at: number; readonly from: string; readonly hidden?: HiddenName | undefined }>,
): readonly SenderHidden[] {
  const counts = new Map<string, SenderHidden>();
  for (const { at, from, hidden } of messages) {
    if (hidden === undefined) continue;
    const { publicIp = null } = hidden;
    const hour = hourOf(at);
    const key = JSON.stringify([from, hour, publicIp]);
    const { count = 0, last = at } = counts.get(key) ?? {};
    const told = publicIp === null ? 'untold' : 'address';
    counts.set(key, { from, hour, told, publicIp, count: count + 1, last: Math.max(last, at) });
  }
  return [...counts.values()];
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}
