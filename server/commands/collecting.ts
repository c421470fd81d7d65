import { startReceiver, type Admission, type TlsListener } from '../../collectors/receive.ts';
import type { Key } from '../access/key.ts';
import type { Config } from '../config.ts';
import type { Device } from '../domain/device.ts';
import type { HealthRow } from '../domain/feed.ts';
import type { KeptConfiguration } from '../domain/kept-configuration.ts';
import type { PollPace } from '../domain/polling.ts';
import { storingText } from '../domain/storing.ts';
import type { Log } from '../log.ts';
import { room } from '../record/meet.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Saving } from '../record/saving.ts';
import type { Store } from '../store/store.ts';
import { AskedPolls } from './asked-polls.ts';
import { handedSockets, requireReaders } from './handed.ts';
import type { PollingChange } from './polling-actions.ts';
import { startPolling } from './polling.ts';
import type { Running } from './running.ts';
import { startSnmpPolling } from './snmp-polling.ts';
import { TrapWatch, type SeenTrap } from './trap-watch.ts';
import { engineKeeper, trapAccesses, wishingSink } from './traps.ts';

/** What collecting takes. */
export interface CollectingParts {
  readonly config: Config;
  readonly store: Store;
  readonly recorder: Recorder;
  /** What batches go to. */
  readonly saving: Saving;
  readonly key: Key;
  readonly log: Log;
  readonly now: () => number;
  /** Of the receiver, above that of every earlier start. */
  readonly epoch: number;
  /** A configuration was read of a device. */
  readonly onConfiguration: (device: number, kept: KeptConfiguration) => Promise<void>;
  readonly onFault: (error: Error) => void;
}

/** All collectors, running. */
export interface Collecting {
  readonly ports: Ports;
  readonly health: () => readonly HealthRow[];
  /** How commands poll the device just now; `undefined`: they do not. */
  readonly pace: (device: number) => PollPace | undefined;
  /** The same over SNMP. */
  readonly snmpPace: (device: number) => PollPace | undefined;
  /** How often the device is to be polled, by commands or else over SNMP, in milliseconds; `undefined`: it is not. */
  readonly pollEvery: (device: number) => number | undefined;
  /** Devices or their addresses have changed. */
  readonly devicesChanged: (devices: readonly Device[]) => void;
  /** Further names that are no passwords. */
  readonly know: (names: readonly string[]) => void;
  /** Nobody is known by that name any more. */
  readonly forget: (name: string) => void;
  readonly pollingChanged: (device: number, change: PollingChange) => Promise<void>;
  readonly snmpChanged: (device: number) => Promise<void>;
  /** The traps that were stored behind that id, while somebody looks. */
  readonly traps: (after: number) => readonly SeenTrap[];
}

/** What is listened on. */
export interface Ports {
  readonly syslogPort: number | undefined;
  readonly syslogTcpPort: number | undefined;
  readonly syslogTlsPort: number | undefined;
  readonly trapPort: number | undefined;
}

/** The collectors of polls, by commands and over SNMP. */
const POLLS = 'show';
const SNMP_POLLS = 'snmp';

