import type { Claimed } from '../domain/claim.ts';
import { countsAgain } from '../domain/decide/copy.ts';

/** How long after a message the same one, byte for byte, is a second copy of it, in milliseconds. */
const WINDOW = 10_000;
/** The same where the device tells no time, so that two logins may say the same: a copy comes at most so much later. */
const TIMELESS = 5_000;
/**
 * How long behind the other a message may come that way, in milliseconds. A trap of version 3 takes a hundred times as long to decode as a
 * datagram of syslog to read, so in a burst those wait in the kernel: 5.4 s behind have been seen, on a busy machine.
 */
const BEHIND = { syslog: 5_000, trap: 10_000 } as const;
/** What is remembered at most of each half of the window, in characters. */
const MOST = 8 * 1024 * 1024;
/** How many that say the same wait for their like of the other way at most. */
const MOST_ALONE = 64;
/** What one of them counts. */
const ONE = 32;

interface Heard {
  readonly at: number;
  readonly message: number;
}

/** What a message is a copy of. */
export interface Copy {
  /** The id of the first message. */
  readonly of: number;
  /** It is the same message in a trap, or of syslog where the first came in a trap: it says nothing of its own, not even that something came twice. */
  readonly otherWay: boolean;
}

interface Lone extends Heard {
  /** It was taken for a copy of one that came the same way, and so for nothing: its like of the other way may know better. */
  readonly passedOver: boolean;
}

/** Those that say the same and have not come the other way too, of each way, the oldest first. */
type Alone = Record<'syslog' | 'trap', Lone[]>;

/**
 * Tells second copies of messages: a network, a relay beside the ASA itself, or two routes deliver one twice. Two that say the same at the same
 * time of the device are one; where the device tells no time, two that come within the time that a copy can need.
 *
 * An ASA sends a message by syslog and in a trap, in either order, and a trap has no time of the device: each one of a trap is one of syslog,
 * so that two real ones that say the same stay two.
 */
export class Copies {
  #young = new Map<string, Heard>();
  #old = new Map<string, Heard>();
  #youngAlone = new Map<string, Alone>();
  #oldAlone = new Map<string, Alone>();
  #since = -Infinity;
  #size = 0;

  /** What this message is a copy of, if it is. Remembers that the device has said it now. */
  first(device: number, { at, message, source, messageId, deviceTime, claim }: Claimed): Copy | undefined {
    if (messageId === undefined || source === 'poll') return undefined;
    if (at - this.#since > WINDOW || this.#size > MOST) this.#turn(at);
    const what = `${device} ${messageId} `;
    const said = JSON.stringify(claim);
    const key = `${source} ${deviceTime ?? ''} ${what}${said}`;
    const before = this.#young.get(key) ?? this.#old.get(key);
    const again = before !== undefined && at - before.at <= (deviceTime === undefined ? TIMELESS : WINDOW);
    const other = this.#pair(what + (mayBeCut(claim) ? JSON.stringify(claim, certain) : said), source, {
      at,
      message,
      passedOver: again && !countsAgain(claim),
    });
    const known = other?.passedOver === false ? other : undefined;
    if (!again) {
      this.#young.set(key, { at, message: known?.message ?? message });
      this.#size += key.length;
    }
    if (known !== undefined) return { of: known.message, otherWay: true };
    return again ? { of: before.message, otherWay: false } : undefined;
  }

  /** The one that came the other way, if it has waited for this; else this waits. */
  #pair(what: string, way: keyof Alone, heard: Lone): Lone | undefined {
    const young = this.#youngAlone.get(what);
    const alone = young ?? this.#oldAlone.get(what) ?? { syslog: [], trap: [] };
    const others = alone[way === 'trap' ? 'syslog' : 'trap'];
    while (others[0] !== undefined && heard.at - others[0].at > BEHIND[way]) others.shift();
    const other = others.shift();
    if (other !== undefined) return other;
    this.#size += young === undefined ? what.length + ONE : ONE;
    if (young === undefined) this.#youngAlone.set(what, alone);
    alone[way].push(heard);
    if (alone[way].length > MOST_ALONE) alone[way].shift();
    return undefined;
  }

  #turn(at: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#oldAlone = this.#youngAlone;
    this.#youngAlone = new Map();
    this.#since = at;
    this.#size = 0;
  }
}

/** Whether it has one of the facts that `certain` leaves out. */
function mayBeCut(claim: Claimed['claim']): boolean {
  return 'reason' in claim || 'detail' in claim;
}

/** The end of a long message is cut off in a trap, and with it the end of these: the last words of the wordings that have them. */
function certain(fact: string, value: unknown): unknown {
  return fact === 'reason' || fact === 'detail' ? undefined : value;
}
