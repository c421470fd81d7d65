import type { SnmpAccess, SnmpSecrets } from '../../server/domain/snmp.ts';
import type { Varbind } from './trap.ts';

/** How an agent is asked; times in milliseconds. */
export interface SnmpLimits {
  /** How long an answer may take, and how many times a question is asked again. */
  readonly timeout: number;
  readonly retries: number;
  /** All of a poll. */
  readonly poll: number;
  /** Rows of one table: an ASA has at most some ten thousand sessions. */
  readonly rows: number;
}

export const SNMP_LIMITS: SnmpLimits = { timeout: 3_000, retries: 1, poll: 120_000, rows: 30_000 };

/** An error that an agent answers with (RFC 3416, 3): `tooBig`, `noSuchName`, `genErr` ... */
export interface Declined {
  readonly declined: string;
}

/** An agent that is asked, one question at a time. A question that gets no answer rejects with a `PollFault`. */
export interface SnmpSession {
  /** The objects in the order of the question; `null` where the agent has none. */
  readonly get: (oids: readonly string[]) => Promise<readonly Varbind[] | Declined>;
  /** Up to so many objects that follow each, by GETBULK, or by GETNEXT if it is one; `null` behind the last of all. */
  readonly next: (oids: readonly string[], repetitions: number) => Promise<readonly (readonly Varbind[])[] | Declined>;
  /** Lets go of the socket and of the keys. What is still asked rejects. */
  readonly close: () => void;
}

/** Why a question got no answer to use: a word, or the error status of the agent (RFC 3416, 3). */
export type AskFault =
  | { readonly status: number }
  | ('timedOut' | 'unfit' | 'undecryptable' | 'otherCommunity' | 'outOfTime' | 'notAuthentic' | 'refused')
  // The reports of RFC 3414, 5.
  | ('unsupportedLevel' | 'notInTimeWindow' | 'unknownUser' | 'unknownEngine' | 'wrongDigest' | 'decryptionError');

type Done<T> = (fault: AskFault | undefined, told?: T) => void;

/** What asks an agent, with all that is secret of it. */
export interface Asker {
  readonly get: (oids: readonly string[], done: Done<readonly Varbind[]>) => void;
  readonly next: (oids: readonly string[], done: Done<readonly (readonly Varbind[])[]>) => void;
  readonly bulk: (oids: readonly string[], most: number, done: Done<readonly (readonly Varbind[])[]>) => void;
  /** Lets go of the keys. */
  readonly forget: () => void;
}

/** Opens a session with an agent, for one poll; `signal` ends it early. Nothing is sent yet. Rejects with a `PollFault`. */
export type OpenSession = (
  access: SnmpAccess,
  secrets: SnmpSecrets,
  limits: SnmpLimits,
  signal?: AbortSignal,
) => Promise<SnmpSession>;
