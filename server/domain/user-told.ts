import type { Cause } from './cause.ts';
import type { Change } from './change.ts';
import type { AttemptRow, MessageRow, SessionRow, VerdictRow } from './feed.ts';
import type { Lock } from './lock.ts';
import type { Standing } from './standing.ts';
import type { Traffic } from './statistics.ts';

/** All that is told of one user over all head-ends; of every list the newest first. */
export interface UserTold {
  /** When this was true, epoch milliseconds. */
  readonly at: number;
  /** The name in every way in which it stands in the record. */
  readonly writings: readonly string[];
  readonly standing: Standing;
  readonly sessions: readonly SessionRow[];
  readonly attempts: readonly AttemptRow[];
  /** Where the earlier ones begin, for the API; `null`: there are none. */
  readonly next: EarlierPages;
  /** How many are on record in all. */
  readonly inAll: { readonly sessions: number; readonly attempts: number };
  /** What shuts the user out, as polls told. */
  readonly locks: readonly Lock[];
  /** Head-ends whose polls tell who of the local database is locked. */
  readonly locksTold: readonly string[];
  /** Rejections of the name that nothing ties to a login. */
  readonly rejected: readonly VerdictRow[];
  /** Tries of the last day that nobody has named, from the addresses that the user came from last. */
  readonly nameless: readonly AttemptRow[];
  /** Of active sessions that two polls have counted. */
  readonly traffic: readonly { readonly session: number; readonly is: Traffic; readonly at: number }[];
  /** The messages that are evidence of the try that tells most: the one that failed, goes on, or got in. */
  readonly evidence?: { readonly attempt: number; readonly messages: readonly MessageRow[] };
  readonly alike?: Alike;
  readonly change?: LastChange;
}

/** Where the pages of earlier sessions and tries begin; `null`: there are none. */
export interface EarlierPages {
  readonly sessions: string | null;
  readonly attempts: string | null;
}

/** A page of earlier sessions and tries of a user. */
export type EarlierTold = Pick<UserTold, 'sessions' | 'attempts' | 'next'>;

/** Who else failed for the same cause. */
export interface Alike {
  readonly cause: Cause;
  readonly now: AlikeSpan;
  /** Around the user's last failure, where that is longer ago. */
  readonly then?: AlikeSpan;
}

/** How many failed in a span of time, epoch milliseconds; head-ends where nobody did are not listed. */
export interface AlikeSpan {
  readonly from: number;
  readonly to: number;
  readonly devices: readonly {
    readonly device: string;
    readonly users: number;
    /** Names that may be passwords, or were not told: by address. */
    readonly strangers: number;
  }[];
}

/** What is known of the last change of the configuration of the head-end that matters here. */
export interface LastChange {
  readonly device: string;
  /** Messages that tell commands were looked for since then, epoch milliseconds, and so many were looked at. */
  readonly since: number;
  readonly commands: number;
  readonly told?: Change;
  /** As `show version` prints it, and when it was asked. */
  readonly polled?: { readonly words: string; readonly at: number };
}

/** A user in a list. */
export interface PersonRow {
  /** The name as it stands in the record, the latest first where there are several ways. */
  readonly names: readonly string[];
  readonly is: Standing['is'];
  /** An active one before others. */
  readonly session?: SessionRow;
  readonly attempt?: AttemptRow;
}

/** Whose an address was in a span, epoch milliseconds. */
export interface HoldersTold {
  readonly address: string;
  readonly from: number;
  readonly to: number;
  readonly held: readonly HolderRow[];
  /** Sessions of those who came from it. */
  readonly cameFrom: readonly HolderRow[];
  /** The nearest ones around the span that had it. */
  readonly before?: SessionRow;
  readonly after?: SessionRow;
  /** Parts of the span in which nothing was collected. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** A session that was there in the span, or perhaps was. */
export interface HolderRow {
  readonly session: SessionRow;
  readonly sure: 'yes' | 'perhaps';
}
