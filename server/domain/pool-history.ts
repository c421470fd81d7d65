import type { GapRow } from './feed.ts';

const MINUTE = 60_000;

/** How full a pool was in one minute; `null` is not known. */
export interface PoolMinute {
  readonly pool: string;
  /** Its beginning, epoch milliseconds. */
  readonly minute: number;
  readonly size: number | null;
  /** Not free at its end. */
  readonly used: number | null;
  /** Not free at most, within it. */
  readonly most: number | null;
}

/** For how long a minute holds that no other follows, in milliseconds: at least one an hour is kept. */
export const HOLDS = 62 * MINUTE;

/** A span in steps, milliseconds; `from` and `to` are epoch milliseconds. */
export interface Steps {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** How full a pool, or several together, was at the end of a step, and at most within it; `null` where nobody knows. */
export interface UsePoint {
  readonly at: number;
  readonly used: number | null;
  readonly most: number | null;
  readonly size: number | null;
}

/** When it was fullest: the first of such moments, to the minute. */
export interface Peak {
  readonly at: number;
  readonly used: number;
  readonly size: number | null;
}

/** How full something was over a span. */
export interface UseHistory {
  readonly points: readonly UsePoint[];
  /** Absent where nothing is known of the whole span. */
  readonly peak?: Peak;
}

/**
 * How full pools were together over a span; of one pool alone, `members` has one. Each member has its minutes in order, those of the hour
 * before the span, too. In a gap nothing is known.
 */
export function historyOf(
  members: readonly (readonly PoolMinute[])[],
  gaps: readonly GapRow[],
  { from, to, step }: Steps,
): UseHistory {
  const changes = members
    .flatMap((minutes, member) => minutes.map((row): Change => ({ ...row, member })))
    .sort((one, other) => one.minute - other.minute);
  const now = members.map((): PoolMinute | undefined => undefined);
  let next = 0;
  for (; (changes[next]?.minute ?? to) < from; next += 1) take(now, changes[next]);
  const points: UsePoint[] = [];
  let peak: Peak | undefined;
  for (let begin = from; begin < to;) {
    const end = Math.min(to, (Math.floor(begin / step) + 1) * step);
    const isBlind = gaps.some((gap) => end > gap.from && end <= gap.to);
    let [top, topAt] = [sum(now, begin), begin];
    for (; (changes[next]?.minute ?? to) < end; next += 1) {
      const within = sum(take(now, changes[next], 'most'), changes[next]?.minute ?? begin);
      if (isFuller(within, top)) [top, topAt] = [within, changes[next]?.minute ?? begin];
      take(now, changes[next]);
    }
    const last = sum(now, end);
    points.push(isBlind ? { at: end, used: null, most: null, size: null } : { at: end, ...last, most: top.used });
    if (!isBlind && top.used !== null && (peak === undefined || isFuller(top, peak)))
      peak = { at: topAt, used: top.used, size: top.size };
    begin = end;
  }
  return { points, ...(peak && { peak }) };
}

/** How full pools were together at a moment. */
export interface UseAt {
  readonly at: number;
  readonly used: number;
  readonly size: number;
}

/** The same, moment by moment: of each minute in which something is kept how it was at most, and how it ended. Nothing where it is not known. */
export function usesOf(members: readonly (readonly PoolMinute[])[]): readonly UseAt[] {
  const minutes = new Map<number, Change[]>();
  for (const [member, rows] of members.entries())
    for (const row of rows) minutes.set(row.minute, [...(minutes.get(row.minute) ?? []), { ...row, member }]);
  const now = members.map((): PoolMinute | undefined => undefined);
  return [...minutes]
    .sort(([one], [other]) => one - other)
    .flatMap(([minute, changes]) => {
      for (const change of changes) take(now, change);
      const most = changes.map((change) => sum(take([...now], change, 'most'), minute));
      const fullest = most.reduce((top, one) => (isFuller(one, top) ? one : top));
      return [useAt(minute, fullest), useAt(minute + MINUTE - 1, sum(now, minute))].flatMap((use) => use ?? []);
    });
}

function useAt(at: number, { used, size }: Sum): UseAt | undefined {
  return used === null || size === null ? undefined : { at, used, size };
}

type Change = PoolMinute & { readonly member: number };

/** Puts a minute in place of the one before it, as it ended or as it was at most. */
function take(now: (PoolMinute | undefined)[], change: Change | undefined, as: 'used' | 'most' = 'used') {
  if (change !== undefined) now[change.member] = { ...change, used: change[as] };
  return now;
}

interface Sum {
  readonly used: number | null;
  readonly size: number | null;
}

/** All members together; not known where one is not, or has not been heard of for an hour. */
function sum(now: readonly (PoolMinute | undefined)[], at: number): Sum {
  let [used, size]: [number | null, number | null] = [0, 0];
  for (const member of now) {
    const known = member !== undefined && at - member.minute <= HOLDS;
    used = known && member.used !== null && used !== null ? used + member.used : null;
    size = known && member.size !== null && size !== null ? size + member.size : null;
  }
  return now.length === 0 ? { used: null, size: null } : { used, size };
}

function isFuller(one: Sum, other: Sum): boolean {
  if (one.used === null) return false;
  if (other.used === null) return true;
  return one.used / (one.size ?? 1) > other.used / (other.size ?? 1);
}
