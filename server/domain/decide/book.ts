import type { Attempt } from '../attempt.ts';
import type { Meter } from '../meter.ts';
import type { Lease } from '../pool.ts';
import type { Session } from '../session.ts';
import type { Unit } from '../unit.ts';
import type { Verdict } from '../verdict.ts';

/** What `decide` may ask of the live state. It is read-only: only events change state. */
export interface Book {
  /** Sessions of that user from that address, the newest first: active ones, and those that ended within the last 10 minutes. */
  sessionsOf(device: number, user: string, publicIp: string): readonly Session[];
  /** The same from any address: a roaming client's last words may name another one. */
  sessionsOfUser(device: number, user: string): readonly Session[];
  /** The same of any user from that address. */
  sessionsFrom(device: number, publicIp: string): readonly Session[];
  /** Active sessions of the device. */
  sessionsOn(device: number): readonly Session[];
  /** The active session that has this address inside the tunnel. */
  sessionAt(device: number, assignedIp: string): Session | undefined;
  lease(device: number, address: string): Lease | undefined;
  /** The attempts from that address, the newest first: open ones, and those that ended a moment ago. */
  attemptsFrom(device: number, publicIp: string): readonly Attempt[];
  /** The attempts of that user, as `attemptsFrom`. */
  attemptsOf(device: number, user: string): readonly Attempt[];
  /** Those of all addresses that failed a moment ago, or seem to; none if they are many, for then none can be meant. */
  inDoubt(device: number): readonly Attempt[];
  /** Verdicts that nobody has been found for yet, the oldest first. */
  verdicts(device: number): readonly Verdict[];
  /** Those of them that name that user. A spray leaves thousands waiting: whoever looks for one user's goes through none of the others. */
  verdictsOf(device: number, user: string): readonly Verdict[];
  /** Those of them that say there was no address. */
  addressVerdicts(device: number): readonly Verdict[];
  /** Whether a message of that ID has told of this attempt, or of this session, before. */
  hasToldAttempt(attempt: number, messageId: number): boolean;
  hasToldSession(session: number, messageId: number): boolean;
  /** The ids of all messages that have told of this attempt. */
  toldOfAttempt(attempt: number): readonly number[];
  /** Verdicts for which somebody was found a moment ago. */
  attributed(device: number): readonly Verdict[];
  /** What became of a verdict a moment ago, by the id of its message. */
  attribution(verdict: number): Verdict | undefined;
  /** Active sessions that the ASA said it tears down. */
  closing(): Iterable<Session>;
  /** Open attempts that were last heard of by `out`, or by `met` if their session is up; some up to a second later. The oldest id first. */
  silentAttempts(out: number, met: number): readonly Attempt[];
  /** Verdicts of all devices that nobody has been found for since then, epoch milliseconds; some up to a second later. Of each device the oldest first. */
  openVerdicts(until: number): readonly Verdict[];
  /** What the last poll told of the device's unit. */
  unit(device: number): Unit | undefined;
  /** What the last polls counted of the session. */
  meter(session: number): Meter | undefined;
  /** The lowest id that a session ever had; 0 while no listing has opened one. */
  lowestSession(): number;
}
