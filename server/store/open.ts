import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { sizeOf } from '../domain/packed.ts';
import { alertById, pageOfAlerts } from './alert-reads.ts';
import { loadAlerts, putAlerts, putAlertSetting, readAlertSettings } from './alerts.ts';
import { writeArchive } from './archive.ts';
import { archiveStore } from './archive-reads.ts';
import { attemptById, pageOfAttempts, pageOfVerdicts } from './attempts.ts';
import { appendAudit, auditEnd, auditRows } from './audit.ts';
import { addAccount, changeAccount, readAccounts } from './accounts.ts';
import { backUp } from './backup.ts';
import { addChannel, enableChannel, readChannels, removeChannel } from './channels.ts';
import { refill, writeSet } from './commit.ts';
import { configurationsOf, putConfiguration } from './configuration.ts';
import { openDatabase, type Opening } from './database.ts';
import { dayOf, idsOf } from './day.ts';
import { indexPath } from './day-index.ts';
import { newestDaySize } from './day-size.ts';
import { openDays } from './days.ts';
import {
  addDevice,
  adoptDevice,
  configureDevice,
  placeDevice,
  readDevices,
  renameDevice,
  storeDevice,
  zoneDevice,
} from './device.ts';
import { finishErasure, startErasure, type ErasingParts } from './erasing.ts';
import { lookThrough, watchHarm, type HarmOptions } from './harm.ts';
import { figuresThen } from './earlier.ts';
import { eventsAfter, readEvent, seqBefore } from './event.ts';
import { figuresOf } from './figures.ts';
import { holdersOf } from './holders.ts';
import { makeIndexes } from './indexes.ts';
import { load } from './load.ts';
import { firstMessage } from './first-message.ts';
import { readLoads } from './loads.ts';
import { pageOfMessages } from './message-search.ts';
import { messagesAfter, messagesById } from './messages.ts';
import { messagesWith } from './messages-with.ts';
import {
  dismiss,
  dueChannels,
  giveUp,
  nextDue,
  notificationOf,
  outboxCounts,
  pageOfDeliveries,
  putOutcome,
  putTest,
  resend,
} from './outbox.ts';
import {
  dropPolling,
  pollOf,
  putPoll,
  putPolling,
  putRefusedLogin,
  readLastPolls,
  readPollings,
  refusedLogins,
} from './polling.ts';
import { spanWithImported } from './imported-minutes.ts';
import { unwatchedWithin } from './minutes.ts';
import { earlierOf, failedAlike, peopleLike, userRecord } from './people.ts';
import { addToken, addWall, dropVisits, putVisit, readEntries, revokeEntry } from './entries.ts';
import { put } from './put.ts';
import { openReaders } from './readers.ts';
import type { Reads } from './reads.ts';
import { polledDevices } from './rhythm.ts';
import { spanOfPools } from './pool-minutes.ts';
import { spanOfSeries } from './series-reads.ts';
import { dropSecrets, putSecret, readSecrets, resealSecrets } from './secret.ts';
import { expireDay, purgeSteps } from './retention.ts';
import { pageOfSessions, sessionById } from './sessions.ts';
import { snmpOf } from './snmp-told.ts';
import { acceptEngine, dropSnmp, putEngines, putSnmp, readEngines, readSnmp } from './snmp.ts';
import { allSources } from './sources.ts';
import { writeBack } from './sqlite.ts';
import { createLogKeeper } from './write-back.ts';
import type { Store } from './store.ts';
import { gapTable } from './tables.ts';
import { suspects, tallyOf, triesOverTime } from './tallies.ts';
import { mostHidden } from './hidden.ts';
import { unfinishedErasures } from './unfinished.ts';
import { mostUnknown } from './unknown.ts';
import { unstoredOf } from './unstored.ts';
import { usualAt } from './usual.ts';
import { knownNames } from './user.ts';
import { makeWriter } from './writer.ts';

/** The database that is to be opened, and how it is asked. */
export interface StoreOptions extends Opening, HarmOptions {
  /** How long a question of `reads` may take, in milliseconds; 5000 if not told. */
  readonly readDeadline?: number;
}

