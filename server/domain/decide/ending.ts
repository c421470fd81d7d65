import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Protocol, Session } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { activeOf, endUnseen, firstMessage, freeAddress } from './find.ts';
import { open } from './login.ts';

/** How long 113019 may come after the ASA said that it tears a session down, in milliseconds. */
const CLOSING_WINDOW = 30_000;
/** How far the start that a 113019 tells may lie from the one we saw, in milliseconds. */
const START_TOLERANCE = 5_000;
/** How much longer than a session lived the duration of its 113019 may be, in milliseconds. */
const AGE_TOLERANCE = 30_000;
/** A login that says nothing for so long is over, in milliseconds. */
const ATTEMPT_WINDOW = 60_000;

/** 713050, 713259: the end is near, and why. If 113019 is lost, this is all there will be. */
export function sessionClosing(book: Book, evidence: Evidence, claim: Facts<'session.closing'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp);
  if (session === undefined || session.closingAt !== undefined) return [];
  return [{ ...evidence, kind: 'session.closing', session: session.id, reason: claim.reason }];
}

/** 113019: the closing record. It has no index and no assigned address, so its session is found by user, source and duration. */
export function sessionClosed(book: Book, evidence: Evidence, claim: Facts<'session.closed'>): readonly Event[] {
  if (isLanToLan(claim)) return [];
  const session = ofRecord(book.sessionsOf(evidence.device, claim.user, claim.publicIp), claim, evidence.at);
  if (session === undefined) return endWithoutStart(book, evidence, claim);
  if (session.state === 'ended' && session.endIs === 'reported') return anotherRecord(evidence, session, claim);
  const { tunnelGroup } = claim;
  // AnyConnect's messages name the group policy; the connection profile stands in the closing record alone.
  const learned: Event = { ...evidence, kind: 'session.learned', session: session.id, facts: { tunnelGroup } };
  return [
    ...(session.tunnelGroup === undefined ? [learned] : []),
    record(evidence, session.id, claim),
    ...freeAddress(book, evidence, session),
  ];
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
  for (const attempt of book.openAttempts()) {
    if (at - attempt.seenAt < ATTEMPT_WINDOW) continue;
    const { id, device, publicIp, stage } = attempt;
    events.push({
      ...{ device, at, source: 'syslog', evidence: [] },
      ...{ kind: 'attempt.ended', attempt: id, publicIp, stage, facts: {}, outcome: 'abandoned' },
    });
  }
  return events;
}

/** The session that a closing record speaks of, among those of its user and source. */
function ofRecord(candidates: readonly Session[], claim: Facts<'session.closed'>, at: number): Session | undefined {
  const start = at - claim.seconds * 1000;
  const far = (session: Session): number => Math.abs(session.start - start);
  const nearest = (sessions: readonly Session[]): Session | undefined =>
    [...sessions].sort((a, b) => far(a) - far(b))[0];
  const exact = nearest(candidates.filter((session) => far(session) <= START_TOLERANCE));
  if (exact !== undefined) return exact;
  // A record that is longer than the session has lived speaks of an earlier one.
  const possible = (session: Session): boolean =>
    session.startIs === 'inferred' || session.start - start <= AGE_TOLERANCE;
  return nearest(candidates.filter((session) => session.state === 'active' && possible(session)));
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

/** An end without a start still tells when the session started, and what it moved. */
function endWithoutStart(book: Book, evidence: Evidence, claim: Facts<'session.closed'>): readonly Event[] {
  const { user, publicIp, tunnelGroup, sessionType } = claim;
  const protocol = ofSessionType(sessionType);
  const opened = open(book, evidence, { user, publicIp, protocol, startIs: 'inferred', facts: { tunnelGroup } });
  return [...opened, record(evidence, firstMessage(evidence), claim)];
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

/** The spellings of `Session Type` from 7.0 to 9.x, by what they begin with. */
function ofSessionType(sessionType: string): Protocol {
  if (/^ikev2/i.test(sessionType)) return 'ikev2';
  if (/^(ike|ipsec|l2tp)/i.test(sessionType)) return 'ikev1';
  if (/^(ssl|svc|anyconnect|dtls)/i.test(sessionType)) return 'anyconnect';
  if (/^(clientless|webvpn)/i.test(sessionType)) return 'clientless';
  return 'unknown';
}
