import type { Event } from '../event.ts';
import type { Protocol, Session } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';

/** How long after a login its messages may still come, in milliseconds: the lines of one login vary in order. */
export const LOGIN_WINDOW = 30_000;

/** Messages speak of sessions of their own kind: one user may have several from one address. `ipsec` is any of IKEv1, IKEv2 and L2TP. */
export type Family = 'ipsec' | 'ikev1' | 'ikev2' | 'l2tp' | 'ssl';

/** Whether a session may be meant by a message of that family. */
export function isOf(session: Session, family: Family | undefined): boolean {
  if (family === undefined || session.protocol === 'unknown') return true;
  const own = familyOf(session);
  return own === family || (family === 'ipsec' && own !== 'ssl');
}

function familyOf({ protocol, sessionType }: Session): Family {
  if (protocol === 'ikev2') return 'ikev2';
  if (protocol !== 'ikev1') return 'ssl';
  return isL2tp(sessionType) ? 'l2tp' : 'ikev1';
}

/** `L2TPOverIPsec` and its kin, as 113019 spells them. */
export function isL2tp(sessionType: string | undefined): boolean {
  return sessionType !== undefined && /^l2tp/i.test(sessionType);
}

/** The newest active session of that user from that address. */
export function activeOf(
  book: Book,
  device: number,
  user: string | undefined,
  publicIp: string | undefined,
  family?: Family,
  groupPolicy?: string,
): Session | undefined {
  if (user === undefined || publicIp === undefined) return undefined;
  const active = book.sessionsOf(device, user, publicIp).filter((one) => one.state === 'active' && isOf(one, family));
  // A portal and an AnyConnect session of one user may have group policies of their own.
  return active.find(
    (one) => one.groupPolicy === undefined || groupPolicy === undefined || one.groupPolicy === groupPolicy,
  );
}

/**
 * The session of that user and source that has just ended, if a line of its beginning or its end may still come late: one that no message
 * of its ID has told yet, for a second one tells of another session.
 */
export function lateOf(
  book: Book,
  evidence: Evidence,
  user: string,
  publicIp: string,
  family: Family,
  protocol?: Protocol,
): Session | undefined {
  return book
    .sessionsOf(evidence.device, user, publicIp)
    .find(
      (one) =>
        one.state === 'ended' &&
        isOf(one, family) &&
        (protocol === undefined || protocol === protocolOf(one)) &&
        evidence.at - one.seenAt <= LATE &&
        !book.hasToldSession(one.id, evidence.messageId ?? NaN),
    );
}

function protocolOf({ protocol, sessionType }: Session): Protocol {
  return sessionType === undefined ? protocol : ofSessionType(sessionType);
}

/** The id that evidence gives to what it starts: its first message. */
export function firstMessage(evidence: Evidence): number {
  const [first] = evidence.evidence;
  if (first === undefined) throw new Error('an event that starts something needs a message as evidence');
  return first;
}

/** The facts that are there: a missing one must not wipe out one we know. */
export function known<T extends object>(facts: { readonly [K in keyof T]: T[K] | undefined }): T {
  const there: Partial<T> = {};
  // Not by entries: each claim asks this some times, and a thing and a list for each fact are what the collector of garbage lives on.
  for (const key in facts) if (facts[key] !== undefined) there[key] = facts[key];
  return there as T; // border: what is missing was optional
}

/** That the session ended without a closing record, and that its address is free again. */
export function endUnseen(
  book: Book,
  evidence: Evidence,
  session: Session,
  end: number,
  reason: string,
): readonly Event[] {
  return [
    {
      ...evidence,
      kind: 'session.ended',
      session: session.id,
      end,
      reason: session.closingReason ?? reason,
      endIs: 'inferred',
    },
    ...freeAddress(book, evidence, session),
  ];
}

/** That the session's address is free again, if it is still this session's. */
export function freeAddress(book: Book, evidence: Evidence, session: Session): readonly Event[] {
  if (session.assignedIp === undefined) return [];
  const lease = book.lease(session.device, session.assignedIp);
  if (lease?.session !== session.id) return [];
  return [{ ...evidence, kind: 'address.freed', address: session.assignedIp }];
}

/** The spellings of `Session Type` from 7.0 to 9.x, by what they begin with. */
export function ofSessionType(sessionType: string): Protocol {
  if (/^ikev2/i.test(sessionType)) return 'ikev2';
  if (/^(ike|ipsec|l2tp)/i.test(sessionType)) return 'ikev1';
  if (/^(ssl|svc|anyconnect|dtls)/i.test(sessionType)) return 'anyconnect';
  if (/^(clientless|webvpn)/i.test(sessionType)) return 'clientless';
  return 'unknown';
}
