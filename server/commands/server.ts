import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startReceiver, type Admission, type Receiver, type TlsListener } from '../../collectors/receive.ts';
import { nameForms } from '../access/names.ts';
import type { Health } from '../api/committed.ts';
import { socketPath, type Config } from '../config.ts';
import { HOSTDOWN } from '../domain/hostdown.ts';
import type { Device } from '../domain/device.ts';
import { createFeed } from '../feed/feed.ts';
import { createPublisher } from '../feed/publish.ts';
import type { Log } from '../log.ts';
import { room } from '../record/meet.ts';
import { Recorder } from '../record/recorder.ts';
import { lockDatabase } from '../store/lock.ts';
import { buildId } from './built.ts';
import { serveControl } from './control.ts';
import { openDatabase } from './database.ts';
import { deviceActions } from './device-actions.ts';
import { feedActions } from './feed-actions.ts';
import { declareGap } from './gap.ts';
import { healthOf } from './health.ts';
import { lookingOnly, notCollecting, openKey, readOnly } from './read-only.ts';
import { latestMessages } from './latest.ts';
import { configurationKeeper } from './polled-configuration.ts';
import { startPolling, type DevicePolling } from './polling.ts';
import { pollingActions } from './polling-actions.ts';
import { recover } from './recover.ts';
import { Running } from './running.ts';
import { loggedSink } from './sink.ts';
import { lastCommitted } from './view.ts';
import { startWeb } from './web.ts';

/** The product, running in this process. */
export interface Server {
  readonly url: string;
  /** Why nothing is collected, if so; there are no ports then. */
  readonly readOnly?: string;
  readonly syslogPort: number | undefined;
  readonly syslogTcpPort: number | undefined;
  readonly syslogTlsPort: number | undefined;
  readonly stop: () => Promise<void>;
}

/** The collector of messages, that of polls, and how long without a commit means that writing is stuck (milliseconds; an idle one commits each second). */
const COLLECTOR = 'syslog';
const POLLS = 'show';
const STUCK = 10_000;

/** Starts everything, from the inside out: the database, what it left unfinished, the screen, and last the listeners. `onFault` is told of what cannot go on. */
export async function startServer(config: Config, log: Log, onFault: (error: Error) => void): Promise<Server> {
  const running = new Running();
  try {
    return await start(config, log, onFault, running);
  } catch (error) {
    await running.stop().catch((fault: unknown) => log.error({ err: fault }, 'could not stop what had been started'));
    throw error;
  }
}

