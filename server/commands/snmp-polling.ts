import { startSnmpPoller, type SnmpTarget } from '../../collectors/snmp/snmp-poller.ts';
import type { Key } from '../access/key.ts';
import { openSnmp } from '../access/snmp-secrets.ts';
import type { Sink } from '../domain/batch.ts';
import type { Device } from '../domain/device.ts';
import type { HealthRow } from '../domain/feed.ts';
import type { PollPace } from '../domain/polling.ts';
import type { SnmpAccess, SnmpSecrets } from '../domain/snmp.ts';
import type { Store } from '../store/store.ts';

/** What polling over SNMP takes. */
export interface SnmpPollingParts {
  readonly sink: Sink;
  readonly store: Pick<Store, 'snmpAccesses' | 'pollings' | 'secrets'>;
  readonly key: Key;
  readonly now: () => number;
  /** Above that of every earlier start. */
  readonly epoch: number;
  /** The device of that id as it is now. */
  readonly device: (id: number) => Pick<Device, 'state'> | undefined;
  readonly onFault: (error: Error) => void;
}

/** Polling of those devices whose agents are asked. */
export interface SnmpPolling {
  readonly stop: () => Promise<void>;
  /** How some are asked, by SNMP or by commands, was changed: from the next turn on that holds. */
  readonly changed: () => Promise<void>;
  /** Polls the device as soon as the poll that is under way, if any, has ended. */
  readonly pollNow: (device: number) => void;
  /** How the device is polled just now; `undefined`: it is not. */
  readonly pace: (device: number) => PollPace | undefined;
  /** Milliseconds between two polls of it, as set and stretched; `undefined`: it is not polled. */
  readonly every: (device: number) => number | undefined;
  /** `undefined` while no device is asked, and none was. */
  readonly health: () => HealthRow | undefined;
}

/** Starts to poll the agents of devices that are adopted; community and passphrases are opened for one poll, and let go with it. */
export async function startSnmpPolling(parts: SnmpPollingParts): Promise<SnmpPolling> {
  const { sink, now, epoch, onFault } = parts;
  let targets = await targetsOf(parts);
  const poller = await startSnmpPoller(sink, {
    ...{ now, epoch, onFault },
    targets: () => targets.filter(({ access }) => parts.device(access.device)?.state === 'adopted'),
  });
  return {
    stop: () => poller.stop(),
    changed: async () => {
      targets = await targetsOf(parts);
    },
    pollNow: (device) => poller.pollNow(device),
    pace: (device) => poller.states().find((one) => one.device === device),
    every: (device) => {
      const set = targets.find(({ access }) => access.device === device)?.access.everySeconds ?? 0;
      const pace = poller.states().find((one) => one.device === device);
      return set === 0 || pace === undefined ? undefined : set * pace.stretch * 1000;
    },
    health: () => {
      const health = poller.health();
      const polls = Object.values(health.buckets).reduce((sum, count) => sum + count, 0);
      return targets.some(({ access }) => access.everySeconds > 0) || polls > 0 ? health : undefined;
    },
  };
}

/** Sessions are listed over SNMP, with less detail, only where no commands list them. */
async function targetsOf({ store, key }: Pick<SnmpPollingParts, 'store' | 'key'>): Promise<readonly SnmpTarget[]> {
  const byCommands = new Set((await store.pollings()).map(({ device }) => device));
  const open = async ({ device }: SnmpAccess): Promise<SnmpSecrets> => {
    const secrets = openSnmp(key, device, await store.secrets());
    if (secrets === undefined) throw new Error('none is kept, or it was sealed with another key');
    return secrets;
  };
  return (await store.snmpAccesses()).map((access) => {
    return { access, secrets: () => open(access), sessions: !byCommands.has(access.device) };
  });
}
