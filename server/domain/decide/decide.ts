import type { Claim, Claimed } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Polled } from '../polling.ts';
import { addressAllocated, addressAssigned, addressFreed, addressRefused, addressUnbound } from './address.ts';
import { attemptRefused, attemptSeen, loginRedirected, sourceShunned } from './refusals.ts';
import type { Book } from './book.ts';
import { saBuilt, saUnbuilt } from './built.ts';
import { copied } from './copy.ts';
import { explained } from './explain.ts';
import { firewallReported } from './firewall.ts';
import { sessionClosing } from './closing.ts';
import { sessionClosed } from './closing-record.ts';
import { deviceRestarted, sessionResumed, sessionSuspended, timePassed } from './ending.ts';
import { addressBound, connectionLost } from './hearsay.ts';
import { isUncounted, withLastCount } from './last-count.ts';
import { clientIdentified, loginAccepted, loginRefused, sessionStarted, xauthRejected } from './login.ts';
import { ofNobody } from './nobody.ts';
import { l2tpClosed, l2tpOpened, pptpClosed, pptpOpened } from './ppp.ts';
import { reconcile } from './reconcile.ts';
import {
  ikev2Up,
  phase1Completed,
  phase2Completed,
  saCreated,
  saDeleted,
  saNegotiated,
  tunnelClosed,
  tunnelOpened,
} from './tunnels.ts';
import { aaaSilent, loginRejected, managementLogin } from './verdicts.ts';

/** What `decide` is told: a claim about a device that we know, perhaps a second copy of another message; what a poll has listed; or that time has passed. */
export type Input =
  | { readonly kind: 'claim'; readonly device: number; readonly claimed: Claimed; readonly copyOf?: number }
  | { readonly kind: 'polled'; readonly polled: Polled }
  | { readonly kind: 'time.passed'; readonly at: number };

/** What happened, given the live state and one input. Pure and total: the same inputs give the same events with the same ids. */
export function decide(book: Book, input: Input): readonly Event[] {
  const events = meaning(book, input);
  return events.some(isUncounted) ? events.map((event) => withLastCount(book, event)) : events;
}

function meaning(book: Book, input: Input): readonly Event[] {
  if (input.kind === 'time.passed') return timePassed(book, input.at);
  if (input.kind === 'polled') return reconcile(book, input.polled).events;
  const { device, claimed, copyOf } = input;
  const { at, source, message, messageId } = claimed;
  const claim = ofNobody(claimed.claim);
  if (claim === undefined) return [];
  const told = { device, at, source, evidence: [message] };
  const evidence = messageId === undefined ? told : { ...told, messageId };
  if (copyOf !== undefined) return copied(book, evidence, claim, copyOf);
  const events = byClaim(book, evidence, claim);
  if (!events.some(isVerdict)) return events;
  return events.flatMap((event) => (isVerdict(event) ? [event, ...explained(book, evidence, event.facts)] : [event]));
}

function isVerdict(event: Event): event is Extract<Event, { kind: 'login.rejected' | 'verdict.given' }> {
  return event.kind === 'login.rejected' || event.kind === 'verdict.given';
}

/** The part of an event that its evidence gives: what every handler below starts from. */
export type Evidence = Pick<Event, 'device' | 'at' | 'source' | 'evidence' | 'messageId'>;

function byClaim(book: Book, evidence: Evidence, claim: Claim): readonly Event[] {
  switch (claim.kind) {
    case 'aaa.rejected':
      return loginRejected(evidence, claim);
    case 'aaa.silent':
      return aaaSilent(evidence, claim);
    case 'management.login':
      return managementLogin(book, evidence, claim);
    case 'attempt.seen':
    case 'nat.detected':
      return attemptSeen(book, evidence, claim);
    case 'attempt.refused':
      return attemptRefused(book, evidence, claim);
    case 'xauth.accepted':
    case 'login.accepted':
      return loginAccepted(book, evidence, claim);
    case 'xauth.rejected':
      return xauthRejected(book, evidence, claim);
    case 'login.refused':
      return loginRefused(book, evidence, claim);
    case 'login.redirected':
      return loginRedirected(book, evidence, claim);
    case 'source.shunned':
      return sourceShunned(book, evidence, claim);
    case 'client.identified':
      return clientIdentified(book, evidence, claim);
    case 'client.firewall':
      return firewallReported(book, evidence, claim);
    case 'address.allocated':
      return addressAllocated(book, evidence, claim);
    case 'address.assigned':
      return addressAssigned(book, evidence, claim);
    case 'l2tp.opened':
      return l2tpOpened(book, evidence, claim);
    case 'l2tp.closed':
      return l2tpClosed(book, evidence, claim);
    case 'pptp.opened':
      return pptpOpened(book, evidence, claim);
    case 'pptp.closed':
      return pptpClosed(book, evidence, claim);
    case 'address.bound':
      return addressBound(book, evidence, claim);
    case 'address.freed':
      return addressFreed(book, evidence, claim);
    case 'address.refused':
      return addressRefused(book, evidence, claim);
    case 'address.unbound':
      return addressUnbound(book, evidence, claim);
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
    case 'sa.built':
      return saBuilt(book, evidence, claim);
    case 'sa.unbuilt':
      return saUnbuilt(book, evidence, claim);
    case 'ikev2.up':
      return ikev2Up(book, evidence, claim);
    case 'session.started':
      return sessionStarted(book, evidence, claim, 'anyconnect');
    case 'webvpn.started':
      return sessionStarted(book, evidence, claim, 'clientless');
    case 'tunnel.opened':
      return tunnelOpened(book, evidence, claim);
    case 'tunnel.closed':
      return tunnelClosed(book, evidence, claim);
    case 'session.suspended':
      return sessionSuspended(book, evidence, claim);
    case 'connection.lost':
      return connectionLost(book, evidence, claim);
    case 'session.resumed':
      return sessionResumed(book, evidence, claim);
    case 'session.closing':
      return sessionClosing(book, evidence, claim, claim.groupPolicy === undefined ? 'ikev1' : 'ssl');
    case 'webvpn.ended':
      return sessionClosing(book, evidence, claim, 'ssl');
    case 'ikev2.down':
      return sessionClosing(book, evidence, { ...claim, reason: claim.reason ?? 'unknown' }, 'ikev2');
    case 'session.closed':
      return sessionClosed(book, evidence, claim);
    case 'device.restarted':
      return deviceRestarted(book, evidence);
    case 'aaa.accepted': // the service is not told: what follows tells whether it was the VPN
    case 'aaa.failed':
    case 'aaa.active':
    case 'user.locked':
    case 'user.unlocked':
    case 'failover.switched':
    case 'tunnel.reported': // no user, no session: a poll tells what became of it
    case 'device.reported':
      return []; // evidence for alerts, which come later; no session or attempt changes
    default:
      return claim satisfies never;
  }
}
