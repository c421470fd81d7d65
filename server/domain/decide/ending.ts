import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { activeOf, endUnseen, lateOf } from './find.ts';
import { attemptsPassed } from './silence.ts';

/** How long 113019 may come after the ASA said that it tears a session down, in milliseconds. */
const CLOSING_WINDOW = 30_000;

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
