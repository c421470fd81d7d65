import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createAudit } from '../access/audit.ts';
import type { Key } from '../access/key.ts';
import { holdKey } from '../access/rotate.ts';
import { nameForms } from '../access/names.ts';
import type { Health } from '../api/committed.ts';
import { keyPath, socketPath, type Config } from '../config.ts';
import { topicNames, type HealthRow } from '../domain/feed.ts';
import { HOSTDOWN } from '../domain/hostdown.ts';
import { ledgerOf } from '../domain/ledger.ts';
import { createFeed } from '../feed/feed.ts';
import { createPublisher } from '../feed/publish.ts';
import type { Log } from '../log.ts';
import { Recorder } from '../record/recorder.ts';
import { lockDatabase } from '../store/lock.ts';
import { makeQueue } from '../store/queue.ts';
import { auditActions } from './audit-actions.ts';
import { audited } from './audited.ts';
import { alertDesk } from './alert-desk.ts';
import { startAlerting, testChannel, type Alerting, type SendingParts } from './alerting.ts';
import { backupActions, backUpInto } from './backup.ts';
import { buildId } from './built.ts';
import { startCollecting, type Collecting, type Ports } from './collecting.ts';
import { channelActions } from './channel-actions.ts';
import { serveControl } from './control.ts';
import { openDatabase } from './database.ts';
import { deviceActions } from './device-actions.ts';
import { erasures } from './erasing.ts';
import { feedActions } from './feed-actions.ts';
import { mendAtStart } from './damage.ts';
import { declareGap } from './gap.ts';
import { healthOf, warningRow } from './health.ts';
import { lookingOnly, notCollecting, openKey, readOnly } from './read-only.ts';
import { endedAlerts, latestMessages } from './latest.ts';
import { circumstancesOf } from './circumstances.ts';
import { configurationKeeper } from './polled-configuration.ts';
import { keyActions } from './key.ts';
import { startNightly, type Nightly } from './nightly.ts';
import { importing } from './import-actions.ts';
import { inventoryActions } from './inventory-actions.ts';
import { openEntry, type Entry } from './entry.ts';
import { oidcOf } from './oidc.ts';
import { accountActions } from './account-actions.ts';
import { pollingActions } from './polling-actions.ts';
import { recover } from './recover.ts';
import { startIndexing } from './indexing.ts';
import { retained, startRetention, type Retention } from './retention.ts';
import { startRoom, type Room } from './room.ts';
import { Running } from './running.ts';
import { snmpActions } from './snmp-actions.ts';
import { snmpLooks } from './snmp-looks.ts';
import { walkAction } from './snmp-walk.ts';
import { keepGoing } from './unsaved.ts';
import { lastCommitted } from './view.ts';
import { startWeb } from './web.ts';

/** The product, running in this process. */
export interface Server extends Ports {
  readonly url: string;
  readonly entry: Entry;
  /** Why nothing is collected, if so; there are no ports then. */
  readonly readOnly?: string;
  readonly stop: () => Promise<void>;
}

/** The collector of messages, and how long without a commit means that writing is stuck (milliseconds; an idle one commits each second). */
const COLLECTOR = 'syslog';
const STUCK = 10_000;

/** Starts everything, from the inside out: the database, what it left unfinished, the screen, and last the listeners. `onFault` is told of what cannot go on, `onDamage` of a database that another start would mend. */
export async function startServer(
  config: Config,
  log: Log,
  onFault: (error: Error) => void,
  onDamage: (error: Error) => void = onFault,
): Promise<Server> {
  const running = new Running();
  try {
    return await start(config, log, { onFault, onDamage }, running);
  } catch (error) {
    await running.stop().catch((fault: unknown) => log.error({ err: fault }, 'could not stop what had been started'));
    throw error;
  }
}

interface Told {
  readonly onFault: (error: Error) => void;
  readonly onDamage: (error: Error) => void;
}

