import type { Claimed } from '../domain/claim.ts';

/** How long after a message the same one, byte for byte, is a second copy of it, in milliseconds. */
const WINDOW = 10_000;
/** The same where the device tells no time, so that two logins may say the same: a copy comes at most so much later. */
const TIMELESS = 5_000;
/** What is remembered at most of each half of the window, in characters. */
const MOST = 8 * 1024 * 1024;

interface Heard {
  readonly at: number;
  readonly message: number;
}

/**
 * Tells second copies of messages: a network, a relay beside the ASA itself, or two routes deliver one twice. Two that say the same at the same
 * time of the device are one; where the device tells no time, two that come within the time that a copy can need.
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
    if (before !== undefined && at - before.at <= (deviceTime === undefined ? TIMELESS : WINDOW)) return before.message;
    this.#young.set(key, { at, message });
    this.#size += key.length;
    return undefined;
  }

  #get(key: string): Heard | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  #turn(at: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#since = at;
    this.#size = 0;
  }
}
