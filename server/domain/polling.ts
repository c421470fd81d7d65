import type { AaaTold } from './aaa.ts';
import type { LocalUsersTold, ShunsTold } from './lock.ts';
import type { Roster } from './roster.ts';
import type { Sample } from './sample.ts';

/** How a device is asked what it knows. Its passwords are not here: they are sealed in the store, and opened for one login. */
export interface Polling {
  readonly device: number;
  readonly transport: 'ssh' | 'https';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Algorithms and TLS versions that are broken by now, for an ASA that knows no others. */
  readonly legacy: boolean;
  /** SHA-256 of the host key or certificate that a person has accepted; without one no password is sent. */
  readonly fingerprint?: string;
  readonly everySeconds: number;
}

/** Why a poll, or one command of it, gave nothing. Words for a person, without secrets. */
export interface PollFailure {
  /** `connect`, `login`, or the command. */
  readonly at: string;
  readonly why:
    'unreachable' | 'deadline' | 'key unknown' | 'key changed' | 'login refused' | 'refused' | 'misfit' | 'cut';
  readonly detail: string;
  /** Of a key that is unknown or has changed: the SHA-256 that was seen, which a person may accept. */
  readonly fingerprint?: string;
  /** Until when no login is tried, epoch milliseconds: two were refused within an hour. */
  readonly until?: number;
  /** Of a misfit: the output, redacted, and the line (from 1) that nobody knows. */
  readonly transcript?: string;
  readonly line?: number;
}

/** What the device says of itself, each fact as of the poll that told it. Absent: not asked, or not told. */
export interface DeviceFacts {
  readonly hostname?: string;
  /** `9.16(4)`. */
  readonly version?: string;
  readonly asdmVersion?: string;
  readonly model?: string;
  readonly serial?: string;
  /** Seconds since its start. */
  readonly uptime?: number;
  readonly platform?: PlatformTold;
  /** Percent, over five seconds, a minute, five minutes. */
  readonly cpu?: readonly [number, number, number];
  readonly memoryUsed?: number;
  readonly memoryTotal?: number;
  readonly connections?: number;
  /** Its own clock, as printed: `10:11:12.345 UTC Mon Jan 1 2024`. */
  readonly clock?: string;
  readonly role?: 'active' | 'standby';
  /** Which of the two units was asked; it keeps this name when it changes its role. */
  readonly unit?: 'primary' | 'secondary';
  /** `off`, or what the other unit or its groups are: `Standby Ready`, `Failed`, `Not Detected`. */
  readonly failover?: string;
  readonly mateSerial?: string;
  /** As printed: `15:04:07 UTC Feb 21 2024`. */
  readonly lastFailover?: string;
  readonly pair?: PairTold;
  /** How many messages it says it has sent to log servers (`show logging`), by transport and address: `udp 172.16.1.50`. */
  readonly logged?: Readonly<Record<string, number>>;
  readonly logging?: LoggingTold;
  readonly aaa?: AaaTold;
  readonly localUsers?: LocalUsersTold;
  readonly shuns?: ShunsTold;
  /** How many sessions the platform or its licence takes (`show vpn-sessiondb summary`). */
  readonly sessionLimit?: number;
  readonly interfaces?: InterfacesTold;
  /** When it told what changes by the minute, epoch milliseconds: a poll that fails leaves what was told before. */
  readonly loadAt?: Readonly<Partial<Record<'cpu' | 'memory' | 'connections' | 'sessionLimit', number>>>;
}

/** Its named interfaces (`show interface`), and when it listed them, epoch milliseconds. */
export interface InterfacesTold {
  readonly at: number;
  readonly list: readonly {
    readonly name: string;
    readonly isUp: boolean;
    /** Bytes a second over the last minute, as the device has reckoned them. */
    readonly in?: number;
    readonly out?: number;
  }[];
}

