import type { AaaTold } from '../domain/aaa.ts';
import type { RunningBytes } from '../domain/load.ts';
import type { LocalUsersTold, ShunsTold } from '../domain/lock.ts';
import type { DeviceFacts, Polling, Unread } from '../domain/polling.ts';
import type { Readings } from '../domain/sample.ts';
import type { SnmpAccess, SnmpEngine } from '../domain/snmp.ts';
import type { PollRhythm } from '../domain/usual.ts';
import type { LastPoll } from './polling.ts';

/** A device that was polled, and what of that concerns the estate as a whole. */
export interface PolledDevice extends Omit<PollRhythm, 'device'> {
  readonly device: number;
  readonly aaa?: AaaTold;
  readonly localUsers?: LocalUsersTold;
  readonly shuns?: ShunsTold;
  readonly sessionLimit?: number;
}

/** What polls have told of a device's load, and what the sessions that go on there have counted. */
export interface DeviceLoad {
  readonly device: number;
  /** By commands. */
  readonly facts: DeviceFacts;
  /** Over SNMP: the metrics of `loadMetrics`. */
  readonly samples: readonly Readings[];
  readonly running?: RunningBytes;
}

/** How a device is asked, and what came of it; neither, for one that never was. */
export interface DevicePoll {
  readonly polling?: Polling;
  readonly last?: LastPoll;
  /** By command. */
  readonly unread?: readonly Unread[];
}

/** A device's SNMP, and what came of it; without access nothing of it is known. */
export interface DeviceSnmp {
  readonly access?: SnmpAccess;
  /** Of each the one heard last first. */
  readonly engines: readonly SnmpEngine[];
  readonly last?: LastPoll;
  readonly samples: readonly Readings[];
}

/** How all devices are asked, and what came of it. */
export interface AllSources {
  readonly pollings: readonly Polling[];
  readonly shows: readonly LastPoll[];
  readonly accesses: readonly SnmpAccess[];
  readonly snmps: readonly LastPoll[];
  readonly engines: readonly SnmpEngine[];
  /** When each address has last sent a trap. */
  readonly traps: ReadonlyMap<string, number>;
}
