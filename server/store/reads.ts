import type { Notification } from '../domain/alert/notification.ts';
import type { Attempt, Stage } from '../domain/attempt.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Cause } from '../domain/cause.ts';
import type { Earlier } from '../domain/earlier.ts';
import type { SessionEvent } from '../domain/event.ts';
import type { GapRow, MinuteRow, Summary } from '../domain/feed.ts';
import type { DeviceHidden } from '../domain/hidden.ts';
import type { Meter } from '../domain/meter.ts';
import type { KeptConfiguration } from '../domain/kept-configuration.ts';
import type { SessionCount } from '../domain/session-count.ts';
import type { SessionListing } from '../domain/session-listing.ts';
import type { SessionText } from '../domain/session-text.ts';
import type { Session } from '../domain/session.ts';
import type { PoolMinute } from '../domain/pool-history.ts';
import type { DaySize } from '../domain/day-size.ts';
import type { DeviceTally, UnknownOutcome } from '../domain/unknown.ts';
import type { UnstoredSum } from '../domain/unstored.ts';
import type { Usual } from '../domain/usual.ts';
import type { Service, Verdict } from '../domain/verdict.ts';
import type { Tallies } from '../domain/patterns.ts';
import type { SeriesQuery, SeriesSpanRows } from './series-reads.ts';
import type { StoredEvent } from './store.ts';
import type { AlertPage, AlertQuery, AlertWithHistory } from './alert-reads.ts';
import type { OverTime, TallyKey, TallyPage, TallyQuery } from './tally-reads.ts';
import type {
  EarlierQuery,
  EarlierRecord,
  UserQuery,
  UserRecord,
  PeopleQuery,
  Person,
  AlikeQuery,
  AlikeCount,
  HolderQuery,
  Holders,
} from './user-reads.ts';
import type { DeliveryQuery, DeliveryRow, OutboxCounts } from './outbox.ts';
import type { MessageQuery, FirstQuery, MessagePage, WithQuery } from './message-reads.ts';
import type { PolledDevice, DeviceLoad, DevicePoll, DeviceSnmp, AllSources } from './polled-reads.ts';

