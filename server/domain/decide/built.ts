import type { Attempt } from '../attempt.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import type { Tunnel } from '../tunnel.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { endUnseen, firstMessage, LOGIN_WINDOW } from './find.ts';
import { open } from './opening.ts';
import { spi } from './tunnels.ts';

/**
 * 602301 of PIX 6: an SA was made towards that address. No message names user and tunnel together there: it is the session of the one
 * login from that address that has just come past Xauth; else a rekey. An SA towards the PIX itself is nobody's.
 */
export function saBuilt(book: Book, evidence: Evidence, claim: Facts<'sa.built'>): readonly Event[] {
  const { device, at } = evidence;
  const publicIp = claim.toIp;
  const outboundSpi = spi(claim.spi);
  const tunnel = { id: outboundSpi, kind: 'ipsec', outboundSpi } as const;
  const sessions = builtFor(book, device, publicIp);
  if (sessions.some((session) => openTo(session).some(({ id }) => id === outboundSpi))) return [];
  const logins = book.attemptsFrom(device, publicIp).filter((one) => awaitsSa(one, at));
  const user = logins.length === 1 ? logins[0]?.user : undefined;
  if (user === undefined) {
    const session = dueFirst(sessions);
    return session === undefined ? [] : [{ ...evidence, kind: 'tunnel.opened', session: session.id, tunnel }];
  }
  // Who comes back from the same address has lost what he had there.
  const before = sessions.find((one) => one.user === user);
  const facts = before === undefined ? {} : { continues: before.id };
  return [
    ...(before === undefined ? [] : endUnseen(book, evidence, before, at, 'the user logged in anew')),
    ...open(book, evidence, { user, publicIp, protocol: 'ikev1', startIs: 'seen', complete: true, facts }),
    { ...evidence, kind: 'tunnel.opened', session: firstMessage(evidence), tunnel },
  ];
}

/** 602302 of PIX 6: that SA is gone. With the last one the session is, unless a rekey brings another. */
export function saUnbuilt(book: Book, evidence: Evidence, claim: Facts<'sa.unbuilt'>): readonly Event[] {
  const id = spi(claim.spi);
  const session = builtFor(book, evidence.device, claim.toIp).find((one) =>
    openTo(one).some((tunnel) => tunnel.id === id),
  );
  if (session === undefined) return [];
  const closed: Event = { ...evidence, kind: 'tunnel.closed', session: session.id, tunnelId: id };
  if (openTo(session).length > 1 || session.closingAt !== undefined) return [closed];
  return [closed, { ...evidence, kind: 'session.closing', session: session.id, reason: 'its last SA was deleted' }];
}

/** Whether a login waits for its tunnel: its password was right a moment ago. */
function awaitsSa({ outcome, session, stage, refused, seenAt }: Attempt, at: number): boolean {
  return (
    outcome === 'open' && session === undefined && stage === 'xauth' && refused !== true && at - seenAt <= LOGIN_WINDOW
  );
}

/** The active sessions from there that such messages have told of. */
function builtFor(book: Book, device: number, publicIp: string): readonly Session[] {
  return book
    .sessionsOn(device)
    .filter((session) => session.publicIp === publicIp && session.tunnels.some((tunnel) => isBuilt(tunnel)));
}

function openTo(session: Session): readonly Tunnel[] {
  return session.tunnels.filter((tunnel) => isBuilt(tunnel) && tunnel.closedAt === undefined);
}

/** Every other message tells the inbound SPI, or both. */
function isBuilt({ kind, inboundSpi, outboundSpi }: Tunnel): boolean {
  return kind === 'ipsec' && inboundSpi === undefined && outboundSpi !== undefined;
}

/** Of several behind one address the one whose SA is the oldest: SAs live equally long, so it is the first to be rekeyed. */
function dueFirst(sessions: readonly Session[]): Session | undefined {
  const since = ({ tunnels }: Session): number => Math.max(...tunnels.map(({ openedAt }) => openedAt));
  return [...sessions].sort((a, b) => since(a) - since(b))[0];
}
