import type { Cause } from '../cause.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Protocol, Session } from '../session.ts';
import { fail } from './attempts.ts';
import { endBetween } from './absent.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { type Family, firstMessage, freeAddress, isL2tp, isOf, ofSessionType } from './find.ts';
import { endOf, isOlder } from './late-record.ts';
import { open, succeed } from './opening.ts';
import { AGE_TOLERANCE, ofRecord, roamed } from './whose-record.ts';

/** 113019: the closing record. It has no index and no assigned address, so its session is found by user, source and duration. */
export function sessionClosed(book: Book, evidence: Evidence, claim: Facts<'session.closed'>): readonly Event[] {
  if (isLanToLan(claim)) return [];
  const protocol = ofSessionType(claim.sessionType);
  const began = evidence.at - claim.seconds * 1000;
  // One that is over without its record is not ended anew by that of a later one.
  const isBefore = (one: Session): boolean =>
    one.state === 'ended' && one.endIs !== 'reported' && isOfLater(book, one, began);
  const ofType = (one: Session): boolean =>
    !isBefore(one) &&
    isOf(one, familyOf(claim.sessionType, protocol)) &&
    (protocol !== 'clientless' || [protocol, 'unknown'].includes(one.protocol)) &&
    !isOlder(one, book.meter(one.id)?.listedAt ?? 0, claim);
  const session =
    ofRecord(book.sessionsOf(evidence.device, claim.user, claim.publicIp).filter(ofType), claim, evidence.at) ??
    roamed(book.sessionsOfUser(evidence.device, claim.user).filter(ofType), claim, evidence.at);
  if (session === undefined) return endWithoutStart(book, evidence, claim);
  if (session.state === 'ended' && session.endIs === 'reported') return anotherRecord(evidence, session, claim);
  if (isOfLater(book, session, began))
    return [
      ...endBetween(book, evidence, session, began, 'Peer Reconnected'),
      ...endWithoutStart(book, evidence, claim),
    ];
  const { tunnelGroup } = claim;
  // AnyConnect's messages name the group policy; the connection profile stands in the closing record alone.
  const learned: Event = { ...evidence, kind: 'session.learned', session: session.id, facts: { tunnelGroup } };
  return [
    ...(session.tunnelGroup === undefined ? [learned] : []),
    record(evidence, session.id, claim, endOf(session, evidence, claim)),
    ...stays(book, evidence, session, familyOf(claim.sessionType, protocol)),
    ...freeAddress(book, evidence, session),
    ...attemptOver(book, evidence, session, claim.reason),
  ];
}

/**
 * Whether a record whose session began then, epoch milliseconds, is of the next session of the same client: the end of this one and the
 * beginning of that one were not heard.
 */
function isOfLater(book: Book, { id, start }: Session, began: number): boolean {
  return began - start > AGE_TOLERANCE && (book.meter(id)?.listedAt ?? 0) < began;
}

/** That another session of this kind of this client goes on: the words that it is torn down were about this one. */
function stays(book: Book, evidence: Evidence, ended: Session, family: Family | undefined): readonly Event[] {
  if (ended.closingAt !== undefined) return [];
  const { device, user, publicIp } = ended;
  return book
    .sessionsOf(device, user, publicIp)
    .filter((one) => one.id !== ended.id && one.state === 'active' && one.closingAt !== undefined && isOf(one, family))
    .map(({ id }) => ({ ...evidence, kind: 'session.resumed', session: id, publicIp }));
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
  const cause =
    failures.find(([words]) => words.test(reason))?.[1] ?? (attempt.outcome === 'open' ? attempt.hint : undefined);
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

/** An end without a start still tells when the session started, and what it moved. */
function endWithoutStart(book: Book, evidence: Evidence, claim: Facts<'session.closed'>): readonly Event[] {
  const { user, publicIp, tunnelGroup, sessionType } = claim;
  const protocol = ofSessionType(sessionType);
  const opened = open(book, evidence, {
    user,
    publicIp,
    protocol,
    startIs: 'inferred',
    facts: { tunnelGroup, sessionType },
  });
  const cause = failures.find(([words]) => words.test(claim.reason))?.[1];
  const failed =
    cause === undefined ? [] : fail(book, evidence, { publicIp, user }, { cause, facts: { detail: claim.reason } });
  return [...opened, record(evidence, firstMessage(evidence), claim), ...failed];
}

export function record(evidence: Evidence, session: number, claim: Facts<'session.closed'>, end = evidence.at): Event {
  const { reason, seconds, bytesTx, bytesRx, sessionType } = claim;
  return {
    ...evidence,
    kind: 'session.ended',
    session,
    end,
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
