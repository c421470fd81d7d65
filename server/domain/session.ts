import type { Source } from './claim.ts';
import type { SessionEvent } from './event.ts';
import { closeAll, closeTunnel, openTunnel, type Tunnel } from './tunnel.ts';
import { without } from './without.ts';

/** How a remote-access session is carried. */
export type Protocol = 'ikev1' | 'ikev2' | 'anyconnect' | 'clientless' | 'unknown';

/** What a session knows of itself beside its key; each fact has its source and age in `from`. */
export interface SessionFacts {
  readonly tunnelGroup?: string;
  readonly groupPolicy?: string;
  readonly assignedIp?: string;
  readonly clientType?: string;
  readonly clientVersion?: string;
  readonly sessionType?: string;
  /** The id of the session that the same client lost shortly before. */
  readonly continues?: number;
}

/** Where a value comes from and since when we know it (epoch milliseconds). */
export interface Provenance {
  readonly source: Source;
  readonly at: number;
}

/** One user's remote access, from login to end. */
export interface Session extends SessionFacts {
  /** The id of the message that first showed it. */
  readonly id: number;
  /** The id of the device. */
  readonly device: number;
  readonly user: string;
  readonly publicIp: string;
  readonly protocol: Protocol;
  readonly state: 'active' | 'ended';
  /** Epoch milliseconds. `inferred` when no message showed the login: the end minus the duration. */
  readonly start: number;
  readonly startIs: 'seen' | 'inferred';
  readonly end?: number;
  readonly endReason?: string;
  /** `inferred` when the ASA's own closing record never came: bytes and duration are then unknown. */
  readonly endIs?: 'reported' | 'inferred';
  /** The ASA's own count, in seconds. */
  readonly seconds?: number;
  /** To the client (the ASA encrypts); known from 113019 or a poll only. */
  readonly bytesTx?: number;
  /** From the client (the ASA decrypts). */
  readonly bytesRx?: number;
  /** The ASA said it tears the session down (713050, 713259): epoch milliseconds, and why. */
  readonly closingAt?: number;
  /** Without `closingAt`: why a connection was lost that may come back. */
  readonly closingReason?: string;
  /** The client is gone and may come back (716058): epoch milliseconds. */
  readonly suspendedAt?: number;
  /** The last evidence, epoch milliseconds. */
  readonly seenAt: number;
  readonly tunnels: readonly Tunnel[];
  readonly from: Readonly<Partial<Record<keyof SessionFacts | 'bytes', Provenance>>>;
}

/** The session after the event. Total: an event of another session's kind is a compile error. */
export function applySession(session: Session | undefined, event: SessionEvent): Session | undefined {
  if (event.kind === 'session.opened') return session ?? opened(event);
  if (session === undefined) return undefined;
  const seenAt = Math.max(session.seenAt, event.at);
  switch (event.kind) {
    case 'session.learned':
      return { ...learn(session, event.facts, event), protocol: event.protocol ?? session.protocol, seenAt };
    case 'session.suspended':
      return { ...session, seenAt, suspendedAt: event.at };
    case 'session.lost':
      return { ...session, seenAt, closingReason: event.reason };
    case 'session.resumed':
      return { ...without(session, ['suspendedAt', 'closingAt', 'closingReason']), seenAt, publicIp: event.publicIp };
    case 'session.closing':
      return { ...session, seenAt, closingAt: event.at, closingReason: event.reason };
    case 'session.ended':
      return ended(session, event, seenAt);
    case 'tunnel.opened':
      return { ...reopened(session), seenAt, tunnels: openTunnel(session.tunnels, event) };
    case 'tunnel.closed':
      return { ...session, seenAt, tunnels: closeTunnel(session.tunnels, event) };
    default:
      return event satisfies never;
  }
}

function opened(event: Extract<SessionEvent, { kind: 'session.opened' }>): Session {
  const blank: Session = {
    id: event.session,
    device: event.device,
    user: event.user,
    publicIp: event.publicIp,
    protocol: event.protocol,
    state: 'active',
    start: event.start,
    startIs: event.startIs,
    seenAt: event.at,
    tunnels: [],
    from: {},
  };
  return learn(blank, event.facts, event);
}

function learn(session: Session, facts: SessionFacts, event: SessionEvent): Session {
  const from = { ...session.from };
  for (const key of Object.keys(facts) as (keyof SessionFacts)[]) from[key] = { source: event.source, at: event.at };
  return { ...session, ...facts, from };
}

/** A tunnel that opens after the ASA began to tear down, or after one was lost, shows that the session goes on. */
function reopened(session: Session): Session {
  return session.closingReason === undefined ? session : without(session, ['closingAt', 'closingReason']);
}

function ended(session: Session, event: Extract<SessionEvent, { kind: 'session.ended' }>, seenAt: number): Session {
  const { reason, endIs, end, seconds, bytesTx, bytesRx, sessionType } = event;
  const learned = sessionType === undefined ? session : learn(session, { sessionType }, event);
  const counted = bytesTx !== undefined && bytesRx !== undefined;
  return {
    ...without(learned, ['suspendedAt']),
    state: 'ended',
    seenAt,
    end,
    endReason: reason,
    endIs,
    tunnels: closeAll(session.tunnels, end),
    ...(seconds === undefined ? {} : { seconds }),
    // The ASA's own duration knows better than a login that we inferred; but it is in whole seconds, and what was seen had begun.
    ...(seconds === undefined || session.startIs === 'seen'
      ? {}
      : { start: Math.min(session.start, end - seconds * 1000) }),
    ...(counted ? { bytesTx, bytesRx, from: { ...learned.from, bytes: { source: event.source, at: event.at } } } : {}),
  };
}
