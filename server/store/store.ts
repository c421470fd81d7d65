import type { Channel, Dismissal, NewDelivery, Notification, Tried } from '../domain/alert/notification.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Packed } from '../domain/packed.ts';
import type { Device, DeviceConfiguration, Place } from '../domain/device.ts';
import type { Event } from '../domain/event.ts';
import type { GapRow, MinuteRow } from '../domain/feed.ts';
import type { DeviceHidden } from '../domain/hidden.ts';
import type { KeptConfiguration } from '../domain/kept-configuration.ts';
import type { PollChange, PollSet } from '../domain/poll-set.ts';
import type { Polled, Polling } from '../domain/polling.ts';
import type { Lease } from '../domain/pool.ts';
import type { PoolMinute } from '../domain/pool-history.ts';
import type { Purge, Purged } from '../domain/retention.ts';
import type { SeriesSample } from '../domain/series.ts';
import type { Session } from '../domain/session.ts';
import type { SnmpAccess, SnmpEngine } from '../domain/snmp.ts';
import type { UsualGap } from '../domain/heartbeat.ts';
import type { DeviceTally } from '../domain/unknown.ts';
import type { DeviceUnstored } from '../domain/unstored.ts';
import type { Storing } from '../domain/storing.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { AlertChanges, AlertOrigin, AlertsSet, AlertTurn } from '../domain/alert/kept.ts';
import type { AlertSetting } from '../domain/alert/scope.ts';
import type { AuditRow } from '../domain/access/audit.ts';
import type { ArchiveStore } from './archive-reads.ts';
import type { AuditEnd, AuditLink, AuditQuery } from './audit.ts';
import type { Manifest } from './backup.ts';
import type { NewChannel } from './channels.ts';
import type { Begun, EraseOrder } from './erase.ts';
import type { Finished } from './erasing.ts';
import type { IndexStep } from './indexes.ts';
import type { Token, Visit, Wall } from '../domain/access/account.ts';
import type { AccountChange, KeptAccount, NewAccount } from './accounts.ts';
import type { Entries } from './entries.ts';
import type { DueDelivery, Outcome } from './outbox.ts';
import type { LastPoll, RefusedLogin } from './polling.ts';
import type { Reads } from './reads.ts';
import type { Renamed } from './rename.ts';
import type { PurgeDone, PurgeStep } from './retention.ts';
import type { Secret } from './secret.ts';
import type { Unfinished } from './unfinished.ts';

/** When a device was last heard (epoch milliseconds), and how many messages it sent in all. */
export interface Seen {
  readonly device: number;
  readonly lastMessageAt: number;
  readonly messages: number;
  readonly usualGap?: UsualGap;
}

/** How far a collector's batches are taken in: what comes again up to here changes nothing. */
export interface CollectorMark {
  readonly name: string;
  readonly epoch: number;
  readonly seq: number;
  /** The id of the last message of its last batch. */
  readonly lastMessage: number;
}

/** An address that is free again. */
export interface FreedLease {
  readonly device: number;
  readonly address: string;
}

/** What events are projected to; rows are absolute: each takes the place of the one with its key. */
export interface Projections {
  readonly sessions: readonly Session[];
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
  readonly leases: { readonly put: readonly Lease[]; readonly drop: readonly FreedLease[] };
  readonly minutes: readonly MinuteRow[];
}