/** Which sessions; what is absent does not restrict. Times are epoch milliseconds, `from` included, `to` not. */
export interface SessionQuery {
  /** The exact name. */
  readonly user?: string;
  readonly device?: number;
  /** One of these; an empty list finds nothing. */
  readonly devices?: readonly number[];
  readonly publicIp?: string;
  readonly assignedIp?: string;
  readonly protocol?: Session['protocol'];
  /** The beginning of a user's name in any case, or a whole public or assigned address. */
  readonly q?: string;
  /** Exact names that are found as well as `user`, or else as what `q` begins. */
  readonly orUser?: readonly string[];
  readonly state?: Session['state'];
  /** Of the session's start. */
  readonly from?: number;
  readonly to?: number;
  /** It goes on, or ended then or later: with `to`, all that were there in a span. */
  readonly thereFrom?: number;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Which login attempts; what is absent does not restrict. Times are epoch milliseconds of the start, `from` included, `to` not. */
export interface AttemptQuery {
  /** The exact name. */
  readonly user?: string;
  /** Exact names that are found as well as `user`. */
  readonly orUser?: readonly string[];
  readonly device?: number;
  /** One of these; an empty list finds nothing. */
  readonly devices?: readonly number[];
  readonly publicIp?: string;
  readonly outcome?: Attempt['outcome'];
  readonly cause?: Cause;
  readonly stage?: Stage;
  readonly tunnelGroup?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Which verdicts; what is absent does not restrict. */
export interface VerdictQuery {
  readonly service?: Service;
  readonly user?: string;
  /** Other forms of the user's name, as for attempts. */
  readonly orUser?: readonly string[];
  readonly device?: number;
  /** One of these; an empty list finds nothing. */
  readonly devices?: readonly number[];
  readonly publicIp?: string;
  readonly tunnelGroup?: string;
  readonly cause?: Cause;
  /** Times of receipt, epoch milliseconds, `from` included, `to` not. */
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Which tallies of what is not understood; what is absent does not restrict. */
export interface UnknownQuery {
  readonly device?: number;
  readonly outcome?: UnknownOutcome;
  readonly limit: number;
}

/** Which counts of what is not stored; times are epoch milliseconds, `from` included, `to` not. */
export interface UnstoredQuery {
  readonly device?: number;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Which minutes, put together by steps of so many milliseconds; times are epoch milliseconds, `from` included, `to` not. */
export interface MinutesQuery {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Of these alone: reckoned from their sessions, as no minute is kept for each. */
  readonly devices?: readonly number[];
}

/** The minutes of a span, one row a step, before them the last one that was earlier; and the spans in which nothing was collected. */
export interface MinuteSpan {
  readonly minutes: readonly MinuteRow[];
  readonly gaps: readonly GapRow[];
}

/** Which minutes of which pools of a device; times are epoch milliseconds, `from` included, `to` not. */
export interface PoolMinutesQuery {
  readonly device: number;
  readonly pools: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** The minutes of pools in order of time, and the spans in which nothing was collected. */
export interface PoolMinuteSpan {
  readonly minutes: readonly PoolMinute[];
  readonly gaps: readonly GapRow[];
}

/** What happened on some devices: logins in the 15 minutes before `at`, bytes of sessions that ended in the 24 hours before it. */
export type DeviceFigures = Pick<Summary, 'bytes' | 'failed15m' | 'rejected15m' | 'refused15m'>;

/** Which hidden names, within the last 24 h before `at` (epoch milliseconds); what is absent does not restrict. */
export interface HiddenQuery {
  readonly device?: number;
  readonly at: number;
  readonly limit: number;
}

/** How many messages hid their user's name, by device and address. */
export interface HiddenSum extends Omit<DeviceHidden, 'hour'> {
  /** Tries to log in from that address that nobody has named, in the same time; `null` where no address is told. */
  readonly tries: number | null;
}

/** A page of sessions, and the cursor of the one after it. */
export interface SessionPage {
  readonly sessions: readonly Session[];
  readonly next: string | null;
}

/** A session and the raw messages that are evidence of its events, in order of receipt; expired ones are missing. */
export interface SessionWithEvidence {
  /** Its counters, if a poll ever listed it. */
  readonly meter?: Meter;
  readonly session: Session;
  readonly evidence: readonly StoredMessage[];
  /** In their order; of more than a thousand the first and the last 500. */
  readonly events: readonly SessionEvent[];
  /** The earliest first. */
  readonly counts: readonly SessionCount[];
  readonly listings: readonly SessionListing[];
  readonly texts: readonly SessionText[];
}

/** A page of login attempts, and the cursor of the one after it. */
export interface AttemptPage {
  readonly attempts: readonly Attempt[];
  readonly next: string | null;
}

/** A page of verdicts, and the cursor of the one after it. */
export interface VerdictPage {
  readonly verdicts: readonly Verdict[];
  readonly next: string | null;
}

/** An attempt and the raw messages that are evidence of it, in order of receipt; expired ones are missing. */
export interface AttemptWithEvidence {
  readonly attempt: Attempt;
  readonly evidence: readonly StoredMessage[];
}

/** Questions to what is committed. Each rejects with `ReadTimeout` after its deadline, and with `BadCursor` for a cursor we did not give. */
export interface Reads {
  /** Newest start first. */
  sessions(query: SessionQuery): Promise<SessionPage>;
  session(id: number): Promise<SessionWithEvidence | undefined>;
  /** Newest start first. */
  attempts(query: AttemptQuery): Promise<AttemptPage>;
  attempt(id: number): Promise<AttemptWithEvidence | undefined>;
  /** Those of most tries first. */
  tally(query: TallyQuery, by: TallyKey, limit: number): Promise<TallyPage>;
  overTime(query: TallyQuery, by: 'cause' | 'stage', step: number): Promise<OverTime>;
  suspects(query: Omit<TallyQuery, 'outcome' | 'cause'>): Promise<Tallies>;
  /** Newest first. */
  verdicts(query: VerdictQuery): Promise<VerdictPage>;
  /** Newest first. */
  messages(query: MessageQuery): Promise<MessagePage>;
  /** One message that is still kept. */
  message(id: number): Promise<StoredMessage | undefined>;
  /** The oldest first. */
  messagesWith(query: WithQuery): Promise<readonly StoredMessage[]>;
  /** The oldest of them. */
  first(query: FirstQuery): Promise<StoredMessage | undefined>;
  /** The most frequent first. */
  unknown(query: UnknownQuery): Promise<readonly DeviceTally[]>;
  /** Of the newest message day. */
  daySize(): Promise<DaySize | undefined>;
  /** By device and message ID, the most frequent first. */
  unstored(query: UnstoredQuery): Promise<readonly UnstoredSum[]>;
  /** The most frequent first. */
  hidden(query: HiddenQuery): Promise<readonly HiddenSum[]>;
  /** What people were told, by which channel and with which result: the newest first. */
  deliveries(query: DeliveryQuery): Promise<readonly DeliveryRow[]>;
  notification(id: number): Promise<Notification | undefined>;
  /** What of the outbox is not sent; of one channel, if so. */
  outbox(channel?: number): Promise<OutboxCounts>;
  /** The chart of sessions. */
  minutes(query: MinutesQuery): Promise<MinuteSpan>;
  /** How full some pools of a device were. */
  poolMinutes(query: PoolMinutesQuery): Promise<PoolMinuteSpan>;
  /** What series told, by the steps of a plan. */
  series(query: SeriesQuery): Promise<SeriesSpanRows>;
  figures(devices: readonly number[], at: number): Promise<DeviceFigures>;
  /** How it was on some devices at a moment (epoch milliseconds); `undefined` where nobody watched then. */
  figuresThen(devices: readonly number[], at: number): Promise<Earlier | undefined>;
  /** Of every device that was ever polled. */
  loads(): Promise<readonly DeviceLoad[]>;
  /** How a device is asked what it knows, and what it last said. */
  poll(device: number): Promise<DevicePoll>;
  /** How a device's SNMP is spoken with, its engines, and what it last said. */
  snmp(device: number): Promise<DeviceSnmp>;
  /** How all devices are asked, what they last said, and which traps have come since then (epoch milliseconds). */
  sources(since: number): Promise<AllSources>;
  /** The one raised last first. */
  alerts(query: AlertQuery): Promise<AlertPage>;
  alert(id: number): Promise<AlertWithHistory | undefined>;
  /** When nothing was collected, as far as it reaches into the span, in order: gaps, before anything was on record, and since nothing is kept. */
  unwatched(span: Pick<MinutesQuery, 'from' | 'to'>): Promise<readonly GapRow[]>;
  /** The number before the first event that came then or later (epoch milliseconds). */
  seqBefore(from: number): Promise<number>;
  /** Events with a greater number, in order: a page of at most `limit`. */
  eventsAfter(seq: number, limit: number): Promise<readonly StoredEvent[]>;
  user(query: UserQuery): Promise<UserRecord>;
  /** What the user had and tried before; newest start first. */
  earlier(query: EarlierQuery): Promise<EarlierRecord>;
  /** Who is called so before those whose name begins so; without a name those who came or tried last. */
  people(query: PeopleQuery): Promise<readonly Person[]>;
  alike(query: AlikeQuery): Promise<readonly AlikeCount[]>;
  holders(query: HolderQuery): Promise<Holders>;
  /** All devices that were ever polled, those asked by commands first. */
  polls(): Promise<readonly PolledDevice[]>;
  /** What the same time of the last seven days was like, of all devices or some; `at` in epoch milliseconds. */
  usual(at: number, devices?: readonly number[]): Promise<Usual>;
  /** What was told of a device's configuration. */
  configurations(device: number): Promise<readonly KeptConfiguration[]>;
}

/** A read took longer than it may, or too many were waiting: the caller may ask again later. */
export class ReadTimeout extends Error {
  override readonly name = 'ReadTimeout';
}

/** A cursor that no page of ours gave. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}
