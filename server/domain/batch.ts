import type { Claimed } from './claim.ts';
import type { ClockSample } from './clock.ts';
import type { HealthRow, MessageRow, Outcome } from './feed.ts';
import type { SenderHidden } from './hidden.ts';
import type { Packed } from './packed.ts';
import type { Polled } from './polling.ts';
import type { SenderTally } from './unknown.ts';
import type { SenderUnstored } from './unstored.ts';

/** What a collector hands over at once. A batch taken twice changes nothing the second time. */
export interface Batch {
  readonly collector: string;
  /** Rises with each start of the collector; `seq` counts the batches within it from 1. */
  readonly epoch: number;
  readonly seq: number;
  /** The messages, already packed for the store in the collector's thread. */
  readonly rows: readonly Packed[];
  /** How many rows there are, and the id of the last one (0 if none). */
  readonly messages: number;
  readonly lastMessage: number;
  /** When the batch was closed, epoch milliseconds. */
  readonly at: number;
  readonly claims: readonly Claimed[];
  /** Messages per source address in this batch, those that are only counted among them. */
  readonly bySource: Readonly<Record<string, number>>;
  /** What of the rows is not understood, counted. */
  readonly unknown?: readonly SenderTally[];
  /** Looks at the senders' clocks, in order of arrival. */
  readonly clocks?: readonly ClockSample[];
  /** Of how many of the rows the device hid the user's name. */
  readonly hidden?: readonly SenderHidden[];
  /** Messages that are counted instead of stored: none of the rows. */
  readonly unstored?: readonly SenderUnstored[];
  /** Devices that were polled; such a batch has no rows. */
  readonly polled?: readonly Polled[];
  /** The latest of the rows that the tables know, for the live view. */
  readonly latest: readonly MessageRow[];
  /** The collector's counts since it started, whole; absent where a person gave what it holds. */
  readonly health?: HealthRow;
  /** Further rows of the same kind: what comes in beside the messages has counts of its own. */
  readonly others?: readonly HealthRow[];
}

/** One row of the message store, in the order of its columns; `from` is the sender's address. */
export type StoredMessage = readonly [
  id: number,
  at: number,
  from: string,
  messageId: number | null,
  severity: number | null,
  outcome: Outcome,
  line: string,
];

/** Takes what a collector has seen. Resolves when it is committed: until then the collector may send it again. */
export interface Sink {
  take(batch: Batch): Promise<void>;
}
