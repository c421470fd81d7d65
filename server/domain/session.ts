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
  /** The personal firewall that the client reports: `Cisco Systems CIC 5.0.07.0440`. */
  readonly firewall?: string;
  /** How that is not what the policy expects, which lets the client in all the same. */
  readonly firewallMismatch?: string;
  readonly sessionType?: string;
  /** The id of the session that the same client lost shortly before. */
  readonly continues?: number;
  /** The ASA's own number of it, which is used again after a restart; from here on what only a listing tells. */
  readonly index?: number;
  /** `Audt Sess ID`: unique over the life of a device. */
  readonly auditSessionId?: string;
  readonly assignedIpv6?: string;
  /** As the ASA lists them: `IKEv1 IPsecOverNatT`, `AnyConnect-Parent SSL-Tunnel DTLS-Tunnel`. */
  readonly protocols?: string;
  readonly license?: string;
  /** As printed: `3DES`, or `IKEv1: (1)3DES  IPsecOverNatT: (1)AES128`. */
  readonly encryption?: string;
  readonly hashing?: string;
  readonly dhGroup?: string;
  readonly authMode?: string;
  /** The ASA's port of TCP or UDP encapsulation. */
  readonly port?: number;
}

/** Where a value comes from and since when we know it (epoch milliseconds). */
export interface Provenance {
  readonly source: Source;
  readonly at: number;
}

export type StartIs = 'seen' | 'inferred' | 'listed';
export type EndIs = 'reported' | 'inferred' | 'between';

/** One user's remote access, from login to end. */
export interface Session extends SessionFacts {
  /** The id of the message that first showed it; below 0 where a listing did (`decide/reconcile.ts`). */
  readonly id: number;
  /** The id of the device. */
  readonly device: number;
  readonly user: string;
  readonly publicIp: string;
  readonly protocol: Protocol;
  readonly state: 'active' | 'ended';
  /** Epoch milliseconds. `inferred` when no message showed the login: the end minus the duration. `listed`: by the duration of a listing. */
  readonly start: number;
  readonly startIs: StartIs;
  readonly end?: number;
  readonly endReason?: string;
  /**
   * `inferred` when the ASA's own closing record never came: the duration is then unknown, and bytes are the last listing's.
   * `between`: it was alive at `endAfter`, and gone by `endBefore`, which is told as its end.
   */
  readonly endIs?: EndIs;
  readonly endAfter?: number;
  readonly endBefore?: number;
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
      return { ...learnStart(learn(session, event.facts, event), event.start), ...protocolOf(event), seenAt };
    case 'session.suspended':
      return { ...session, seenAt, suspendedAt: event.at };
    case 'session.lost':
      return { ...session, seenAt, closingReason: event.reason };
    case 'session.resumed':
      return { ...resumed(session, event.source), seenAt, publicIp: event.publicIp };
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

/** A listing knows better when a session began whose login nobody saw. */
function learnStart(session: Session, start: number | undefined): Session {
  return start === undefined ? session : { ...session, start, startIs: 'listed' };
}

function protocolOf({ protocol }: { readonly protocol?: Protocol }): { readonly protocol?: Protocol } {
  return protocol === undefined ? {} : { protocol };
}

/** Nothing of what was said of its end holds any more. That it has ended only a listing takes back: a late line tells of the time before. */
function resumed(session: Session, source: Source): Session {
  const going = without(session, ['suspendedAt', 'closingAt', 'closingReason']);
  if (session.state === 'active' || source !== 'poll') return going;
  const told = ['end', 'endReason', 'endIs', 'endAfter', 'endBefore', 'seconds', 'bytesTx', 'bytesRx'] as const;
  return { ...without(going, told), state: 'active', from: without(session.from, ['bytes']) };
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
  const { reason, endIs, end, endAfter, endBefore, seconds, bytesTx, bytesRx, sessionType, countedAt } = event;
  const learned = sessionType === undefined ? session : learn(session, { sessionType }, event);
  const counted = bytesTx !== undefined && bytesRx !== undefined;
  return {
    ...without(learned, ['suspendedAt', 'endAfter', 'endBefore']),
    state: 'ended',
    // That it is not there any more is no sign of life.
    seenAt: endIs === 'between' ? session.seenAt : seenAt,
    end,
    endReason: reason,
    endIs,
    ...(endAfter === undefined || endBefore === undefined ? {} : { endAfter, endBefore }),
    tunnels: closeAll(session.tunnels, end),
    ...(seconds === undefined ? {} : { seconds }),
    // The ASA's own duration knows better than a login that we inferred; but it is in whole seconds, and what was seen had begun.
    ...(seconds === undefined || session.startIs === 'seen'
      ? {}
      : { start: Math.min(session.start, end - seconds * 1000) }),
    ...(counted
      ? { bytesTx, bytesRx, from: { ...learned.from, bytes: countedBy(event.source, event.at, countedAt) } }
      : {}),
  };
}

function countedBy(source: Source, at: number, countedAt: number | undefined): Provenance {
  return countedAt === undefined ? { source, at } : { source: 'poll', at: countedAt };
}
