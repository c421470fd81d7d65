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

/** Opens a session with an agent, for one poll; `signal` ends it early. Nothing is sent yet. Rejects with a `PollFault`. */
export type OpenSession = (
  access: SnmpAccess,
  secrets: SnmpSecrets,
  limits: SnmpLimits,
  signal?: AbortSignal,
) => Promise<SnmpSession>;