const READ_DEADLINE = 5000;
/** For what the program itself must have: its state at a start, events for a rebuild. */
const LONG_DEADLINE = 10 * 60_000;
/** What an event comes to, with all that changes by it, in bytes: some of their pages are written more than once. */
const AN_EVENT = 2_000;
/** With less room than this a disk counts as full, in bytes. */
const ROOM = 2 * 1024 * 1024;
/** A file of many gigabytes on a slow disk, while others read it. */
const LOOKING = 6 * 60 * 60_000;
/** How many users are told of as known: the receiver holds them in memory. */
const MOST_NAMES = 100_000;

/**
 * Opens the database, brings it up to date and makes what is missing. Rejects with `DatabaseRefused` for one that is not ours or too new.
 * Whoever opens it has locked it (`lockDatabase`).
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { path, now, sync, readDeadline = READ_DEADLINE } = options;
  const harm = watchHarm(options);
  const database = await openDatabase(options);
  const writer = makeWriter(database, (cause) => harm.met(path, cause));
  const days = openDays(`${path}.messages`, sync);
  const readers = await openReaders(path, (file, cause) => {
    const damaged = days.list().find((day) => indexPath(days.path(day)) === file);
    if (damaged === undefined) harm.met(file, cause);
    else void indexes.drop(damaged).catch(options.onFault);
  });
  const indexes = makeIndexes({ days, readers, now });
  const logs = createLogKeeper();
  const forDays = harm.forDays({ days, indexes, readers, writer });
  const long = readers.within(LONG_DEADLINE);
  const transaction = writer.transaction;
  const erasing: ErasingParts = { main: path, days, indexes, writer, read: long, now };

  return {
    load: (at, endedSince) => long((ask) => load(ask, path, days, at, endedSince)),
    async keep(parts) {
      await indexes.beforeKeep(parts);
      await writer.inTurn(() => forDays.keep(parts));
      const day = days.writing();
      if (day !== undefined) logs.wrote(days.path(day), sizeOf(parts));
    },
    index: () => indexes.step(),
    async commit(set) {
      await transaction((db) => writeSet(db, set));
      logs.wrote(path, set.events.length * AN_EVENT);
    },
    alerts: () => long((ask) => loadAlerts(ask, path)),
    alertSettings: () => long((ask) => readAlertSettings(ask, path)),
    putAlerts: (rows) => transaction((db) => putAlerts(db, rows)),
    putAlertSetting: (one) => transaction((db) => putAlertSetting(db, one)),
    addGap: (gap) => transaction((db) => put(db, gapTable, [gap])),
    messagesAfter: (after, limit) => long((ask) => messagesAfter(ask, days, after, limit)),
    eventsAfter: (seq, limit) => long(async (ask) => (await ask(path, eventsAfter, [seq, limit])).map(readEvent)),
    rebuild: (fill) => transaction((db) => refill(db, fill)),
    devices: () => long((ask) => readDevices(ask, path)),
    addDevice: (device) => transaction((db) => addDevice(db, device)),
    adoptDevice: (id) => transaction((db) => adoptDevice(db, id)),
    renameDevice: (id, name) => transaction((db) => renameDevice(db, id, name, now())),
    zoneDevice: (id, zone) => transaction((db) => zoneDevice(db, id, zone)),
    storeDevice: (id, storing) => transaction((db) => storeDevice(db, id, storing)),
    placeDevice: (id, place) => transaction((db) => placeDevice(db, id, place)),
    configureDevice: (id, configuration) => transaction((db) => configureDevice(db, id, configuration, now())),
    putConfiguration: (device, kept) => transaction((db) => putConfiguration(db, device, kept)),
    knownNames: () => long((ask) => knownNames(ask, path, MOST_NAMES)),
    pollings: () => long((ask) => readPollings(ask, path)),
    putPolling: (one) => transaction((db) => putPolling(db, one)),
    dropPolling: (device) => transaction((db) => dropPolling(db, device)),
    lastPolls: () => long((ask) => readLastPolls(ask, path)),
    putPoll: (polled) => transaction((db) => putPoll(db, polled)),
    refusedLogins: (since) => long((ask) => refusedLogins(ask, path, since)),
    putRefusedLogin: (refused) => transaction((db) => putRefusedLogin(db, refused)),
    snmpAccesses: () => long((ask) => readSnmp(ask, path)),
    putSnmpAccess: (one) => transaction((db) => putSnmp(db, one)),
    dropSnmpAccess: (device) => transaction((db) => dropSnmp(db, device)),
    snmpEngines: () => long((ask) => readEngines(ask, path)),
    putSnmpEngines: (engines) => transaction((db) => putEngines(db, engines)),
    acceptSnmpEngine: (device, engineId) => transaction((db) => acceptEngine(db, device, engineId)),
    lastSnmpPolls: () => long((ask) => readLastPolls(ask, path, 'snmp_poll')),
    secrets: () => long((ask) => readSecrets(ask, path)),
    putSecret: (secret) => transaction((db) => putSecret(db, secret)),
    resealSecrets: (reseal) => transaction((db) => resealSecrets(db, reseal)),
    appendAudit: (place, link) => transaction((db) => appendAudit(db, place, link)),
    auditEnd: (place) => long((ask) => auditEnd(ask, path, place)),
    auditRows: (query) => long((ask) => auditRows(ask, path, query)),
    dropSecrets: (owner) => transaction((db) => dropSecrets(db, owner)),
    accounts: () => long((ask) => readAccounts(ask, path)),
    addAccount: (account) => transaction((db) => addAccount(db, account)),
    changeAccount: (id, change) => transaction((db) => changeAccount(db, id, change)),
    entries: () => long((ask) => readEntries(ask, path)),
    putVisit: (visit) => transaction((db) => putVisit(db, visit)),
    dropVisits: (hashes) => transaction((db) => dropVisits(db, hashes)),
    addToken: (token) => transaction((db) => addToken(db, token)),
    addWall: (wall) => transaction((db) => addWall(db, wall)),
    revokeEntry: (kind, id, at) => transaction((db) => revokeEntry(db, kind, id, at)),
    channels: () => long((ask) => readChannels(ask, path)),
    addChannel: (channel) => transaction((db) => addChannel(db, channel)),
    enableChannel: (id, enabled) => transaction((db) => enableChannel(db, id, enabled)),
    removeChannel: (id) => transaction((db) => removeChannel(db, id, now())),
    dueChannels: (at) => long((ask) => dueChannels(ask, path, at)),
    nextDue: (channel, at) => long((ask) => nextDue(ask, path, channel, at)),
    putOutcome: (delivery, outcome) => transaction((db) => putOutcome(db, delivery, outcome)),
    giveUp: (since) => transaction((db) => giveUp(db, since, now())),
    putTest: (notification, to, tried) => transaction((db) => putTest(db, notification, to, tried)),
    dismiss: (delivery, { by, note }) => transaction((db) => dismiss(db, delivery, { by, note, at: now() })),
    resend: (delivery) => transaction((db) => resend(db, delivery, now())),
    async purge(what, step) {
      if (what === 'messages') {
        for (const day of days.list()) if (day < dayOf(step.before * 1000)) await indexes.drop(day);
        return writer.inTurn(() => expireDay(days, readers, step.before)).finally(() => days.sweep());
      }
      // Messages have ids too, and may be kept for longer.
      const first = idsOf(days.list()[0] ?? '9999-12-31').first / 1000;
      const before = what === 'importedSeconds' ? Math.min(step.before, first) : step.before;
      const done = await writer.timed((db) => purgeSteps[what](db, { ...step, before }));
      // Else a commit would do it, and whoever writes would wait.
      if (done.gone > 0) await writeBack(path);
      return done;
    },
    startErasure: (order) => startErasure(erasing, order),
    finishErasure: (begun) => finishErasure(erasing, begun),
    unfinishedErasures: () => long((ask) => unfinishedErasures(ask, path)),
    async probe(parts) {
      // A log that was written back is written over: it takes some more while there is no room for anything else.
      const { bavail, bsize } = await statfs(dirname(path));
      if (bavail * bsize < ROOM) throw Object.assign(new Error(`${bavail * bsize} bytes are free on the disk of ${path}`), { code: 'ENOSPC' }); // prettier-ignore
      await transaction((db) => db.run('UPDATE heartbeat SET at = at'));
      await indexes.beforeKeep(parts);
      await writer.inTurn(() => forDays.keep(parts));
    },
    look: () => lookThrough({ main: path, days, read: readers.within(LOOKING), met: harm.met }),
    backUp: (folder) => backUp({ main: path, days, readers }, folder, now()),
    archive: archiveStore(path, days, long, (set) => transaction((db) => writeArchive(db, set))),
    reads: makeReads(),
    async close() {
      await indexes.close();
      await logs.done();
      await readers.close();
      await writer.inTurn(() => days.close());
      await writer.close();
    },
  };

  function makeReads(): Reads {
    const read = readers.within(readDeadline);
    return {
      sessions: (query) => read((ask) => pageOfSessions(ask, path, query)),
      session: (id) => read((ask) => sessionById(ask, path, days, id)),
      attempts: (query) => read((ask) => pageOfAttempts(ask, path, query)),
      attempt: (id) => read((ask) => attemptById(ask, path, days, id)),
      tally: (query, by, limit) => read((ask) => tallyOf(ask, path, query, by, limit)),
      overTime: (query, by, step) => read((ask) => triesOverTime(ask, path, query, by, step)),
      suspects: (query) => read((ask) => suspects(ask, path, query)),
      verdicts: (query) => read((ask) => pageOfVerdicts(ask, path, query)),
      messages: (query) => read((ask) => pageOfMessages(ask, days, query)),
      message: (id) => read(async (ask) => (await messagesById(ask, days, [id]))[0]),
      messagesWith: (query) => read((ask) => messagesWith(ask, days, query)),
      first: (query) => read((ask) => firstMessage(ask, days, query)),
      unknown: (query) => read((ask) => mostUnknown(ask, path, query)),
      daySize: () => read((ask) => newestDaySize(ask, days)),
      unstored: (query) => read((ask) => unstoredOf(ask, path, query)),
      poll: (device) => read((ask) => pollOf(ask, path, device)),
      snmp: (device) => read((ask) => snmpOf(ask, path, device)),
      sources: (since) => read((ask) => allSources(ask, path, days, since)),
      alerts: (query) => read((ask) => pageOfAlerts(ask, path, query)),
      alert: (id) => read((ask) => alertById(ask, path, days, id)),
      unwatched: (span) => read((ask) => unwatchedWithin(ask, path, span)),
      seqBefore: (from) => read((ask) => seqBefore(ask, path, from)),
      eventsAfter: (seq, limit) => read(async (ask) => (await ask(path, eventsAfter, [seq, limit])).map(readEvent)),
      configurations: (device) => read((ask) => configurationsOf(ask, path, device)),
      user: (query) => read((ask) => userRecord(ask, path, query)),
      earlier: (query) => read((ask) => earlierOf(ask, path, query)),
      people: (query) => read((ask) => peopleLike(ask, path, query)),
      alike: (query) => read((ask) => failedAlike(ask, path, query)),
      holders: (query) => read((ask) => holdersOf(ask, path, query)),
      polls: () => read((ask) => polledDevices(ask, path)),
      usual: (at, devices) => read((ask) => usualAt(ask, path, at, devices)),
      minutes: (query) => read((ask) => spanWithImported(ask, path, query)),
      poolMinutes: (query) => read((ask) => spanOfPools(ask, path, query)),
      series: (query) => read((ask) => spanOfSeries(ask, path, query)),
      figures: (devices, at) => read((ask) => figuresOf(ask, path, devices, at)),
      figuresThen: (devices, at) => read((ask) => figuresThen(ask, path, devices, at)),
      loads: () => read((ask) => readLoads(ask, path)),
      hidden: (query) => read((ask) => mostHidden(ask, path, query)),
      deliveries: (query) => read((ask) => pageOfDeliveries(ask, path, query)),
      notification: (id) => read((ask) => notificationOf(ask, path, id)),
      outbox: (channel) => read((ask) => outboxCounts(ask, path, channel)),
    };
  }
}