async function start(config: Config, log: Log, onFault: (error: Error) => void, running: Running): Promise<Server> {
  const now = Date.now;
  await mkdir(dirname(config.database), { recursive: true, mode: 0o700 });
  running.started(await lockDatabase(config.database), (release) => release());
  const store = running.started(await openDatabase(config.database, now), (one) => one.close());
  const unlocked = await openKey(config, store);
  const locked = 'locked' in unlocked ? unlocked.locked : undefined;
  const key = 'key' in unlocked ? unlocked.key : undefined;
  const { gaps: known, heartbeat, devices } = await store.load(now(), now());
  const gaps = locked === undefined ? await declareGap(store, known, heartbeat, now()) : known;

  const feed = createFeed({ build: buildId(), now });
  const publisher = createPublisher(feed, { gaps, latest: await latestMessages(store.reads, devices) });
  const view = lastCommitted(() => recorder.state);
  const late: { receiver?: Receiver; polling?: DevicePolling } = {};
  const recorder: Recorder = await Recorder.open({
    store,
    now,
    adopt: config.adopt,
    publish: (done) => {
      view.tell(done);
      publisher.publish(done);
    },
    devicesChanged: (devices) => late.receiver?.admit(admission(devices, config.adopt)),
  });
  running.started(recorder, (one) => one.settled());
  const epoch = Math.max(now(), (recorder.mark(COLLECTOR)?.epoch ?? 0) + 1);
  const recovered = locked === undefined ? await recover(recorder, store, COLLECTOR, epoch) : 0;
  if (recovered > 0) log.info({ messages: recovered }, 'interpreted messages that were stored before the last stop');
  await recorder.refresh();

  const health = (): Health => {
    if (locked !== undefined)
      return { at: now(), status: 'critical', collectors: [notCollecting(COLLECTOR, locked)], gaps };
    const writing = now() - view.summary().at < STUCK;
    const collectors = [late.receiver?.health(), late.polling?.health()].filter((one) => one !== undefined);
    return healthOf(now(), collectors, gaps, writing);
  };
  const url = await startWeb(config, log, running, {
    feed,
    view,
    reads: store.reads,
    health,
    nameForms: nameForms(key),
    pace: (device) => late.polling?.pace(device),
  });
  const devicesChanged = async (): Promise<void> => {
    await recorder.refresh();
    late.receiver?.know(await store.knownNames());
  };
  const onConfiguration = configurationKeeper(store, devicesChanged);
  const actions = {
    ...deviceActions(store, devicesChanged, now),
    ...feedActions({ store, recorder, onConfiguration, now }),
    ...(key && pollingActions(store, key, (device, change) => late.polling?.changed(device, change))),
    rebuild: () => recorder.rebuild(),
  };
  const allowed = locked === undefined ? actions : lookingOnly(actions, locked);
  running.started(await serveControl(socketPath(config.database), allowed), (stop) => stop());
  if (locked !== undefined) {
    feed.topic('health').put(COLLECTOR, notCollecting(COLLECTOR, locked));
    log.error({}, readOnly(locked));
    const ports = { syslogPort: undefined, syslogTcpPort: undefined, syslogTlsPort: undefined };
    return { url, readOnly: readOnly(locked), ...ports, stop: () => running.stop() };
  }

  const { lastMessageId } = await store.load(now(), now());
  const receiver = running.started(
    await startReceiver(loggedSink(recorder, log), {
      port: config.syslogPort,
      tcpPort: config.syslogTcpPort,
      tls: tlsListener(config),
      epoch: epoch + 1,
      firstMessage: lastMessageId + 1,
      admission: admission([...recorder.state.devices.all.values()], config.adopt),
      names: { key: config.failedNames === 'hash' ? key?.names : undefined, known: await store.knownNames() },
      onFault,
    }),
    (one) => one.stop(),
  );
  late.receiver = receiver;
  if (key !== undefined)
    late.polling = running.started(
      await startPolling({
        ...{ sink: loggedSink(recorder, log), store, key, now, log, onFault },
        epoch: Math.max(now(), (recorder.mark(POLLS)?.epoch ?? 0) + 1),
        device: (id) => recorder.state.devices.byId(id),
        onConfiguration,
      }),
      (one) => one.stop(),
    );
  for (const warning of receiver.health().warnings) log.warn({}, warning);
  const { port: syslogPort, tcpPort: syslogTcpPort, tlsPort: syslogTlsPort } = receiver;
  if (syslogTcpPort !== undefined || syslogTlsPort !== undefined)
    log.warn({ syslogTcpPort, syslogTlsPort }, `syslog over TCP is listened for: ${HOSTDOWN}`);
  return { url, syslogPort, syslogTcpPort, syslogTlsPort, stop: () => running.stop() };
}

/** TLS, where there is a certificate for it. */
function tlsListener({ syslogTlsPort: port, syslogTlsCert: cert, syslogTlsKey: key }: Config): TlsListener | undefined {
  return port === undefined || cert === undefined || key === undefined ? undefined : { port, cert, key };
}

/** Which senders the receiver lets in: those of devices, and as many others as there is room for. */
function admission(devices: readonly Device[], adopt: boolean): Admission {
  return { known: devices.flatMap((device) => device.addresses), room: room(devices, adopt) };
}