/** All that one batch, or the passing of time, changes: written whole or not at all. */
export interface WriteSet extends Projections {
  /** Appended in order; the store numbers them. */
  readonly events: readonly Event[];
  readonly seen: readonly Seen[];
  /** What came that is not understood: added to what is counted already, so only together with its collector's mark. */
  readonly unknown?: readonly DeviceTally[];
  /** Names that devices hid: added as well. */
  readonly hidden?: readonly DeviceHidden[];
  /** Messages that were counted instead of stored: added as well. */
  readonly unstored?: readonly DeviceUnstored[];
  /** Polls of devices: each takes the place of the device's last. */
  readonly polled?: readonly Polled[];
  /** How full pools are now, where that changed or an hour has begun. */
  readonly poolMinutes?: KeptPoolMinutes;
  /** Added to what is told in each step already, so only together with its collector's mark. */
  readonly series?: readonly SeriesSample[];
  /** What polls counted beside what happened. */
  readonly polls?: PollChange;
  readonly alerts?: AlertChanges & Partial<AlertTurn>;
  /** Absent when only time passed. A set that is not newer than what is stored of its collector changes nothing. */
  readonly collector?: CollectorMark;
  /** Epoch milliseconds; becomes the heartbeat. */
  readonly at: number;
}

/** Minutes of pools that are to be kept; `isNewHour` lets the old ones be thinned out. */
export interface KeptPoolMinutes {
  readonly rows: readonly (PoolMinute & { readonly device: number })[];
  readonly isNewHour: boolean;
}

/** An event with its number in the order of all. */
export interface StoredEvent {
  readonly seq: number;
  readonly event: Event;
}

/** What is counted over 15 min; of ended attempts only those that failed. */
export type Counted = 'attempt.ended' | 'login.rejected' | 'address.refused';

/** A message of that ID has told of this session or attempt. */
export type Told = { readonly of: 'session' | 'attempt'; readonly id: number; readonly messageId: number };

/** What the state starts from. */
export interface Loaded {
  /** With their addresses, pools and chains. */
  readonly devices: readonly Device[];
  readonly seen: readonly Seen[];
  /** Active ones, and those that ended since the time asked for. */
  readonly sessions: readonly Session[];
  /** Open ones, and those that were over when the program last ran. */
  readonly attempts: readonly Attempt[];
  /** The IDs of the messages that have told of those sessions and attempts: late lines are known by them. */
  readonly told: readonly Told[];
  /** Those that nobody has been found for yet. */
  readonly verdicts: readonly Verdict[];
  readonly leases: readonly Lease[];
  /** Of the last 24 h in which the program ran. */
  readonly minutes: readonly MinuteRow[];
  /** Of the last 15 min, for the counters. */
  readonly events15m: readonly { readonly kind: Counted; readonly at: number }[];
  /** Messages that hid a name in the last 24 h. */
  readonly hidden: readonly Pick<DeviceHidden, 'device' | 'hour' | 'count'>[];
  /** What polls left that no event tells; of active sessions, and of those that ended since the time asked for. */
  readonly polls: PollSet;
  /** The lowest id that a session ever had; 0 while no poll has opened one. */
  readonly lowestSession: number;
  /** Those that reach into the last 24 h. */
  readonly gaps: readonly GapRow[];
  readonly collectors: readonly CollectorMark[];
  /** The greatest id that is known to be given to what arrived, even if its day is gone; 0 if none is. */
  readonly lastMessageId: number;
  /** When this database was last written to (epoch milliseconds); `null` if never. */
  readonly heartbeat: number | null;
}

/** A device as it is first told of. */
export type NewDevice = Pick<Device, 'name' | 'addresses' | 'state' | 'addedAt'>;

