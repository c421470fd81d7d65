import type { AaaMark } from './aaa.ts';
import type { Alert } from './alert/alert.ts';
import type { UnsavedLetter } from './alert/notification.ts';
import type { ChainRow, DeviceRow, HealthRow, MessageRow, MinuteRow, SessionRow, Summary } from './feed.ts';

/** What a commit has made true, in whole rows: the only thing that viewers are told. While nothing can be saved, what it would have made true (`summary.unsaved`). */
export interface Committed {
  readonly summary: Summary;
  readonly devices: readonly DeviceRow[];
  readonly chains?: readonly ChainRow[];
  readonly aaa?: readonly AaaMark[];
  /** The sessions that changed. */
  readonly sessions: readonly SessionRow[];
  /** The minutes that changed, and those that are too old now. */
  readonly minutes: readonly MinuteRow[];
  readonly forgottenMinutes: readonly number[];
  /** The latest messages that were taken in. */
  readonly messages: readonly MessageRow[];
  /** Attempts or verdicts changed. */
  readonly logins: boolean;
  /** Alerts that were raised, changed or cleared; absent where nothing was judged. */
  readonly alerts?: readonly Alert[];
  /** How many messages to people were put into the outbox. */
  readonly notifications?: number;
  /** Messages to people that could not be put there: they are sent from memory. */
  readonly letters?: readonly UnsavedLetter[];
  /** What was shown while nothing could be saved, and never was: ids. */
  readonly gone?: { readonly sessions: readonly number[]; readonly alerts: readonly number[] };
  readonly health?: HealthRow;
  /** Counts of what comes in beside the messages. */
  readonly others?: readonly HealthRow[];
}
