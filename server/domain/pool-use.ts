import type { PoolRow } from './feed.ts';

/** For how long what a device has listed is believed before what messages tell, in milliseconds. */
const LISTED_FOR = 10 * 60_000;

/** How full something is as of now: `used` is not free, held addresses are among it where the device listed them. */
export interface Use {
  readonly used: number;
  readonly size: number | null;
  /** 0 to 1; `null` when the size is not known. */
  readonly utilization: number | null;
  /** Of the used ones; `null` where messages alone tell. */
  readonly held: number | null;
  /** Whether its device listed it, or all of it, a moment ago. */
  readonly listed: boolean;
}

/**
 * How full a pool is at `now`: as its device listed it in the last ten minutes, with no more room than later messages leave, or else as
 * messages tell.
 */
export function poolUse(
  row: Pick<PoolRow, 'used' | 'size' | 'utilization' | 'changedAt' | 'polled'>,
  now: number,
): Use {
  const { polled, changedAt } = row;
  if (polled === undefined || now - polled.at > LISTED_FOR) {
    return { used: row.used, size: row.size, utilization: row.utilization, held: null, listed: false };
  }
  const { used: inUse, held, free } = polled;
  const size = inUse + held + free;
  // Messages that came after the listing know of logins that it does not.
  const isOlder = changedAt !== null && changedAt > polled.at;
  const used = isOlder ? Math.max(inUse + held, Math.min(row.used, size)) : inUse + held;
  return { used, size, utilization: size === 0 ? polled.utilization : used / size, held, listed: true };
}

/** How full several pools are together; `undefined` stands for one of which nothing is known. */
export function togetherUse(members: readonly (Use | undefined)[]): Use {
  const there = members.filter((one) => one !== undefined);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const sizes = there.flatMap(({ size }) => size ?? []);
  const size = sizes.length === members.length && members.length > 0 ? sum(sizes) : null;
  const used = sum(there.map((one) => one.used));
  const listed = members.length > 0 && members.every((one) => one?.listed === true);
  return {
    ...{ used, size, listed },
    utilization: size === null || size === 0 ? null : used / size,
    held: listed ? sum(there.map(({ held }) => held ?? 0)) : null,
  };
}
