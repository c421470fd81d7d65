import type { Facts } from '../claim.ts';
import type { Session } from '../session.ts';
import type { Evidence } from './decide.ts';
import { DRIFT, SECOND } from './identity.ts';

/** How far a duration may lie outside of what is known of an end, in milliseconds: a start that a listing told is some seconds wide. */
const TOLERANCE = 10_000;

/** How far the start that a listing told may lie from the one that a closing record tells, in milliseconds: a row is as old as its listing is long. */
const LISTED_TOLERANCE = 30_000;

/** The sessions whose beginning only a listing told, and of which a record may speak that tells this beginning, epoch milliseconds. */
export function ofListed(candidates: readonly Session[], start: number): readonly Session[] {
  return candidates.filter(
    (one) => one.startIs === 'listed' && one.endIs !== 'reported' && Math.abs(one.start - start) <= LISTED_TOLERANCE,
  );
}

/** Whether a closing record, however late it comes, is of a session that a poll has found to be gone: its duration leads into the gap. */
export function isEndOf(session: Session, { seconds }: Facts<'session.closed'>): boolean {
  const { endIs, endAfter, endBefore, start, startIs } = session;
  if (endIs !== 'between' || endAfter === undefined || endBefore === undefined) return false;
  const end = start + seconds * 1000;
  return end >= endAfter - TOLERANCE && (end <= endBefore + TOLERANCE || startIs === 'inferred');
}

/** Whether a session has been listed, at `listedAt`, when it was older than the one whose closing record this is ever became. */
export function isOlder({ start, startIs }: Session, listedAt: number, { seconds }: Facts<'session.closed'>): boolean {
  const most = (seconds + 1) * 1000 * (1 + DRIFT);
  return listedAt - start > most + (startIs === 'seen' ? SECOND : TOLERANCE);
}

/** When a session ended by its closing record, epoch milliseconds: when that came, but within what a poll has found. */
export function endOf(session: Session, { at }: Evidence, { seconds }: Facts<'session.closed'>): number {
  const { endAfter, endBefore, start } = session;
  if (endAfter === undefined || endBefore === undefined) return at;
  return Math.min(at, Math.max(endAfter, Math.min(endBefore, start + seconds * 1000)));
}