/** The one place that is written to and read back; a rejected promise has changed nothing. */
export interface Store {
  load(now: number, endedSince: number): Promise<Loaded>;
  /** Raw first: keeps the messages in their days. One whose id is there already changes nothing. */
  keep(parts: readonly Packed[]): Promise<void>;
  /** Writes the set in one transaction. A failed one may be called again with the same set. */
  commit(set: WriteSet): Promise<void>;
  /** What alerting starts from. */
  alerts(): Promise<AlertOrigin>;
  /** What people have set. */
  alertSettings(): Promise<AlertsSet>;
  /** What a person did about alerts. */
  putAlerts(changes: AlertChanges): Promise<void>;
  putAlertSetting(one: AlertSetting): Promise<void>;
  addGap(gap: GapRow): Promise<void>;
  /** Messages that arrived with a greater id, in order of id: a page of at most `limit`. Imported ones are none of them. */
  messagesAfter(after: number, limit: number): Promise<readonly StoredMessage[]>;
  /** Events with a greater number, in order: a page of at most `limit`. */
  eventsAfter(seq: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Empties the projections and lets `fill` write them anew, all in one transaction; `fill` may read events, but must not commit. */
  rebuild(fill: (put: (rows: Projections) => Promise<void>) => Promise<void>): Promise<void>;
  /** All devices with their addresses, pools and chains. */
  devices(): Promise<readonly Device[]>;
  /** Rejects with `DeviceConflict` when the name or an address is taken. */
  addDevice(device: NewDevice): Promise<Device>;
  /** Rejects with `DeviceConflict` when there is no such device; adopting twice changes nothing. */
  adoptDevice(id: number): Promise<void>;
  /** What people have set about alerts of it by its old name follows the new one. */
  renameDevice(id: number, name: string): Promise<Renamed>;
  /** Tells the zone of its own clock; without one it is forgotten. */
  zoneDevice(id: number, zone: string | undefined): Promise<void>;
  /** Tells which of its messages are stored from now on. */
  storeDevice(id: number, storing: Storing): Promise<void>;
  /** Tells where it stands and whose it is, in place of what was told before. */
  placeDevice(id: number, place: Place): Promise<void>;
  /** Replaces pools, chains and user names. */
  configureDevice(id: number, configuration: DeviceConfiguration): Promise<void>;
  /** Keeps what its configuration says, for the doctor. */
  putConfiguration(device: number, kept: KeptConfiguration): Promise<void>;
  /** Names that are no passwords: users who had a session, and those in the devices' configurations. */
  knownNames(): Promise<readonly string[]>;
  /** How each device is asked. */
  pollings(): Promise<readonly Polling[]>;
  /** Tells how it is asked from now on; rejects when there is no such device. */
  putPolling(polling: Polling): Promise<void>;
  /** It is not asked any more; its passwords are gone with it. */
  dropPolling(device: number): Promise<void>;
  /** The last poll of each device. */
  lastPolls(): Promise<readonly LastPoll[]>;
  putPoll(polled: Polled): Promise<void>;
  /** When our own logins were refused, since a moment (epoch milliseconds). */
  refusedLogins(since: number): Promise<readonly RefusedLogin[]>;
  putRefusedLogin(refused: RefusedLogin): Promise<void>;
  /** How each device's SNMP is spoken with. */
  snmpAccesses(): Promise<readonly SnmpAccess[]>;
  /** Tells how it is spoken with from now on; rejects when there is no such device. */
  putSnmpAccess(access: SnmpAccess): Promise<void>;
  /** It is spoken with no more; its secrets and engines are gone with it. */
  dropSnmpAccess(device: number): Promise<void>;
  /** The engines of all devices. */
  snmpEngines(): Promise<readonly SnmpEngine[]>;
  /** Keeps what was heard of engines; one that a person has accepted stays accepted. */
  putSnmpEngines(engines: readonly SnmpEngine[]): Promise<void>;
  acceptSnmpEngine(device: number, engineId: string): Promise<void>;
  /** The last poll of each device over SNMP. */
  lastSnmpPolls(): Promise<readonly LastPoll[]>;
  /** What is sealed with the key of this installation. */
  secrets(): Promise<readonly Secret[]>;
  /** Keeps a secret in place of the one with its owner and field. Rejects with `KeyChanged` where others are sealed with another key. */
  putSecret(secret: Secret): Promise<void>;
  /** Puts others in place of all of them, in one transaction. */
  resealSecrets(reseal: (all: readonly Secret[]) => readonly Secret[]): Promise<void>;
  /** Appends to the audit log what follows its end, in one transaction with what is sealed of that, in its place. */
  appendAudit(place: Pick<Secret, 'owner' | 'field'>, link: (end: AuditEnd) => AuditLink): Promise<void>;
  auditEnd(place: Pick<Secret, 'owner' | 'field'>): Promise<AuditEnd>;
  /** Rows of the audit log, in order. */
  auditRows(query: AuditQuery): Promise<readonly AuditRow[]>;
  /** Whatever is sealed for this owner is gone. */
  dropSecrets(owner: string): Promise<void>;
  /** Who may use the dashboard, by name. */
  accounts(): Promise<readonly KeptAccount[]>;
  /** Rejects when another account has the name. */
  addAccount(account: NewAccount): Promise<KeptAccount>;
  changeAccount(id: number, change: AccountChange): Promise<void>;
  /** Visits, tokens and walls. */
  entries(): Promise<Entries>;
  /** Keeps a visit, or when it was last seen. */
  putVisit(visit: Visit): Promise<void>;
  dropVisits(hashes: readonly string[]): Promise<void>;
  addToken(token: Omit<Token, 'id'>): Promise<Token>;
  addWall(wall: Omit<Wall, 'id'>): Promise<Wall>;
  /** It lets nobody in any more. */
  revokeEntry(kind: 'token' | 'wall', id: number, at: number): Promise<void>;
  /** Where messages of alerts go, by name. */
  channels(): Promise<readonly Channel[]>;
  /** Rejects when another channel has the name. */
  addChannel(channel: NewChannel): Promise<Channel>;
  enableChannel(id: number, enabled: boolean): Promise<void>;
  /** What was due there is given up; its secrets are gone with it, what was sent stays as history. */
  removeChannel(id: number): Promise<void>;
  /** The channels on which something is to be tried by that moment, and what is tried next on one of them. */
  dueChannels(at: number): Promise<readonly number[]>;
  nextDue(channel: number, at: number): Promise<DueDelivery | undefined>;
  /** Writes what a try of a delivery came to. */
  putOutcome(delivery: number, outcome: Outcome): Promise<void>;
  /** Gives up what has been due since that moment or longer: it is dead until a person sends it again. */
  giveUp(since: number): Promise<void>;
  /** Keeps a person's test of a channel, and what it came to. */
  putTest(
    notification: Omit<Notification, 'id'>,
    to: Pick<NewDelivery, 'channel' | 'key'>,
    tried: Tried,
  ): Promise<void>;
  /** Tries a dead delivery again; tells whether there was such a one. */
  resend(delivery: number): Promise<boolean>;
  /** Settles that a dead delivery need not be sent; tells whether there was such a one. */
  dismiss(delivery: number, by: Omit<Dismissal, 'at'>): Promise<boolean>;
  /** Deletes some of what is older than it is to be kept. Where it stopped is where the next step of the same begins; 0 for the first. */
  purge(what: Purge, step: PurgeStep): Promise<PurgeDone & Purged>;
  /** Exchanges the names of a user, and takes them out of all that is small. Rejects with `StillConnected`. */
  startErasure(order: EraseOrder): Promise<Begun & { readonly held: number }>;
  /** Takes the names out of events, message days, free pages and logs. */
  finishErasure(begun: Begun & { readonly held?: number }): Promise<Finished>;
  /** Those that were begun and are not done. */
  unfinishedErasures(): Promise<readonly Unfinished[]>;
  /** Goes on making the indexes of message days, for some 50 ms at most on a machine that is not busy; `undefined`: there is nothing to do. Nobody who writes waits for it. */
  index(): Promise<IndexStep | undefined>;
  /** Writes what changes nothing, to the database and to the day of these rows, which may be there already. Rejects while nothing can be saved. */
  probe(parts: readonly Packed[]): Promise<void>;
  /** Looks through what a start has no time for: the database, and the newest message day. What is damaged is told as if it had been met. */
  look(): Promise<void>;
  /** Copies every file into this new folder while others write: see `backup.ts`. */
  backUp(folder: string): Promise<Manifest>;
  /** What imports read and write. */
  readonly archive: ArchiveStore;
  readonly reads: Reads;
  /** Resolves when everything asked for is done and every handle is closed. */
  close(): Promise<void>;
}
