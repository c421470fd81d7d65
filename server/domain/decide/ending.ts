import type { Cause } from '../cause.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Protocol, Session } from '../session.ts';
import type { AttemptFacts } from '../attempt.ts';
import { advance, fail, isAddress } from './attempts.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { currentAttempt, LATE } from './dialogue.ts';
import {
  activeOf,
  endUnseen,
  firstMessage,
  freeAddress,
  isL2tp,
  known,
  isOf,
  lateOf,
  ofSessionType,
  type Family,
} from './find.ts';
import { open, succeed } from './login.ts';
import { attemptsPassed } from './silence.ts';
import { joined, JOIN_WINDOW } from './verdicts.ts';

/** How long 113019 may come after the ASA said that it tears a session down, in milliseconds. */
const CLOSING_WINDOW = 30_000;
/** How far the start that a 113019 tells may lie from the one we saw, in milliseconds. */
const START_TOLERANCE = 6_000;
/** How much longer than a session lived the duration of its 113019 may be, in milliseconds. */
const AGE_TOLERANCE = 30_000;

/** 713050, 713259: the end is near, and why. If 113019 is lost, this is all there will be. */
export function sessionClosing(
  book: Book,
  evidence: Evidence,
  claim: Facts<'session.closing'>,
  family: Family,
): readonly Event[] {
  if (claim.user === undefined) return attemptClosed(book, evidence, claim);
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, family, claim.groupPolicy);
  if (session === undefined || session.closingAt !== undefined) return [];
  // Of a session that has just begun and one that has just ended the last words are those of the one that ended.
  const young = evidence.at - session.start <= LATE;
  const { device, at, messageId = NaN } = evidence;
  const unannounced = (one: Session): boolean =>
    one.state === 'ended' &&
    isOf(one, family) &&
    at - one.seenAt <= LATE &&
    (one.closingAt === undefined || !book.hasToldSession(one.id, messageId));
  if (young && book.sessionsOf(device, claim.user, session.publicIp).some(unannounced)) return [];
  return [{ ...evidence, kind: 'session.closing', session: session.id, reason: claim.reason }];
}

/** A client that nobody has named leaves: its login has failed if a verdict says why, as it does when L2TP got no address. */
function attemptClosed(book: Book, evidence: Evidence, claim: Facts<'session.closing'>): readonly Event[] {
  const { publicIp, tunnelGroup } = claim;
  if (publicIp === undefined || tunnelGroup === publicIp) return [];
  const attempt = currentAttempt(book, evidence, { publicIp });
  if (attempt?.session !== undefined) return [];
  // Where a session has come from there, these may be its last words; and those of a login whose beginning is late.
  const mayBeItsEnd = isFrom(book, evidence, publicIp);
  if (mayBeItsEnd && (attempt === undefined || evidence.at - attempt.seenAt > LATE)) return [];
  const said = joined(book, evidence, { publicIp, user: attempt?.user }).filter(
    (verdict) => !isAddress(verdict.cause) && evidence.at - verdict.at <= JOIN_WINDOW,
  );
  const cause = said.at(-1)?.cause;
  if (!mayBeItsEnd && cause !== undefined && attempt?.tunnelGroup === tunnelGroup)
    return fail(book, evidence, { publicIp }, { cause, facts: {} });
  return advance(
    book,
    evidence,
    { publicIp },
    { stage: 'phase1', facts: known<AttemptFacts>({ tunnelGroup }), begins: false },
  );
}

/** Whether a session comes from there, or did so a moment ago. */
function isFrom(book: Book, { device, at }: Evidence, publicIp: string): boolean {
  return book
    .sessionsFrom(device, publicIp)
    .some((one) => isOf(one, 'ipsec') && (one.state === 'active' || at - one.seenAt <= LATE));
}

/** 113019: the closing record. It has no index and no assigned address, so its session is found by user, source and duration. */
export function sessionClosed(book: Book, evidence: Evidence, claim: Facts<'session.closed'>): readonly Event[] {
  if (isLanToLan(claim)) return [];
  const protocol = ofSessionType(claim.sessionType);
  const ofType = (one: Session): boolean =>
    isOf(one, familyOf(claim.sessionType, protocol)) && (protocol !== 'clientless' || one.protocol === protocol);
  const session =
    ofRecord(book.sessionsOf(evidence.device, claim.user, claim.publicIp).filter(ofType), claim, evidence.at) ??
    roamed(book.sessionsOfUser(evidence.device, claim.user).filter(ofType), claim, evidence.at);
  if (session === undefined) return endWithoutStart(book, evidence, claim);
  if (session.state === 'ended' && session.endIs === 'reported') return anotherRecord(evidence, session, claim);
  const { tunnelGroup } = claim;
  // AnyConnect's messages name the group policy; the connection profile stands in the closing record alone.
  const learned: Event = { ...evidence, kind: 'session.learned', session: session.id, facts: { tunnelGroup } };
  return [
    ...(session.tunnelGroup === undefined ? [learned] : []),
    record(evidence, session.id, claim),
    ...stays(book, evidence, session),
    ...freeAddress(book, evidence, session),
    ...attemptOver(book, evidence, session, claim.reason),
  ];
}