async function start(config: Config, log: Log, { onFault, onDamage }: Told, running: Running): Promise<Server> {
  const now = Date.now;
  await mkdir(dirname(config.database), { recursive: true, mode: 0o700 });
  running.started(await lockDatabase(config.database), (release) => release());
  const damage = await mendAtStart(config, { now, log, onDamage });
  const store = running.started(await openDatabase(config, now, damage.told), (one) => one.close());
  const unlocked = await openKey(config, store);
  const locked = 'locked' in unlocked ? unlocked.locked : undefined;
  const sources = { env: process.env, keyFile: keyPath(config) };
  const held = 'key' in unlocked ? holdKey(store, unlocked.key, sources) : undefined;
  const key = held?.key;
  const audit = key && createAudit(store, key);
  await damage.declare(store);
  const { gaps: known, heartbeat, devices } = await store.load(now(), now());
  const gaps = locked === undefined ? await declareGap(store, known, heartbeat, now()) : known;

  const feed = createFeed({ build: buildId(), now });
  const publisher = createPublisher(feed, {
    gaps,
    latest: await latestMessages(store.reads, devices),
    ended: await endedAlerts(store.reads, now()),
  });
  const onHealth = (row: HealthRow): void => feed.topic('health').put(row.collector, row);
  damage.watch(onHealth);
  const view = lastCommitted(() => recorder.state);
  const late: {
    collecting?: Collecting;
    alerting?: Alerting;
    retention?: Retention;
    nightly?: Nightly;
    room?: Room;
  } = {};
  const recorder: Recorder = await Recorder.open({
    store,
    now,
    adopt: config.adopt,
    publish: (done) => {
      view.tell(done);
      publisher.publish(done);
      if ((done.notifications ?? 0) > 0) late.alerting?.nudge();
      late.alerting?.sendUnsaved(done.letters ?? []);
    },
    devicesChanged: (changed) => late.collecting?.devicesChanged(changed),
    passed: () => performance.now(),
    circumstances: circumstancesOf(config, (device) => late.collecting?.pollEvery(device)),
  });
  const going = running.started(keepGoing(recorder, store, { now, log, onHealth }), (one) => one.stop());
  const { saving } = going;
  const epoch = Math.max(now(), (recorder.mark(COLLECTOR)?.epoch ?? 0) + 1);
  const recovered = locked === undefined ? await recover(recorder, store, COLLECTOR, epoch) : 0;
  if (recovered > 0) log.info({ messages: recovered }, 'interpreted messages that were stored before the last stop');
  await recorder.refresh();

  // An erasure waits for a backup, and a backup for an erasure: else the user would stand in it by half, and its readers in the way of the other.
  const inTurn = makeQueue();
  const imports = key && importing({ store, key, config, now, batch: 1 });
  if (imports !== undefined) running.started(imports, (one) => one.drop('the server stops'));
  // What an import holds in its hands would tell the name again.
  const inRecord = async <T>(work: () => Promise<T>): Promise<T> => {
    await imports?.drop('somebody was erased meanwhile: import once more, it goes on where it was');
    return recorder.rewrite(work);
  };
  let unfinished: readonly string[] = [];
  const erasing =
    key &&
    erasures({
      ...{ store, key, now, inTurn, inRecord },
      onGone: (name, scrub) => {
        for (const topic of topicNames) feed.topic(topic).rewrite(scrub.json);
        late.collecting?.forget(name);
      },
      onErased: (erased) => log.info({ ...erased }, 'a user was erased'),
      onUnfinished: (warnings) => {
        for (const warning of warnings) log.error({}, warning);
        if (warnings.length + unfinished.length > 0) onHealth(warningRow('erasing', warnings));
        unfinished = warnings;
      },
    });

  const health = (): Health => {
    if (locked !== undefined)
      return { at: now(), status: 'critical', collectors: [notCollecting(COLLECTOR, locked)], gaps };
    const writing = saving.unsaved === undefined && now() - view.summary().at < STUCK;
    const rows = [
      ...(late.collecting?.health() ?? []),
      ...[damage, going, late.room, late.retention, late.nightly]
        .map((one) => one?.health())
        .filter((row) => row !== undefined),
      ...(unfinished.length === 0 ? [] : [warningRow('erasing', unfinished)]),
    ];
    return healthOf(now(), rows, gaps, writing);
  };
  const oidc = oidcOf(config, process.env);
  const entry = await openEntry(
    store,
    key,
    running,
    async (note) => {
      // Without the key nothing can be chained: what is done then stands in the program's log alone.
      if (audit === undefined)
        log.warn({ kind: note.kind, by: note.by, from: note.from }, 'not in the audit log: there is no key');
      else await audit.note({ at: now(), ...note });
    },
    (fault) => log.error({ err: fault }, 'visits that are over could not be forgotten'),
    oidc && {
      set: oidc,
      onFault: (fault) => log.warn({ why: fault.why }, `a login by the provider: ${fault.message}`),
    },
  );
  const url = await startWeb(config, log, running, {
    feed,
    view,
    reads: store.reads,
    health,
    nameForms: nameForms(key),
    pace: (device) => late.collecting?.pace(device),
    snmpPace: (device) => late.collecting?.snmpPace(device),
    alerting: alertDesk(recorder, store, () => late.alerting, locked !== undefined),
    entry,
  });
  const devicesChanged = async (): Promise<void> => {
    await recorder.refresh();
    late.collecting?.know(await store.knownNames());
  };
  const sending = (opened: Key): SendingParts => ({ store, key: opened, now, pages: config.publicUrl, log });
  const onConfiguration = configurationKeeper(store, devicesChanged);
  const ofDevices = deviceActions(store, devicesChanged, now, (renamed) =>
    log.info({ ...renamed }, 'a device has another name: what is set for its alerts follows'),
  );
  const actions = {
    ...ofDevices,
    ...inventoryActions(store, ofDevices, devicesChanged),
    ...feedActions({ store, recorder, onConfiguration, now }),
    ...(key && pollingActions(store, key, (device, change) => late.collecting?.pollingChanged(device, change))),
    ...(key && snmpActions(store, key, (device) => late.collecting?.snmpChanged(device))),
    ...(key && walkAction(store, key)),
    ...(audit && auditActions(store, audit)),
    ...(held && audit && keyActions(held, audit, now)),
    ...(key &&
      channelActions(store, key, {
        onChange: async () => {
          await recorder.channelsChanged();
          late.alerting?.nudge();
        },
        test: (channel) => testChannel(sending(key), channel),
      })),
    ...snmpLooks({
      port: () => late.collecting?.ports.trapPort,
      counts: () => late.collecting?.health().find(({ collector }) => collector === 'traps'),
      traps: (after) => late.collecting?.traps(after) ?? [],
    }),
    ...erasing?.actions,
    ...imports?.actions,
    ...accountActions(entry),
    ...backupActions(store, inTurn, now),
    'day-size': async () => (await store.reads.daySize()) ?? null,
    ledger: () => Promise.resolve(ledgerOf(health().collectors, (from) => view.deviceNameOf(from))),
    rebuild: () => recorder.rebuild(),
  };
  const allowed = locked === undefined ? audited(actions, entry.desk.note) : lookingOnly(actions, locked);
  running.started(await serveControl(socketPath(config.database), allowed), (stop) => stop());
  if (locked !== undefined) {
    feed.topic('health').put(COLLECTOR, notCollecting(COLLECTOR, locked));
    log.error({}, readOnly(locked));
    const none = { syslogPort: undefined, syslogTcpPort: undefined, syslogTlsPort: undefined, trapPort: undefined };
    return { url, entry, readOnly: readOnly(locked), ...none, stop: () => running.stop() };
  }

  if (key === undefined) throw new Error('there is neither a key nor a reason why not');
  const collecting = await startCollecting(
    { config, store, recorder, saving, key, log, now, epoch: epoch + 1, onConfiguration, onFault },
    running,
  );
  late.collecting = collecting;
  late.alerting = running.started(
    startAlerting(sending(key), () => view.summary().at),
    (one) => one.stop(),
  );
  late.room = running.started(
    startRoom({ ...config, store, isUnsaved: () => saving.unsaved !== undefined, now, log, onHealth }),
    (one) => one.stop(),
  );
  late.retention = running.started(startRetention({ store, days: retained(config), now, log, onHealth }), (one) =>
    one.stop(),
  );
  running.started(startIndexing({ store, log }), (stop) => stop());
  if (config.backupFolder !== undefined) {
    const make = (path: string) => inTurn(() => backUpInto(store, path));
    const set = { folder: resolve(config.backupFolder), keep: config.backupKeep };
    late.nightly = running.started(startNightly({ ...set, make, now, log, onHealth }), (one) => one.stop());
  }
  if (damage.isUnsure)
    void store.look().catch((fault: unknown) => log.error({ err: fault }, 'the files could not be looked through'));
  void erasing
    ?.resume()
    .catch((fault: unknown) => log.error({ err: fault }, 'could not look for erasures that were cut off'));
  for (const warning of collecting.health().flatMap(({ warnings }) => warnings)) log.warn({}, warning);
  const { syslogTcpPort, syslogTlsPort } = collecting.ports;
  if (syslogTcpPort !== undefined || syslogTlsPort !== undefined)
    log.warn({ syslogTcpPort, syslogTlsPort }, `syslog over TCP is listened for: ${HOSTDOWN}`);
  return { url, entry, ...collecting.ports, stop: () => running.stop() };
}
