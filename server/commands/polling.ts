import { startPoller, type Poller, type Target } from '../../collectors/show/poller.ts';
import { openLogin, type DeviceLogin } from '../access/device-login.ts';
import type { Key } from '../access/key.ts';
import type { Sink } from '../domain/batch.ts';
import type { Device } from '../domain/device.ts';
import type { HealthRow } from '../domain/feed.ts';
import type { KeptConfiguration } from '../domain/kept-configuration.ts';
import type { Polling, PollPace } from '../domain/polling.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { configurationsIn, Modified } from './polled-configuration.ts';
import type { PollingChange } from './polling-actions.ts';

/** What polling devices takes. */
export interface PollingParts {
  readonly sink: Sink;
  readonly store: Pick<Store, 'pollings' | 'secrets' | 'refusedLogins' | 'putRefusedLogin'>;
  readonly key: Key;
  readonly now: () => number;
  /** Above that of every earlier start. */
  readonly epoch: number;
  /** The device of that id as it is now. */
  readonly device: (id: number) => Pick<Device, 'state' | 'pools'> | undefined;
  /** A configuration was read of the device. */
  readonly onConfiguration: (device: number, kept: KeptConfiguration) => Promise<void>;
  readonly log: Pick<Log, 'error'>;
  readonly onFault: (error: Error) => void;
}

/** Polling of those devices that are asked what they know. */
export interface DevicePolling {
  readonly stop: () => Promise<void>;
  /** How a device is asked was changed: from its next turn on that holds. */
  readonly changed: (device: number, change: PollingChange) => Promise<void>;
  /** Polls the device as soon as the poll that is under way, if any, has ended. */
  readonly pollNow: (device: number) => void;
  /** How the device is polled just now; `undefined`: it is not. */
  readonly pace: (device: number) => PollPace | undefined;
  /** Milliseconds between two polls of it, as set and stretched; `undefined`: it is not polled. */
  readonly every: (device: number) => number | undefined;
  /** `undefined` while no device is asked, and none was. */
  readonly health: () => HealthRow | undefined;
}

const HOUR = 60 * 60_000;

/** Starts to poll the devices that are adopted and have a login; each password is opened for one login, and let go with it. */
export async function startPolling(parts: PollingParts): Promise<DevicePolling> {
  const { sink, store, now, epoch, log, onFault, onConfiguration } = parts;
  const modified = new Modified();
  let pollings = await store.pollings();
  const poller: Poller = await startPoller(
    {
      take: async (batch) => {
        await sink.take(batch);
        for (const { device, facts } of batch.polled ?? [])
          if (modified.since(device, facts)) poller.askAnew(device, 'show running-config');
      },
    },
    {
      ...{ now, epoch, onFault },
      failedLogins: await store.refusedLogins(now() - HOUR),
      onFailedLogin: (failed) => {
        store.putRefusedLogin(failed).catch((err: unknown) => {
          log.error(
            { err, device: failed.device },
            'a refused login cannot be stored: after a restart it is forgotten',
          );
        });
      },
      onTold: (device, told) => {
        for (const kept of configurationsIn(told))
          onConfiguration(device, kept).catch((err: unknown) => {
            log.error({ err, device }, 'a configuration that was read cannot be kept: it is asked for again tomorrow');
          });
      },
      targets: () => pollings.flatMap((polling) => targetOf(polling, parts)),
    },
  );
  return {
    stop: () => poller.stop(),
    changed: async (device, change) => {
      pollings = await store.pollings();
      if (change === 'login') poller.mended(device);
      else if (change === 'key') poller.pollNow(device);
    },
    pollNow: (device) => poller.pollNow(device),
    pace: (device) => poller.states().find((one) => one.device === device),
    every: (device) => {
      const set = pollings.find((one) => one.device === device)?.everySeconds;
      const pace = poller.states().find((one) => one.device === device);
      return set === undefined || pace === undefined ? undefined : set * pace.stretch * 1000;
    },
    health: () => {
      const health = poller.health();
      const polls = Object.values(health.buckets).reduce((sum, count) => sum + count, 0);
      return pollings.length + polls > 0 ? health : undefined;
    },
  };
}

function targetOf(polling: Polling, { device: find, store, key }: PollingParts): readonly Target[] {
  const device = find(polling.device);
  if (device?.state !== 'adopted') return [];
  const secrets = async (): Promise<DeviceLogin> => {
    const login = openLogin(key, polling.device, await store.secrets());
    if (login === undefined) throw new Error('none is kept, or it was sealed with another key');
    return login;
  };
  return [{ polling, secrets, pools: device.pools.map(({ name }) => name) }];
}
