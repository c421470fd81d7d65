import type { StoredMessage } from '../domain/batch.ts';
import type { Outcome } from '../domain/feed.ts';
import type { Between } from '../domain/message-filter.ts';

/** Which messages; what is absent does not restrict. Times are those of receipt, `since` included, `until` not. */
export interface MessageQuery {
  /** Addresses of senders; an empty list finds nothing. */
  readonly from?: readonly string[];
  readonly messageId?: number;
  /** One of these message IDs: no index serves, each line is looked at. */
  readonly messageIds?: Between;
  readonly severities?: Between;
  readonly outcome?: Outcome;
  /** Traps alone: `any`, or those of this name or OID. A syslog message that came in one is none of them. */
  readonly trap?: string;
  /** Stands in the line, in any case of its letters; no character of it means anything else. */
  readonly text?: string;
  /** One of these names is that of the user whom the message names; or it stands in a line that nobody has read, as no part of a longer one. */
  readonly user?: readonly string[];
  /** The address of a client that the message names; or it stands in a line that nobody has read. */
  readonly address?: string;
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
  /** `next` of the page before, or the id of a message: only older ones. */
  readonly cursor?: string;
  /** `newest` of a page before, or the id of a message: only newer ones. */
  readonly after?: string;
}

/** Which message is looked for, from when on (epoch milliseconds). */
export interface FirstQuery extends Pick<MessageQuery, 'from' | 'outcome' | 'trap'> {
  readonly since: number;
  /** Syslog alone, understood or not. */
  readonly lines?: true;
}

/** Messages with one of these message IDs, one at least, that came after one (its id) and before a moment (epoch milliseconds). */
export interface WithQuery {
  readonly messageIds: readonly number[];
  readonly after: number;
  readonly before: number;
  readonly limit: number;
}

/** A page of messages, and the cursor of the one after it. It may have fewer than asked for, or none, and a next one all the same. */
export interface MessagePage {
  readonly messages: readonly StoredMessage[];
  readonly next: string | null;
  /** What `after` takes to ask for what came since; 0 where nothing is stored. */
  readonly newest?: string;
  /** Absent where an index found them, and no line was looked at. */
  readonly looked?: Looked;
}

/** What a page was sought in. */
export interface Looked {
  readonly lines: number;
  /** When the oldest of them was received, epoch milliseconds; `null` where there was none. */
  readonly back: number | null;
  /** With `after`: how many more messages like that are among them than were given. */
  readonly skipped: number;
}