/** Starts to listen and to poll; what was started is stopped by `running`. */
export async function startCollecting(parts: CollectingParts, running: Running): Promise<Collecting> {
  const { config, store, recorder, key, log, now, onFault } = parts;
  const devices = (): readonly Device[] => [...recorder.state.devices.all.values()];
  const { saving: sink } = parts;
  const epochOf = (collector: string): number => Math.max(now(), (recorder.mark(collector)?.epoch ?? 0) + 1);

  const polling = running.started(
    await startPolling({
      ...{ sink, store, key, now, log, onFault, epoch: epochOf(POLLS) },
      device: (id) => recorder.state.devices.byId(id),
      onConfiguration: parts.onConfiguration,
    }),
    (one) => one.stop(),
  );
  const snmp = running.started(
    await startSnmpPolling({
      ...{ sink, store, key, now, onFault, epoch: epochOf(SNMP_POLLS) },
      device: (id) => recorder.state.devices.byId(id),
    }),
    (one) => one.stop(),
  );
  /** Commands tell more: SNMP is asked where they are not. */
  const pollerOf = (device: number) => (polling.pace(device) === undefined ? snmp : polling);
  const asked = running.started(
    new AskedPolls({
      pollNow: (device) => pollerOf(device).pollNow(device),
      stretchOf: (device) => pollerOf(device).pace(device)?.stretch,
      ticks: () => performance.now(),
      later: (milliseconds, work) => {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
    }),
    (one) => {
      one.stop();
      return Promise.resolve();
    },
  );
  const watch = new TrapWatch(() => performance.now());
  const believed = () => trapAccesses(store, key, devices());
  const handed = handedSockets(process.env, process.pid);
  const tls = tlsListener(config);
  requireReaders(handed, {
    ...{ syslog: true, tcp: config.syslogTcpPort !== undefined },
    ...{ tls: tls !== undefined, traps: config.trapPort !== undefined },
  });
  const { lastMessageId } = await store.load(now(), now());
  const receiver = running.started(
    await startReceiver(
      wishingSink(
        sink,
        (device) => {
          asked.ask(device);
        },
        (address) => recorder.state.devices.byAddress(address),
        (batch) => watch.see(batch),
      ),
      {
        port: config.syslogPort,
        tcpPort: config.syslogTcpPort,
        tls,
        handed,
        traps:
          config.trapPort === undefined
            ? undefined
            : { port: config.trapPort, handed: handed.traps, accesses: await believed() },
        onEngines: engineKeeper(store, log),
        epoch: parts.epoch,
        firstMessage: lastMessageId + 1,
        admission: admission(devices(), config.adopt),
        names: { key: config.failedNames === 'hash' ? key.names : undefined, known: await store.knownNames() },
        onFault,
      },
    ),
    (one) => one.stop(),
  );
  const tellTraps = async (): Promise<void> => receiver.traps(await believed());
  const { port: syslogPort, tcpPort: syslogTcpPort, tlsPort: syslogTlsPort, trapPort } = receiver;
  return {
    ports: { syslogPort, syslogTcpPort, syslogTlsPort, trapPort },
    health: () => [
      ...[sink.counted(receiver.health()), ...receiver.others()],
      ...[polling.health(), snmp.health()].filter((one) => one !== undefined),
    ],
    pace: (device) => polling.pace(device),
    snmpPace: (device) => snmp.pace(device),
    pollEvery: (device) => polling.every(device) ?? snmp.every(device),
    devicesChanged: (changed) => {
      receiver.admit(admission(changed, config.adopt));
      tellTraps().catch((err: unknown) => log.error({ err }, 'the receiver of traps knows the devices of before'));
    },
    know: (names) => receiver.know(names),
    forget: (name) => receiver.forget(name),
    pollingChanged: async (device, change) => {
      await polling.changed(device, change);
      await snmp.changed();
    },
    snmpChanged: async (device) => {
      await tellTraps();
      await snmp.changed();
      snmp.pollNow(device);
    },
    traps: (after) => watch.look(after),
  };
}

/** TLS, where there is a certificate for it. */
function tlsListener({ syslogTlsPort: port, syslogTlsCert: cert, syslogTlsKey: key }: Config): TlsListener | undefined {
  return port === undefined || cert === undefined || key === undefined ? undefined : { port, cert, key };
}

/** Which senders the receiver lets in, those of devices and as many others as there is room for, and what is stored of them. */
function admission(devices: readonly Device[], adopt: boolean): Admission {
  const storing = devices.flatMap(({ addresses, storing: told }) =>
    told === undefined ? [] : addresses.map((address) => [address, storingText(told)]),
  );
  return {
    known: devices.flatMap((device) => device.addresses),
    room: room(devices, adopt),
    storing: Object.fromEntries(storing) as Record<string, string>, // pairs of texts
  };
}
