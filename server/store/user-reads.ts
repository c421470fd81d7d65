import type { Attempt } from '../domain/attempt.ts';
import type { Cause } from '../domain/cause.ts';
import type { GapRow } from '../domain/feed.ts';
import type { Meter } from '../domain/meter.ts';
import type { Session } from '../domain/session.ts';
import type { EarlierPages } from '../domain/user-told.ts';
import type { Verdict } from '../domain/verdict.ts';

/** Whose record is asked for. */
export interface UserQuery {
  /** As typed: without a domain the person is meant in all of them. */
  readonly name: string;
  /** What the name was stored as while nobody knew that it is one. */
  readonly hashes: readonly string[];
  /** How many sessions and tries at most, the newest first. */
  readonly limit: { readonly sessions: number; readonly attempts: number };
  /** Since when tries without a name matter that came from where this user comes from, epoch milliseconds. */
  readonly namelessSince: number;
  /** Only what was seen on these, of which whoever asks may know; without it all. */
  readonly devices?: readonly number[];
}

/** All that is on record of a user, over the devices that are asked for; of everything the newest first. */
export interface UserRecord {
  /** The name in every way in which it stands in the record. */
  readonly writings: readonly string[];
  /** The latest, and all that are active. */
  readonly sessions: readonly Session[];
  readonly attempts: readonly Attempt[];
  /** The cursors of the earlier ones; `null`: there are none. */
  readonly next: EarlierPages;
  /** How many are on record in all. */
  readonly inAll: { readonly sessions: number; readonly attempts: number };
  /** Rejections of the name that nothing ties to a login. */
  readonly rejected: readonly Verdict[];
  /** Of those active sessions that a poll has listed. */
  readonly meters: readonly Meter[];
  /** Tries without a name, from the addresses that this user came from last. */
  readonly nameless: readonly Attempt[];
}

/** Whose earlier sessions and tries are asked for; a cursor that is `null` asks for none. */
export type EarlierQuery = Pick<UserQuery, 'name' | 'hashes' | 'limit' | 'devices'> & EarlierPages;

/** A page of earlier sessions and tries. */
export type EarlierRecord = Pick<UserRecord, 'sessions' | 'attempts' | 'next'>;

/** Whose name begins so, or who came or tried last. */
export interface PeopleQuery {
  readonly q?: string;
  readonly limit: number;
  /** Only who left a trace on these, and what was seen there. */
  readonly devices?: readonly number[];
}

/** A name, with its latest session (an active one before others) and its latest try. */
export interface Person {
  readonly name: string;
  readonly session?: Session;
  readonly attempt?: Attempt;
}

/** Who else failed for a cause in a time, epoch milliseconds, `from` included, `to` not. */
export interface AlikeQuery {
  readonly cause: Cause;
  readonly from: number;
  readonly to: number;
  /** These names do not count. */
  readonly except: readonly string[];
  readonly devices?: readonly number[];
}

/** How many failed on a device: users by name; strangers by a name that may be a password, or by their address. */
export interface AlikeCount {
  readonly device: number;
  readonly users: number;
  readonly strangers: number;
}

/** Whose an address was at any time of a span, epoch milliseconds, `from` included, `to` not. */
export interface HolderQuery {
  readonly address: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly devices?: readonly number[];
}

/** The sessions that had an address in the span, those that came from it, and the nearest ones around that had it. */
export interface Holders {
  readonly held: readonly Session[];
  readonly cameFrom: readonly Session[];
  readonly before?: Session;
  readonly after?: Session;
  /** When nothing was collected, as far as it reaches into the span. */
  readonly gaps: readonly GapRow[];
}
