/** Why a message is not taken in: there is no room for it, or its sender has had its share. */
export type Refusal = 'overflow' | 'flood';

/** How the queue is: `filling` at 90 %, `full` and `flood` while messages are refused. */
export type QueueState = 'normal' | 'filling' | Refusal;

/** How long a state is told after the last message that was refused, in milliseconds. */
const TOLD = 10_000;
/** A sender counts as one of those that share for so long, in milliseconds. */
const ACTIVE = 10_000;
/** How many senders are known at once. */
const MOST = 1_000;

interface Sender {
  tokens: number;
  heardAt: number;
}

/**
 * Who is taken in while the queue fills. Up to half of it everybody is. Above, each sender has a bucket of tokens, a byte each: an equal
 * share of the upper half, filled anew within a second, so that one that floods is refused while all others are heard. The last tenth is for
 * messages that claim something: they make sessions and alerts, and chatter does not.
 */
export class Shares {
  readonly #most: number;
  readonly #now: () => number;
  readonly #senders = new Map<string, Sender>();
  #refused: { readonly [R in Refusal]: { at: number; from: string; messages: number } } = {
    overflow: { at: -Infinity, from: '', messages: 0 },
    flood: { at: -Infinity, from: '', messages: 0 },
  };

  /** `most`: bytes that the queue holds; `now`: epoch milliseconds. */
  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  /** Why a message of so many bytes is not taken in while so many wait; `undefined`: it is. */
  refusal(from: string, bytes: number, queued: number, isChatter: boolean): Refusal | undefined {
    const after = queued + bytes;
    if (after <= this.#most / 2) {
      if (this.#senders.size > 0) this.#senders.clear();
      return undefined;
    }
    const now = this.#now();
    const refusal =
      after > this.#most ? 'overflow' : !this.#hasShare(from, bytes, now) ? 'flood' : after > 0.9 * this.#most && isChatter ? 'overflow' : undefined; // prettier-ignore
    if (refusal !== undefined) {
      const { messages } = this.#refused[refusal];
      this.#refused = { ...this.#refused, [refusal]: { at: now, from, messages: messages + 1 } };
    }
    return refusal;
  }

  /** How the queue is while so many bytes wait. */
  state(queued: number): QueueState {
    const since = this.#now() - TOLD;
    if (this.#refused.overflow.at > since) return 'overflow';
    if (this.#refused.flood.at > since) return 'flood';
    return queued >= 0.9 * this.#most ? 'filling' : 'normal';
  }

  /** What a person should know of it. */
  warnings(queued: number): readonly string[] {
    const { overflow, flood } = this.#refused;
    return [
      ...(this.state(queued) === 'filling' ? ['90 % of the room for messages that wait to be stored is taken'] : []),
      ...(overflow.messages === 0
        ? []
        : [
            `${overflow.messages} messages were lost because they could not be stored fast enough, the last from ${overflow.from}`,
          ]),
      ...(flood.messages === 0
        ? []
        : [
            `${flood.messages} messages were left out of senders that sent more than their share, so that others are heard, the last from ${flood.from}`,
          ]),
    ];
  }

  #hasShare(from: string, bytes: number, now: number): boolean {
    const share = this.#most / 2 / Math.max(1, this.#senders.size);
    const known = this.#senders.get(from);
    const sender = known ?? { tokens: share, heardAt: now };
    if (known === undefined) this.#admit(from, sender, now);
    sender.tokens = Math.min(share, sender.tokens + ((now - sender.heardAt) / 1000) * share);
    sender.heardAt = now;
    // Who is alone keeps nobody from being heard.
    if (this.#senders.size === 1) return true;
    if (sender.tokens < bytes) return false;
    sender.tokens -= bytes;
    return true;
  }

  /** Whoever was silent for a while has no share any more; a sender beyond those that are known takes the place of the oldest. */
  #admit(from: string, sender: Sender, now: number): void {
    if (this.#senders.size >= MOST) {
      for (const [other, { heardAt }] of this.#senders) if (now - heardAt > ACTIVE) this.#senders.delete(other);
      const [oldest] = this.#senders.keys();
      if (this.#senders.size >= MOST && oldest !== undefined) this.#senders.delete(oldest);
    }
    this.#senders.set(from, sender);
  }
}
