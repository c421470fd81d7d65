import type { Claim, Claimed } from '../claim.ts';
import type { Event } from '../event.ts';
import { addressAllocated, addressAssigned, addressFreed, addressRefused } from './address.ts';
import type { Book } from './book.ts';
import { sessionClosed, sessionClosing, timePassed } from './ending.ts';
import { clientIdentified, loginRejected, sessionStarted, xauthAccepted, xauthRejected } from './login.ts';
import {
  phase1Completed,
  phase2Completed,
  saCreated,
  saDeleted,
  saNegotiated,
  tunnelClosed,
  tunnelOpened,
} from './tunnels.ts';

/** What `decide` is told: a claim about a device that we know, or that time has passed. */
export type Input =
  | { readonly kind: 'claim'; readonly device: number; readonly claimed: Claimed }
  | { readonly kind: 'time.passed'; readonly at: number };

/** What happened, given the live state and one input. Pure and total: the same inputs give the same events with the same ids. */
export function decide(book: Book, input: Input): readonly Event[] {
  if (input.kind === 'time.passed') return timePassed(book, input.at);
  const { device, claimed } = input;
  return byClaim(book, { device, at: claimed.at, source: claimed.source, evidence: [claimed.message] }, claimed.claim);
}

/** The part of an event that its evidence gives: what every handler below starts from. */
export type Evidence = Pick<Event, 'device' | 'at' | 'source' | 'evidence'>;

function byClaim(book: Book, evidence: Evidence, claim: Claim): readonly Event[] {
  switch (claim.kind) {
    case 'aaa.accepted':
      return []; // the service is not told: what follows tells whether it was the VPN
    case 'aaa.rejected':
      return loginRejected(evidence, claim);
    case 'xauth.accepted':
      return xauthAccepted(book, evidence, claim);
    case 'xauth.rejected':
      return xauthRejected(book, evidence, claim);
    case 'client.identified':
      return clientIdentified(book, evidence, claim);
    case 'address.allocated':
      return addressAllocated(book, evidence, claim);
    case 'address.assigned':
      return addressAssigned(book, evidence, claim);
    case 'address.freed':
      return addressFreed(book, evidence, claim);
    case 'address.refused':
      return addressRefused(book, evidence, claim);
    case 'phase1.completed':
      return phase1Completed(book, evidence, claim);
    case 'phase2.completed':
      return phase2Completed(book, evidence, claim);
    case 'sa.negotiated':
      return saNegotiated(book, evidence, claim);
    case 'sa.created':
      return saCreated(book, evidence, claim);
    case 'sa.deleted':
      return saDeleted(book, evidence, claim);
    case 'session.started':
      return sessionStarted(book, evidence, claim);
    case 'tunnel.opened':
      return tunnelOpened(book, evidence, claim);
    case 'tunnel.closed':
      return tunnelClosed(book, evidence, claim);
    case 'session.closing':
      return sessionClosing(book, evidence, claim);
    case 'session.closed':
      return sessionClosed(book, evidence, claim);
    case 'attempt.refused':
    case 'attempt.seen':
    case 'login.accepted':
    case 'login.refused':
    case 'management.login':
    case 'user.locked':
    case 'user.unlocked':
    case 'aaa.failed':
    case 'aaa.active':
    case 'aaa.silent':
    case 'ikev2.up':
    case 'ikev2.down':
    case 'address.bound':
    case 'address.unbound':
    case 'l2tp.opened':
    case 'l2tp.closed':
    case 'webvpn.started':
    case 'webvpn.ended':
    case 'session.suspended':
    case 'session.resumed':
    case 'nat.detected':
    case 'login.redirected':
    case 'source.shunned':
    case 'device.restarted':
    case 'failover.switched':
      return []; // read, not yet decided on
    default:
      return claim satisfies never;
  }
}
