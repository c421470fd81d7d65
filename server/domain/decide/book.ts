import type { Attempt } from '../attempt.ts';
import type { Lease } from '../pool.ts';
import type { Session } from '../session.ts';

/** What `decide` may ask of the live state. It is read-only: only events change state. */
export interface Book {
  /** Sessions of that user from that address, the newest first: active ones, and those that ended within the last 10 minutes. */
  sessionsOf(device: number, user: string, publicIp: string): readonly Session[];
  /** The active session that has this address inside the tunnel. */
  sessionAt(device: number, assignedIp: string): Session | undefined;
  lease(device: number, address: string): Lease | undefined;
  /** The open attempt from that address by that user; with no user, by anybody if there is only one. */
  attemptOf(device: number, publicIp: string, user?: string): Attempt | undefined;
  /** Active sessions that the ASA said it tears down. */
  closing(): Iterable<Session>;
  openAttempts(): Iterable<Attempt>;
}
