import type { AttemptFacts, AttemptOutcome, Stage } from './attempt.ts';
import type { Cause } from './cause.ts';
import type { Source } from './claim.ts';
import type { EndIs, Protocol, SessionFacts, StartIs } from './session.ts';
import type { Opening } from './tunnel.ts';
import type { Service, VerdictFacts } from './verdict.ts';

/** What each kind of event tells. Bodies are versioned in the store: a changed meaning is a new version. */
export interface Events {
  'session.opened': {
    session: number;
    user: string;
    publicIp: string;
    protocol: Protocol;
    start: number;
    startIs: StartIs;
    facts: SessionFacts;
  };
  /** `start`: when it began, by the duration of a listing. */
  'session.learned': { session: number; facts: SessionFacts; protocol?: Protocol; start?: number };
  'session.suspended': { session: number };
  /** A connection is lost, and may come back: why the session will have ended if it does not. */
  'session.lost': { session: number; reason: string };
  /** The client is back, perhaps from another address; or it turned out that the session goes on. */
  'session.resumed': { session: number; publicIp: string };
  'session.closing': { session: number; reason: string };
  'session.ended': {
    session: number;
    end: number;
    reason: string;
    endIs: EndIs;
    /** Of an end `between`: when it was last known to be there, and when it was gone. */
    endAfter?: number;
    endBefore?: number;
    sessionType?: string;
    seconds?: number;
    bytesTx?: number;
    bytesRx?: number;
    /** When a poll counted these bytes: no closing record told them. */
    countedAt?: number;
  };
  'tunnel.opened': { session: number; tunnel: Opening };
  'tunnel.closed': { session: number; tunnelId: string };
  /** The address is in use; without `session` the one who has it is not known yet. */
  'address.assigned': { address: string; pool?: string; session?: number };
  'address.freed': { address: string };
  /** A client got no address. */
  'address.refused': { tunnelGroup?: string; publicIp?: string };
  'attempt.advanced': {
    attempt: number;
    publicIp: string;
    stage: Stage;
    facts: AttemptFacts;
    /** What would be its cause if it failed now. */
    hint?: Cause;
    /** A password was refused; the user may type another one. `false`: it was accepted after that. */
    refused?: boolean;
    session?: number;
  };
  'attempt.ended': {
    attempt: number;
    publicIp: string;
    stage: Stage;
    facts: AttemptFacts;
    outcome: Exclude<AttemptOutcome, 'open'>;
    cause?: Cause;
    sure?: 'told' | 'inferred';
    hint?: Cause;
    refused?: true;
    session?: number;
  };
  /** AAA said no. It may have been a VPN login, SSH, ASDM or enable. */
  'login.rejected': { verdict: number; facts: VerdictFacts };
  /** The device said of a login, without telling whose, why it failed. */
  'verdict.given': { verdict: number; facts: VerdictFacts };
  /** It turned out which service the verdict was about. */
  'verdict.attributed': { verdict: number; service: Exclude<Service, 'unknown'>; attempt?: number };
}

/** The name of a kind of event. */
export type EventKind = keyof Events;

/** What every event carries. */
interface Envelope {
  /** The id of the device. */
  readonly device: number;
  /** Epoch milliseconds of arrival of the evidence. */
  readonly at: number;
  readonly source: Source;
  /** The ids of the messages that are its evidence; empty when only time passed. */
  readonly evidence: readonly number[];
  /** The six digits of the message that told it, where one did: who has been told it is not told it again late. */
  readonly messageId?: number;
}

type EventOf<K extends EventKind> = { [P in K]: Envelope & { readonly kind: P } & Readonly<Events[P]> }[K];

/** What happened. Only events change state. */
export type Event = EventOf<EventKind>;
export type SessionEvent = EventOf<
  | 'session.opened'
  | 'session.learned'
  | 'session.suspended'
  | 'session.lost'
  | 'session.resumed'
  | 'session.closing'
  | 'session.ended'
  | 'tunnel.opened'
  | 'tunnel.closed'
>;
export type AttemptEvent = EventOf<'attempt.advanced' | 'attempt.ended'>;
export type VerdictEvent = EventOf<'login.rejected' | 'verdict.given' | 'verdict.attributed'>;
export type AddressEvent = EventOf<'address.assigned' | 'address.freed'>;
