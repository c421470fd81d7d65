import type { Facts } from '../claim.ts';
import type { Session } from '../session.ts';
import { LATE } from './dialogue.ts';
import { ofSessionType } from './find.ts';
import { isEndOf, ofListed } from './late-record.ts';

/** How far the start that a 113019 tells may lie from the one we saw, in milliseconds. */
const START_TOLERANCE = 6_000;

/** How much longer or shorter than a session lived the duration of its 113019 may be, in milliseconds. */
export const AGE_TOLERANCE = 30_000;

/** How long after the end that was concluded from other lines the record of that end may come, in milliseconds. */
const CONCLUDED = 40_000;

/** Why a session ends in whose place the same user has another one. */
const REPLACED = /^(peer reconnected|port preempted)/i;

/** The session that a closing record speaks of, among those of its user and source. */
export function ofRecord(
  candidates: readonly Session[],
  claim: Facts<'session.closed'>,
  at: number,
): Session | undefined {
  const start = at - claim.seconds * 1000;
  const far = (session: Session): number => Math.abs(session.start - start);
  // One that was said to end, or of which that was concluded, comes before one of which nothing was said.
  const rank = (session: Session): number => {
    if (session.state === 'active') return session.closingAt === undefined ? 1 : 0;
    const { end = at, endIs } = session;
    return (endIs === 'inferred' && at - end <= CONCLUDED) || isRecordOf(session, claim) ? 0 : 2;
  };
  // A portal's own record says so: one of AnyConnect is a web login's only if that became AnyConnect unheard.
  const unlike = ({ protocol }: Session): number =>
    protocol === 'clientless' && ofSessionType(claim.sessionType) === 'anyconnect' ? 1 : 0;
  // Who has just begun is the one that has taken the place: of several such the last.
  const taking = ({ start: began }: Session): number => (REPLACED.test(claim.reason) && at - began <= LATE ? began : 0);
  const nearest = (sessions: readonly Session[]): Session | undefined =>
    [...sessions].sort(
      (a, b) => unlike(a) - unlike(b) || rank(a) - rank(b) || taking(a) - taking(b) || far(a) - far(b),
    )[0];
  const exact = nearest(candidates.filter((session) => far(session) <= START_TOLERANCE && !isOver(session, claim)));
  if (exact !== undefined) return exact;
  const late = nearest(ofListed(candidates, start)) ?? nearest(candidates.filter((session) => isEndOf(session, claim)));
  if (late !== undefined) return late;
  // A record that is longer than the session has lived speaks of an earlier one.
  // So does one of seconds only, whose login may still be on its way, where the session has lived longer.
  const brief = claim.seconds * 1000 <= LATE;
  const possible = (session: Session): boolean =>
    brief && start - session.start > START_TOLERANCE
      ? false
      : session.startIs === 'inferred' || session.start - start <= AGE_TOLERANCE;
  return nearest(candidates.filter((session) => session.state === 'active' && possible(session)));
}

/** Whether the session's own record was another one: this one is of a session whose beginning was not heard. */
function isOver({ endIs, protocol, ...told }: Session, claim: Facts<'session.closed'>): boolean {
  if (endIs !== 'reported') return false;
  if (Math.abs((told.seconds ?? 0) - claim.seconds) > RECORDS_APART) return true;
  // Of AnyConnect there may be two, of the SSL tunnel and of the parent.
  return protocol !== 'anyconnect' && (told.bytesTx !== claim.bytesTx || told.bytesRx !== claim.bytesRx);
}

/** By how many seconds two records of one session may differ. */
const RECORDS_APART = 2;

/** Whether a session that has ended did so by this very record, told for another of its tunnels. */
function isRecordOf({ seconds, bytesTx, bytesRx }: Session, claim: Facts<'session.closed'>): boolean {
  return seconds === claim.seconds && bytesTx === claim.bytesTx && bytesRx === claim.bytesRx;
}

/** A roaming client's record may name an address it had before or has got since: its duration still tells which session it is. */
export function roamed(
  candidates: readonly Session[],
  claim: Facts<'session.closed'>,
  at: number,
): Session | undefined {
  const start = at - claim.seconds * 1000;
  return candidates.find(
    (session) =>
      session.protocol === 'anyconnect' &&
      !isOver(session, claim) &&
      Math.abs(session.start - start) <= START_TOLERANCE,
  );
}