/** What `show version` says besides, as printed. */
export interface PlatformTold {
  /** `ASA5520, 512 MB RAM, CPU Pentium 4 Celeron 2000 MHz`. */
  readonly hardware?: string;
  readonly flash?: string;
  readonly image?: string;
  readonly compiled?: string;
  /** When its configuration was last changed, and by whom. */
  readonly configChanged?: string;
  readonly licenseMode?: string;
  readonly licenseState?: string;
  /** `Total VPN Peers`: `750`; how long each is good for is left out. */
  readonly licenses?: Readonly<Record<string, string>>;
  /** Those of the pair together. */
  readonly pairLicenses?: Readonly<Record<string, string>>;
  /** Its ports by name. */
  readonly ports?: readonly string[];
}

/** What `show failover` says of the two units. */
export interface PairTold {
  /** `FOVER GigabitEthernet0/3 (up)`. */
  readonly link?: string;
  /** The releases of the unit that was asked and of the other one. */
  readonly versions?: readonly [string, string];
  /** Of a pair with groups: when each has last changed its unit. */
  readonly lastFailovers?: Readonly<Record<string, string>>;
  readonly here: UnitTold;
  readonly mate: UnitTold;
}

/** One unit of a pair. */
export interface UnitTold {
  readonly unit?: 'primary' | 'secondary';
  /** `Active`, `Standby Ready`, `Failed`; with groups, what each is, by its number. */
  readonly state?: string;
  readonly groups?: Readonly<Record<string, string>>;
  readonly activeSeconds?: number;
  /** `ASA5520`, `Up Sys`. */
  readonly slots: readonly { readonly slot: number; readonly model: string; readonly status?: string }[];
  readonly interfaces: readonly {
    readonly context?: string;
    readonly name: string;
    readonly address: string;
    /** `Normal`, `No Link`. */
    readonly status: string;
    /** `Monitored`, `Not-Monitored`, `Waiting`. */
    readonly monitoring?: string;
  }[];
}

/** What `show logging` says of how the device logs. Absent: its release does not print it. */
export interface LoggingTold {
  readonly isOn: boolean;
  /** What goes to log servers: `level informational`, `list VPNMON`. Absent: nothing. */
  readonly trap?: string;
  readonly trapMessages?: number;
  readonly hasTimestamp?: boolean;
  readonly hidesUsers?: boolean;
  readonly onStandby?: boolean;
  readonly permitsHostdown?: boolean;
  /** As printed: `hostname "asa01"`. */
  readonly deviceId?: string;
  readonly hosts: readonly LogHost[];
}

/** A log server as the device knows it. */
export interface LogHost {
  readonly interface: string;
  readonly host: string;
  /** `udp`, or `tcp/1470`. */
  readonly transport: string;
  readonly sent?: number;
  readonly errors?: number;
  readonly dropped?: number;
}

/** One poll of one device: what was answered, and what was not. */
export interface Polled {
  readonly device: number;
  /** Who asked: absent for commands. */
  readonly by?: 'snmp';
  /** Epoch milliseconds, our clock. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly rosters: readonly Roster[];
  readonly facts: DeviceFacts;
  readonly failures: readonly PollFailure[];
  /** Readings of its metrics; polls of commands have none. */
  readonly samples?: readonly Sample[];
  /** The commands whose output was read: what was wrong with them before is over. */
  readonly read?: readonly string[];
}

/** What may become of a poll: all that was asked was read, some of it, or nothing. */
export type PollEnd = 'complete' | 'partial' | 'failed';

/** How a poll ended. */
export function pollEnd({ failures, rosters, facts, samples = [] }: Polled): PollEnd {
  if (failures.length === 0) return 'complete';
  return rosters.length + samples.length + Object.keys(facts).length > 0 ? 'partial' : 'failed';
}

/** A command that was refused or misread when it was last asked (epoch milliseconds); the last poll need not have asked it. */
export interface Unread {
  readonly at: number;
  readonly failure: PollFailure;
}

/** How a device is polled just now. */
export interface PollPace {
  readonly polling: boolean;
  /** How many times longer than asked for its interval is: it is busy, or slow. */
  readonly stretch: number;
  /** How many polls were left out because the one before had not ended. */
  readonly skipped: number;
  /** How late the last one began, in milliseconds. */
  readonly late: number;
  /** When the next one begins, epoch milliseconds. */
  readonly nextAt: number;
  /** Until when no login is tried, epoch milliseconds. */
  readonly blockedUntil?: number;
}
