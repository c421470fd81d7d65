import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session, SessionFacts } from '../session.ts';
import type { Opening, Tunnel } from '../tunnel.ts';
import { isAnew, loggedInAnew } from './anew.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { activeOf, firstMessage, known, lateOf } from './find.ts';
import { currentAttempt } from './dialogue.ts';
import { l2tpLeaving } from './leaving.ts';
import { open, succeed } from './opening.ts';

/** 713119: the IKE SA is up. Without a user it is a LAN-to-LAN peer, which is no session of ours. */
export function phase1Completed(book: Book, evidence: Evidence, claim: Facts<'phase1.completed'>): readonly Event[] {
  if (claim.user === undefined) {
    return claim.tunnelGroup === claim.publicIp ? dismissed(book, evidence, claim.publicIp) : [];
  }
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ikev1');
  if (session === undefined || !isAnew(book, evidence, session)) return phase1Again(book, evidence, claim);
  return loggedInAnew(book, evidence, session);
}

/** What a second copy of 713119 means as well: the session that is there has an IKE SA. */
export function phase1Again(book: Book, evidence: Evidence, claim: Facts<'phase1.completed'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ikev1');
  return session === undefined ? [] : [opening(evidence, session.id, IKE)];
}

const IKE: Opening = { id: 'ike', kind: 'ike' };

/** 713120: an IPsec pair is up. It names no SPI: it counts only where no message has told one. */
export function phase2Completed(book: Book, evidence: Evidence, claim: Facts<'phase2.completed'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ikev1');
  if (session === undefined) return [];
  const done = succeed(book, evidence, session);
  return openIpsec(session).length > 0
    ? done
    : [opening(evidence, session.id, { id: `msgid ${claim.msgid}`, kind: 'ipsec' }), ...done];
}

/** 713049: an IPsec pair is up, with both SPIs. At a session that we do not know it shows that there is one. */
export function saNegotiated(book: Book, evidence: Evidence, claim: Facts<'sa.negotiated'>): readonly Event[] {
  const { user, publicIp, tunnelGroup, inboundSpi, outboundSpi } = claim;
  if (user === undefined || user === '') return []; // LAN-to-LAN, or L2TP, whose user is known only after PPP
  const pair = { inboundSpi: spi(inboundSpi), outboundSpi: spi(outboundSpi) };
  const session = activeOf(book, evidence.device, user, publicIp, 'ikev1');
  if (session !== undefined) return [...openPair(evidence, session, pair), ...succeed(book, evidence, session)];
  const facts = known<SessionFacts>({ tunnelGroup });
  // Also told at a rekey: here an ID that was told before does not mean another session.
  const late = lateOf(book, { ...evidence, messageId: NaN }, user, publicIp, 'ikev1');
  if (late !== undefined) return [{ ...evidence, kind: 'session.learned', session: late.id, facts }];
  return [
    ...open(book, evidence, { user, publicIp, protocol: 'ikev1', startIs: 'inferred', facts }),
    opening(evidence, firstMessage(evidence), { id: pair.inboundSpi, kind: 'ipsec', ...pair }),
  ];
}

/** 750006: an IKEv2 SA is up. For a user that has no session it is a LAN-to-LAN peer's. */
export function ikev2Up(book: Book, evidence: Evidence, claim: Facts<'ikev2.up'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ikev2');
  if (session === undefined) return dismissed(book, evidence, claim.publicIp);
  return [opening(evidence, session.id, IKE), ...succeed(book, evidence, session)];
}

/** That what looked like a login was a LAN-to-LAN peer. */
function dismissed(book: Book, evidence: Evidence, publicIp: string): readonly Event[] {
  const attempt = currentAttempt(book, evidence, { publicIp });
  if (attempt === undefined || attempt.user !== undefined) return [];
  return [
    {
      ...evidence,
      kind: 'attempt.ended',
      attempt: attempt.id,
      publicIp,
      stage: 'phase1',
      facts: {},
      outcome: 'dismissed',
    },
  ];
}

/** 602303: one SA of a pair. The inbound one names the pair. */
export function saCreated(book: Book, evidence: Evidence, claim: Facts<'sa.created'>): readonly Event[] {
  const session = ofSa(book, evidence, claim);
  return session === undefined || !isInbound(claim) ? [] : openPair(evidence, session, { inboundSpi: spi(claim.spi) });
}

/** 602304: one SA of a pair is gone, at a rekey or at the end. */
export function saDeleted(book: Book, evidence: Evidence, claim: Facts<'sa.deleted'>): readonly Event[] {
  const session = ofSa(book, evidence, claim);
  if (session === undefined) return l2tpLeaving(book, evidence, claim.oneIp, claim.otherIp);
  const pair = openIpsec(session).find((tunnel) => tunnel.inboundSpi === spi(claim.spi));
  return pair === undefined || !isInbound(claim)
    ? []
    : [{ ...evidence, kind: 'tunnel.closed', session: session.id, tunnelId: pair.id }];
}

/** 722022: the SSL or the DTLS connection of an AnyConnect session is up. */
export function tunnelOpened(book: Book, evidence: Evidence, claim: Facts<'tunnel.opened'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ssl', claim.groupPolicy);
  const kind = ofTransport(claim.transport);
  return session === undefined ? [] : [opening(evidence, session.id, { id: kind, kind })];
}

/** 722023: the SSL or the DTLS connection of an AnyConnect session is down. */
export function tunnelClosed(book: Book, evidence: Evidence, claim: Facts<'tunnel.closed'>): readonly Event[] {
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, 'ssl', claim.groupPolicy);
  const kind = ofTransport(claim.transport);
  const isOpen = session?.tunnels.some((tunnel) => tunnel.id === kind && tunnel.closedAt === undefined);
  return session === undefined || isOpen !== true
    ? []
    : [{ ...evidence, kind: 'tunnel.closed', session: session.id, tunnelId: kind }];
}

/** The pair by its SPI. A pair that was known without one is this one, told again. */
function openPair(
  evidence: Evidence,
  session: Session,
  pair: { inboundSpi: string; outboundSpi?: string },
): readonly Event[] {
  const nameless = openIpsec(session).find((tunnel) => tunnel.inboundSpi === undefined);
  return [opening(evidence, session.id, { id: nameless?.id ?? pair.inboundSpi, kind: 'ipsec', ...pair })];
}

function opening(evidence: Evidence, session: number, tunnel: Opening): Event {
  return { ...evidence, kind: 'tunnel.opened', session, tunnel };
}

function openIpsec(session: Session): readonly Tunnel[] {
  return session.tunnels.filter((tunnel) => tunnel.kind === 'ipsec' && tunnel.closedAt === undefined);
}

/** Which end of an SA is the client's varies by direction and release: it is the one a session comes from. */
function ofSa(book: Book, evidence: Evidence, claim: Facts<'sa.created'>): Session | undefined {
  return (
    activeOf(book, evidence.device, claim.user, claim.otherIp, 'ipsec') ??
    activeOf(book, evidence.device, claim.user, claim.oneIp, 'ipsec')
  );
}

function isInbound(claim: Facts<'sa.created'>): boolean {
  return claim.direction.toLowerCase() === 'inbound';
}

function ofTransport(transport: string): 'ssl' | 'dtls' {
  return transport.toUpperCase() === 'UDP' ? 'dtls' : 'ssl';
}

/** 602303 prints SPIs in upper case, 713049 in lower case; leading zeros vary. */
export function spi(text: string): string {
  const digits = text
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/^0+(?=.)/, '');
  return `0x${digits}`;
}
