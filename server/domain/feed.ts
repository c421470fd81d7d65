import type { AlertRow } from './alert/row.ts';
import type { Excluded } from './pool-excluded.ts';
import type { Attempt } from './attempt.ts';
import type { Clock } from './clock.ts';
import type { Place } from './device.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { DeviceHidden } from './hidden.ts';
import type { SenderRow } from './sender-counts.ts';
import type { Protocol, Session } from './session.ts';
import type { Total } from './unit.ts';
import type { DeviceTally } from './unknown.ts';
import type { Verdict } from './verdict.ts';

/** A session as a screen shows it: the device by name, tunnels counted. */
export interface SessionRow extends Omit<Session, 'device'> {
  readonly device: string;
  /** The pool its address lies in, where the device's configuration is known. */
  readonly pool?: string;
}

/** A login attempt as a screen shows it: the device by name. */
export interface AttemptRow extends Omit<Attempt, 'device'> {
  readonly device: string;
  /** The cause in words. */
  readonly causeWords?: string;
}

/** A verdict as a screen shows it: the device by name. */
export interface VerdictRow extends Omit<Verdict, 'device'> {
  readonly device: string;
  /** The cause in words. */
  readonly causeWords: string;
}

export interface PoolRow {
  readonly device: string;
  readonly name: string;
  readonly first: string | null;
  readonly last: string | null;
  /** Addresses in the pool; `null` while no running configuration of the device was read. */
  readonly size: number | null;
  /** Derived from messages: addresses that were assigned and not freed. */
  readonly used: number;
  /** 0 to 1, of `used`; `null` when the size is not known. */
  readonly utilization: number | null;
  /** Tunnel groups whose chain has this pool. */
  readonly tunnelGroups: readonly string[];
  /** When an address was last assigned or freed, epoch milliseconds. */
  readonly changedAt: number | null;
  /** As the device last listed it; absent while it was not polled. */
  readonly polled?: PolledPool;
  /** What of its range cannot be given to a client; absent where nothing is known to be so. */
  readonly excluded?: readonly Excluded[];
}

/** A pool as its device listed it: `used` is in use and `held` rests, and neither is free. */
export interface PolledPool {
  readonly used: number;
  readonly held: number;
  readonly free: number;
  /** 1 - free / all, 0 to 1. */
  readonly utilization: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Addresses in use that no session has, in polls ten minutes apart. */
  readonly leaked: readonly string[];
  /** Which are held; absent where that was not listed, or are too many. */
  readonly heldAddresses?: readonly string[];
}

/** The pools that a tunnel group takes addresses from, together: the first one of several fills by design. */
export interface ChainRow {
  readonly device: string;
  readonly tunnelGroup: string;
  readonly pools: readonly string[];
  readonly size: number | null;
  /** `polled`: not free in any of them, held ones too, and no fewer than messages that came since tell. `derived`: assigned and not freed, by messages. */
  readonly used: number;
  /** How many of these are held; `null` where messages alone tell: they do not say. */
  readonly held: number | null;
  readonly utilization: number | null;
  readonly source: 'polled' | 'derived';
  /** Of the oldest figure in it, epoch milliseconds; `null` for a derived one where nothing has happened. */
  readonly at: number | null;
}

export interface DeviceRow {
  readonly id: number;
  readonly name: string;
  readonly state: 'adopted' | 'pending';
  readonly addresses: readonly string[];
  readonly sessions: number;
  /** Arrival of its last message, epoch milliseconds. */
  readonly lastMessageAt: number | null;
  readonly messages: number;
  /** By what its silence is judged. */
  readonly heartbeat: Heartbeat;
  /** Of its own clock, where a person has told it. */
  readonly zone?: string;
  /** Which of its messages are stored (`storingText`). */
  readonly storing: string;
  /** Where it stands and whose it is, where a person has told it. */
  readonly place?: Place;
  /** Absent until a message has come since the start. */
  readonly clock?: Clock;
  /** Messages of the last 24 h whose user it hid (`*****`): it has no `no logging hide username`. */
  readonly hiddenNames: number;
}

/** A stored message as a screen shows it. */
export interface MessageRow {
  readonly id: number;
  readonly at: number;
  readonly device: string | null;
  readonly from: string;
  readonly messageId: number | null;
  readonly severity: number | null;
  readonly outcome: Outcome;
  readonly text: string;
}

/** What is not understood as a screen shows it: the device by name. */
export interface UnknownRow extends Omit<DeviceTally, 'device'> {
  readonly device: string;
}

/** How many messages hid their user's name in the last 24 h, by address, as a screen shows it: the device by name. */
export interface HiddenRow extends Omit<DeviceHidden, 'device' | 'hour'> {
  readonly device: string;
  /** Tries to log in from that address that nobody has named; `null` where no address is told. */
  readonly tries: number | null;
}

/** What became of a line. */
export type Outcome = 'claim' | 'noted' | 'unlisted' | 'misfit' | 'foreign';