/** That another session of this client goes on: the words that it is torn down were about this one. */
function stays(book: Book, evidence: Evidence, ended: Session): readonly Event[] {
  if (ended.closingAt !== undefined) return [];
  const { device, user, publicIp } = ended;
  return book
    .sessionsOf(device, user, publicIp)
    .filter(({ id, state, closingAt }) => id !== ended.id && state === 'active' && closingAt !== undefined)
    .map(({ id }) => ({ ...evidence, kind: 'session.resumed', session: id, publicIp }));
}

/** What ends because nothing was heard of it any more. */
export function timePassed(book: Book, at: number): readonly Event[] {
  const events: Event[] = [];
  for (const session of book.closing()) {
    const { closingAt = at, closingReason = 'unknown' } = session;
    const alive = session.tunnels.some((tunnel) => tunnel.kind === 'ipsec' && tunnel.closedAt === undefined);
    if (alive || at - closingAt < CLOSING_WINDOW) continue;
    const evidence: Evidence = { device: session.device, at, source: 'syslog', evidence: [] };
    events.push(...endUnseen(book, evidence, session, closingAt, closingReason));
  }
  return [...events, ...attemptsPassed(book, at)];
}

/** The session that a closing record speaks of, among those of its user and source. */
function ofRecord(candidates: readonly Session[], claim: Facts<'session.closed'>, at: number): Session | undefined {
  const start = at - claim.seconds * 1000;
  const far = (session: Session): number => Math.abs(session.start - start);
  // One that was said to end, or of which that was concluded, comes before one of which nothing was said.
  const rank = (session: Session): number => {
    if (session.state === 'active') return session.closingAt === undefined ? 1 : 0;
    return session.endIs === 'inferred' || isRecordOf(session, claim) ? 0 : 2;
  };
  const nearest = (sessions: readonly Session[]): Session | undefined =>
    [...sessions].sort((a, b) => rank(a) - rank(b) || far(a) - far(b))[0];
  const exact = nearest(candidates.filter((session) => far(session) <= START_TOLERANCE));
  if (exact !== undefined) return exact;
  // A record that is longer than the session has lived speaks of an earlier one.
  // So does one of seconds only, whose login may still be on its way, where the session has lived longer.
  const brief = claim.seconds * 1000 <= LATE;
  const possible = (session: Session): boolean =>
    brief && start - session.start > START_TOLERANCE
      ? false
      : session.startIs === 'inferred' || session.start - start <= AGE_TOLERANCE;
  return nearest(candidates.filter((session) => session.state === 'active' && possible(session)));
}

/** Whether a session that has ended did so by this very record, told for another of its tunnels. */
function isRecordOf({ seconds, bytesTx, bytesRx }: Session, claim: Facts<'session.closed'>): boolean {
  return seconds === claim.seconds && bytesTx === claim.bytesTx && bytesRx === claim.bytesRx;
}

/** AnyConnect may report its SSL tunnel and its parent apart: one session, with the larger counts. A repetition adds nothing. */
function anotherRecord(evidence: Evidence, session: Session, claim: Facts<'session.closed'>): readonly Event[] {
  const bytesTx = Math.max(session.bytesTx ?? 0, claim.bytesTx);
  const bytesRx = Math.max(session.bytesRx ?? 0, claim.bytesRx);
  if (bytesTx === session.bytesTx && bytesRx === session.bytesRx) return [];
  const { id, end = evidence.at, endReason = claim.reason, seconds = claim.seconds } = session;
  return [
    {
      ...evidence,
      kind: 'session.ended',
      session: id,
      end,
      reason: endReason,
      endIs: 'reported',
      seconds,
      bytesTx,
      bytesRx,
    },
  ];
}

