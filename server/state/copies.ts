import type { Claim, Claimed } from '../domain/claim.ts';

/** How long after a message the same one, byte for byte, is a second copy of it, in milliseconds. */
const WINDOW = 10_000;
/** How late a copy comes at most, where it may be another login, in milliseconds. */
const LATE = 5_000;
/** What is remembered at most of each half of the window, in characters. */
const MOST = 8 * 1024 * 1024;

/** Claims of a login: without the device's time, those of the next one may be the same. */
const OF_LOGINS: ReadonlySet<Claim['kind']> = new Set([
  ...(['attempt.seen', 'nat.detected', 'login.accepted', 'xauth.accepted', 'client.identified'] as const),
  ...([
    'address.allocated',
    'address.assigned',
    'l2tp.opened',
    'pptp.opened',
    'phase1.completed',
    'phase2.completed',
  ] as const),
  ...(['session.started', 'webvpn.started', 'tunnel.opened', 'ikev2.up'] as const),
]);

interface Heard {
  readonly at: number;
  readonly message: number;
}

/**
 * Tells second copies of messages: a network, a relay beside the ASA itself, or two routes deliver one twice. Two that say the same at the same
 * time of the device are one. Where the device tells no time, a login later than a copy can be, after the end of a session, is another one.
 */
export class Copies {
  #young = new Map<string, Heard>();
  #old = new Map<string, Heard>();
  #since = -Infinity;
  #size = 0;

  /** The id of the message that this one is a copy of, if it is. Remembers that the device has said it now. */
  first(device: number, { at, message, messageId, deviceTime, claim }: Claimed): number | undefined {
    if (messageId === undefined) return undefined;
    if (at - this.#since > WINDOW || this.#size > MOST) this.#turn(at);
    const key = `${device} ${messageId} ${deviceTime ?? ''} ${JSON.stringify(claim)}`;
    const before = this.#get(key);
    if (before !== undefined && at - before.at < WINDOW) {
      const mayBeAnew = deviceTime === undefined && OF_LOGINS.has(claim.kind) && at - before.at > LATE;
      if (!mayBeAnew || !this.#hasEnded(device, claim, before.at)) return before.message;
    }
    this.#set(key, { at, message });
    if (claim.kind === 'session.closed' || claim.kind === 'address.freed') {
      for (const name of namesOf(claim)) this.#set(`${device} ${name}`, { at, message });
    }
    return undefined;
  }

  /** Whether a session of whom that claim is about has ended since then, or its address was given back. */
  #hasEnded(device: number, claim: Claim, since: number): boolean {
    return namesOf(claim).some((name) => (this.#get(`${device} ${name}`)?.at ?? -Infinity) >= since);
  }

  #get(key: string): Heard | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  #set(key: string, heard: Heard): void {
    this.#young.set(key, heard);
    this.#size += key.length;
  }

  #turn(at: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#since = at;
    this.#size = 0;
  }
}

/** Whom and what a claim is about. */
function namesOf(claim: Claim): readonly string[] {
  const { user, publicIp, assignedIp }: Readonly<Record<string, unknown>> = { ...claim };
  return [user, publicIp, assignedIp].filter((name) => typeof name === 'string');
}
