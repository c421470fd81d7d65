import type { AaaMark } from '../aaa.ts';
import type { Attempt } from '../attempt.ts';
import type { Claim } from '../claim.ts';
import type { Event } from '../event.ts';
import type { ChainRow, DeviceRow, HealthRow, PoolRow } from '../feed.ts';
import type { Session } from '../session.ts';
import type { Observation } from './alert.ts';

/** A claim that was taken in, once however often it was told, and of which head-end. */
export interface SeenClaim {
  readonly device: number;
  readonly message: number;
  /** Of the alert clock. */
  readonly at: number;
  readonly claim: Claim;
}

/** What observers see of one turn of the recorder. All times are of the alert clock. */
export interface Seen {
  readonly at: number;
  readonly claims: readonly SeenClaim[];
  /** What was decided, in order. */
  readonly events: readonly Event[];
  /** Attempts and sessions that changed, as they are now. */
  readonly attempts: readonly Attempt[];
  readonly sessions: readonly Session[];
  readonly estate: Estate;
}

/**
 * What is true at the end of the turn. Devices, pools, chains, listings, polls and what is understood are whole from the first turn after a
 * start on: what is not among them is not there any more. What is heard since a start may be absent.
 */
export interface Estate {
  /** Adopted ones. */
  readonly devices: readonly DeviceRow[];
  readonly pools: readonly PoolRow[];
  readonly chains: readonly ChainRow[];
  readonly aaa: readonly AaaMark[];
  /** AAA groups with all their servers, as a device's poll listed them; none where it was not polled. */
  readonly aaaListed: readonly AaaListed[];
  /** Sessions that a head-end takes, as it tells; by device. */
  readonly limits: ReadonlyMap<number, number>;
  /** Polls that were to come, by device. */
  readonly polls: readonly PollState[];
  readonly collectors: readonly HealthRow[];
  /** How long what this turn commits has waited since it came in, milliseconds; absent where nothing came. */
  readonly behind?: number;
  /** Of the disk of the database, 0 to 1; absent where the system does not tell. */
  readonly diskUsed?: number;
  /** Certificates that we serve; absent where the system does not tell. */
  readonly certificates?: readonly Certificate[];
  /** Messages of a head-end in all, and those of them that are misfits. */
  readonly understood: readonly { readonly device: number; readonly messages: number; readonly misfits: number }[];
}

/** A certificate that we serve, and its end in epoch milliseconds. */
export interface Certificate {
  readonly of: 'syslog' | 'dashboard';
  readonly end: number;
}

/** One AAA group of a head-end. */
export interface AaaListed {
  readonly device: number;
  readonly group: string;
  readonly servers: readonly { readonly address: string; readonly active: boolean }[];
  readonly at: number;
}

/** How the polls of a head-end come. */
export interface PollState {
  readonly device: number;
  /** Between two of them, milliseconds. */
  readonly every: number;
  /** End of the last one that told anything; absent while none did. */
  readonly lastOk?: number;
  /** Since when it is polled by this process. */
  readonly since: number;
  /** Why the last one failed, in words. */
  readonly fault?: string;
}

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What an observer remembers from turn to turn; kept in the database with the turn, so that a restart changes nothing. */
export interface Memory {
  get(key: string): Json | undefined;
  set(key: string, body: Json): void;
  delete(key: string): void;
  /** In the order in which they were set last, the one set longest ago first. */
  keys(): Iterable<string>;
  readonly size: number;
}

/**
 * Looks for what rules are about. Total and deterministic; its memory is bounded whatever the network sends. Of a level it tells each
 * subject that is worth a look with each turn, also where it is good again; what it no longer tells stays as it is until it is told.
 */
export type Observer = (seen: Seen, memory: Memory) => readonly Observation[];