/** A session that ends before its tunnel was up had a login that failed, if its end says so or a hint was given. */
function attemptOver(book: Book, evidence: Evidence, session: Session, reason: string): readonly Event[] {
  const { publicIp, user } = session;
  const attempt = book
    .attemptsFrom(evidence.device, publicIp)
    .find((one) => one.session === session.id && (one.outcome === 'open' || evidence.at - one.seenAt <= LATE));
  if (attempt === undefined) return [];
  const cause = failures.find(([words]) => words.test(reason))?.[1] ?? attempt.hint;
  if (cause === undefined) return succeed(book, evidence, session);
  return fail(book, evidence, { publicIp, user }, { cause, facts: { detail: reason } });
}

/** Reasons of 113019 that mean that the login itself failed. */
const failures: readonly (readonly [RegExp, Cause])[] = [
  [/phase 2 mismatch|crypto map policy not found|phase 2 error/i, 'p2.mismatch'],
  [/firewall mismatch/i, 'policy.firewall'],
  [/client type not supported/i, 'policy.clienttype'],
  [/acl parse error/i, 'policy.acl'],
  [/dynamic access policy/i, 'policy.dap'],
  [/simultaneous logins limit/i, 'limit.simultaneous'],
];

/** A roaming client's record may name an address it had before or has got since: its duration still tells which session it is. */
function roamed(candidates: readonly Session[], claim: Facts<'session.closed'>, at: number): Session | undefined {
  const start = at - claim.seconds * 1000;
  return candidates.find(
    (session) => session.protocol === 'anyconnect' && Math.abs(session.start - start) <= START_TOLERANCE,
  );
}

/** 199001, 199002, 199005: a device that restarts has lost its sessions. */
export function deviceRestarted(book: Book, evidence: Evidence): readonly Event[] {
  return book
    .sessionsOn(evidence.device)
    .flatMap((session) => endUnseen(book, evidence, session, evidence.at, 'device restarted'));
}

/** 716058: the client is gone, its session waits for it. */
export function sessionSuspended(book: Book, evidence: Evidence, claim: Facts<'session.suspended'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ssl', claim.groupPolicy);
  return session === undefined ? [] : [{ ...evidence, kind: 'session.suspended', session: session.id }];
}

/** 716059: it is back. */
export function sessionResumed(book: Book, evidence: Evidence, claim: Facts<'session.resumed'>): readonly Event[] {
  const { user, publicIp, newIp, groupPolicy } = claim;
  const active = activeOf(book, evidence.device, user, publicIp, 'ssl', groupPolicy);
  // Of a session that has just begun and one that has just ended, the one that ended had been away.
  const young = active === undefined || (active.suspendedAt === undefined && evidence.at - active.start <= LATE);
  const session = (young ? lateOf(book, evidence, user, publicIp, 'ssl') : undefined) ?? active;
  return session === undefined ? [] : [{ ...evidence, kind: 'session.resumed', session: session.id, publicIp: newIp }];
}

/** An end without a start still tells when the session started, and what it moved. */
function endWithoutStart(book: Book, evidence: Evidence, claim: Facts<'session.closed'>): readonly Event[] {
  const { user, publicIp, tunnelGroup, sessionType } = claim;
  const protocol = ofSessionType(sessionType);
  const opened = open(book, evidence, { user, publicIp, protocol, startIs: 'inferred', facts: { tunnelGroup } });
  const cause = failures.find(([words]) => words.test(claim.reason))?.[1];
  const failed =
    cause === undefined ? [] : fail(book, evidence, { publicIp, user }, { cause, facts: { detail: claim.reason } });
  return [...opened, record(evidence, firstMessage(evidence), claim), ...failed];
}

function record(evidence: Evidence, session: number, claim: Facts<'session.closed'>): Event {
  const { reason, seconds, bytesTx, bytesRx, sessionType } = claim;
  return {
    ...evidence,
    kind: 'session.ended',
    session,
    end: evidence.at,
    reason,
    endIs: 'reported',
    sessionType,
    seconds,
    bytesTx,
    bytesRx,
  };
}

/** 113019 calls them `LAN-to-LAN`, `IPSecLAN2LAN` and `IPSecLAN2LANOverNatT`; the user is then the peer itself. */
function isLanToLan(claim: Facts<'session.closed'>): boolean {
  return (
    /LAN2LAN|LAN-to-LAN/i.test(claim.sessionType) ||
    (claim.user === claim.publicIp && claim.tunnelGroup === claim.publicIp)
  );
}

/** Which sessions a `Session Type` may mean: `IPsec` of 7.x and 8.x is IKEv1's, but does not say so. */
function familyOf(sessionType: string, protocol: Protocol): Family | undefined {
  if (protocol === 'unknown') return undefined;
  if (protocol !== 'ikev1') return protocol === 'ikev2' ? 'ikev2' : 'ssl';
  return isL2tp(sessionType) ? 'l2tp' : 'ikev1';
}