export interface Summary {
  /** When this was true, epoch milliseconds. */
  readonly at: number;
  readonly sessions: { readonly total: number; readonly byProtocol: Readonly<Record<Protocol, number>> };
  readonly tunnels: {
    readonly ike: number;
    readonly ipsec: number;
    readonly parent: number;
    readonly ssl: number;
    readonly dtls: number;
  };
  readonly users: number;
  readonly pools: readonly PoolRow[];
  /** From sessions that ended in the last 24 h: syslog carries no running counters. */
  readonly bytes: { readonly tx: number; readonly rx: number; readonly sessions: number };
  /** Login attempts that failed, AAA rejections (of management too) and refused addresses in the last 15 min. */
  readonly failed15m: number;
  readonly rejected15m: number;
  readonly refused15m: number;
  /** Arrival of the last message of any device, epoch milliseconds. */
  readonly lastMessageAt: number | null;
  /** What users' sessions had counted when they were last listed; absent while no device was polled. */
  readonly remoteAccess?: Total;
  /** LAN-to-LAN sessions, apart. */
  readonly lanToLan?: Total;
  /** Since when nothing can be saved (epoch milliseconds): what is shown is from memory. Absent while all is saved. */
  readonly unsaved?: number;
}

/** One minute of the chart; `active` is the number of sessions at its end. */
export interface MinuteRow {
  /** Start of the minute, epoch milliseconds. */
  readonly minute: number;
  readonly active: number;
  readonly opened: number;
  readonly ended: number;
  readonly bytesTx: number;
  readonly bytesRx: number;
}

/** A span in which nothing was collected: drawn as a gap, never as zero. */
export interface GapRow {
  readonly from: number;
  readonly to: number;
}

/** Ports by transport; a transport that is switched off has none. */
export interface Ports {
  readonly udp?: number;
  readonly tcp?: number;
  readonly tls?: number;
}

/** Every datagram ends in exactly one bucket. */
export interface HealthRow {
  readonly collector: string;
  /** What it listens on; absent where it is the one that asks. */
  readonly ports?: Ports;
  readonly buckets: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Counts that are no buckets: a `cut` datagram was longer than is kept, and is stored. */
  readonly notes?: Readonly<Record<string, number>>;
  /** Effective receive buffer in bytes and the one wanted; `null` where the system does not tell. */
  readonly receiveBuffer: { readonly effective: number | null; readonly wanted: number };
  readonly queuedBytes: number;
  /** Messages that wait to be stored, or polls under way; absent where nothing does. */
  readonly queued?: number;
  /** By sender; a thousand of them at most and the others. No viewer is sent them. */
  readonly senders?: readonly SenderRow[];
  /** Warnings in words, each with what to do. */
  readonly warnings: readonly string[];
}

/** A health row as a screen shows it. */
export type ShownHealth = Omit<HealthRow, 'senders'>;

/** Without what no viewer is sent. */
export function shownHealth({ senders: _, ...shown }: HealthRow): ShownHealth {
  return shown;
}

/** That attempts or verdicts have changed. They are not sent: most pages do not show them, and a spray makes thousands. */
export interface LoginsRow {
  /** When they last did, epoch milliseconds. */
  readonly at: number;
}

/** The topics of the live feed: each is a set of rows by key, with a number of its own. */
export interface Topics {
  /** One row, key `summary`. */
  summary: Summary;
  /** Active sessions, and the last hour's ended ones (at most 500); key is the id. */
  sessions: SessionRow;
  /** Key is `device/name`. */
  pools: PoolRow;
  /** Key is `device/tunnelGroup`. */
  chains: ChainRow;
  devices: DeviceRow;
  /** The latest 100 messages that the VPN tables know; key is the id. */
  messages: MessageRow;
  /** The last 24 h; key is the minute. */
  minutes: MinuteRow;
  /** Key is `from`. */
  gaps: GapRow;
  health: ShownHealth;
  /** One row, key `logins`, none while nothing has changed: whoever shows a list of attempts or verdicts asks for it anew. */
  logins: LoginsRow;
  /** Open alerts, and those that ended within the last hour: at most 1,000, the worst; key is the id. */
  alerts: AlertRow;
}

export type TopicName = keyof Topics;
export const topicNames = [
  'summary',
  'sessions',
  'pools',
  'chains',
  'devices',
  'messages',
  'minutes',
  'gaps',
  'health',
  'logins',
  'alerts',
] as const satisfies readonly TopicName[];

/**
 * All rows of a topic as of `seq`, or a part of them: a large topic comes in parts, the latest rows first, and each part is asked for when
 * the one before it is in. A part is as of the latest delta that was sent before it, so that parts and deltas together are whole.
 */
export interface Snapshot<T extends TopicName = TopicName> {
  readonly topic: T;
  readonly seq: number;
  readonly rows: readonly (readonly [key: string, row: Topics[T]])[];
  /** About how many rows are still to come; absent with the last part. */
  readonly left?: number;
}

/** What changed between `seq - 1` and `seq`: rows are whole, never differences. */
export interface Delta<T extends TopicName = TopicName> {
  readonly topic: T;
  readonly seq: number;
  readonly put: readonly (readonly [key: string, row: Topics[T]])[];
  readonly drop: readonly string[];
}

/** The server's pulse, each second: a viewer that misses it says so. */
export interface Tick {
  readonly at: number;
  /** Changes with every build: a page of another build reloads itself. */
  readonly build: string;
}
