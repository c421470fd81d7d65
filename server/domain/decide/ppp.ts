import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import { addressAssigned } from './address.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { endUnseen, firstMessage, freeAddress, lateOf } from './find.ts';
import { open } from './opening.ts';

/** 603106: an L2TP user has an address. The number of the tunnel is kept: its end tells nothing else. */
export function l2tpOpened(book: Book, evidence: Evidence, claim: Facts<'l2tp.opened'>): readonly Event[] {
  const told = addressAssigned(book, evidence, claim, true);
  const active = book.sessionsOf(evidence.device, claim.user, claim.publicIp).filter((one) => one.state === 'active');
  const [session] = told.flatMap((event) => {
    const isMeant =
      event.kind === 'session.opened' ||
      (event.kind === 'session.learned' && active.some((one) => one.id === event.session));
    return isMeant ? [event.session] : [];
  });
  const isOver = told.some((event) => event.kind === 'session.ended' && event.session === session);
  return session === undefined || isOver ? told : [...told, opening(evidence, session, claim.tunnelId)];
}

/** 603107: the L2TP tunnel is down. 113019 should follow. */
export function l2tpClosed(book: Book, evidence: Evidence, claim: Facts<'l2tp.closed'>): readonly Event[] {
  const session = withTunnel(book, evidence, claim);
  if (session === undefined) return [];
  const closed: Event = { ...evidence, kind: 'tunnel.closed', session: session.id, tunnelId: idOf(claim.tunnelId) };
  if (session.closingAt !== undefined) return [closed];
  // Of a session that has just begun and one that has just ended it is the tunnel of the one that ended.
  const young = evidence.at - session.start <= LATE;
  if (young && lateOf(book, evidence, session.user, session.publicIp, 'l2tp') !== undefined) return [];
  return [closed, { ...evidence, kind: 'session.closing', session: session.id, reason: 'the L2TP tunnel was deleted' }];
}

/** 603104: a PPTP user is in. */
export function pptpOpened(book: Book, evidence: Evidence, claim: Facts<'pptp.opened'>): readonly Event[] {
  const { user, publicIp, assignedIp, tunnelId } = claim;
  if (withTunnel(book, evidence, claim)?.assignedIp === assignedIp) return [];
  const holder = book.sessionAt(evidence.device, assignedIp);
  const session = firstMessage(evidence);
  const facts = { assignedIp, sessionType: 'PPTP' };
  return [
    ...(holder === undefined
      ? []
      : endUnseen(book, evidence, holder, evidence.at, 'address assigned to another session')),
    ...open(book, evidence, { user, publicIp, protocol: 'unknown', startIs: 'seen', complete: true, facts }),
    { ...evidence, kind: 'address.assigned', address: assignedIp, session },
    opening(evidence, session, tunnelId),
  ];
}

/** 603105: it is over. Bytes and duration are not told, and no other message will tell them. */
export function pptpClosed(book: Book, evidence: Evidence, claim: Facts<'pptp.closed'>): readonly Event[] {
  const session = withTunnel(book, evidence, claim);
  if (session === undefined) return [];
  const reason = 'the PPTP tunnel was deleted';
  return [
    { ...evidence, kind: 'session.ended', session: session.id, end: evidence.at, reason, endIs: 'reported' },
    ...freeAddress(book, evidence, session),
  ];
}

function opening(evidence: Evidence, session: number, tunnelId: string): Event {
  return { ...evidence, kind: 'tunnel.opened', session, tunnel: { id: idOf(tunnelId), kind: 'ppp' } };
}

/** The active session from there that has this tunnel. */
function withTunnel(book: Book, evidence: Evidence, { publicIp, tunnelId }: Facts<'l2tp.closed'>): Session | undefined {
  const id = idOf(tunnelId);
  return book
    .sessionsOn(evidence.device)
    .find((one) => one.publicIp === publicIp && one.tunnels.some((tunnel) => tunnel.id === id && tunnel.closedAt === undefined)); // prettier-ignore
}

function idOf(tunnelId: string): string {
  return `ppp ${tunnelId}`;
}
