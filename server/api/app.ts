import fastify, { type FastifyInstance } from 'fastify';
import type { NameForms } from '../access/names.ts';
import type { PollPace } from '../domain/polling.ts';
import type { Reads } from '../store/reads.ts';
import { aaaResource } from './aaa.ts';
import { addressesResource } from './addresses.ts';
import { alertChannelsResource } from './alert-channels.ts';
import type { AccessDesk } from './access-desk.ts';
import { accountsResource } from './accounts.ts';
import type { AlertDesk } from './alert-desk.ts';
import { alertPreviewResource } from './alert-preview.ts';
import { alertSettingsResource } from './alert-settings.ts';
import { alertWritesResource } from './alert-writes.ts';
import { alertsResource } from './alerts.ts';
import { arrivalsResource } from './arrivals.ts';
import { attemptsResource } from './attempts.ts';
import { censusResource } from './census.ts';
import { among } from './client.ts';
import { auditRoutes } from './audited.ts';
import type { CommittedView, Health } from './committed.ts';
import { deviceResource } from './device.ts';
import { devicesResource } from './devices.ts';
import { registerDocs } from './docs.ts';
import { ApiError, errorHandler } from './errors.ts';
import { entryResource } from './entry.ts';
import { findingsResource } from './findings.ts';
import { registerHeaders } from './headers.ts';
import { standGate, type Doors } from './gate.ts';
import { healthResource } from './health.ts';
import { hiddenResource } from './hidden.ts';
import { isOurs } from './host.ts';
import { createListener, type Certificate } from './listener.ts';
import { loadResource } from './load.ts';
import { messageExportResource } from './message-export.ts';
import { messageResource, type Reader } from './message.ts';
import { lookUpsResource } from './look-ups.ts';
import { managementResource } from './management.ts';
import { ledgerResource } from './ledger.ts';
import { listeningResource } from './listening.ts';
import { messagesResource } from './messages.ts';
import { metricsResource, type ViewerFigures } from './metrics.ts';
import { minutesResource } from './minutes.ts';
import { oidcResource } from './oidc.ts';
import { ownResource } from './own.ts';
import { pairingsResource } from './pairings.ts';
import { poolHistoryResource } from './pool-history.ts';
import { poolsResource } from './pools.ts';
import { limitRates } from './rates.ts';
import { bindToSites, scopedView } from './scope.ts';
import { seriesLatelyResource } from './series-lately.ts';
import { seriesResource } from './series.ts';
import { sessionExportResource } from './session-export.ts';
import { sessionsResource } from './sessions.ts';
import { sourcesResource } from './sources.ts';
import { insist } from './strict.ts';
import { summaryResource } from './summary.ts';
import { trendResource } from './trend.ts';
import { talliesResource } from './tallies.ts';
import { unknownResource } from './unknown.ts';
import { unstoredResource } from './unstored.ts';
import { usersResource } from './users.ts';
import { verdictsResource } from './verdicts.ts';
import { wallResource } from './wall.ts';
import { registerWeb } from './web.ts';

/** What the HTTP server needs of the rest. */
export interface ApiDeps {
  readonly reads: Reads;
  readonly book: CommittedView;
  readonly health: () => Health;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
  /** Of the program, for the documentation. */
  readonly version: string;
  /** The folder of the built dashboard. */
  readonly webRoot: string | undefined;
  /** The names by which the server is reached, without port and in small letters (`[::1]` in brackets); any if left out. */
  readonly hosts?: readonly string[] | undefined;
  /** What is served with TLS; there is none, if left out. */
  readonly certificate?: Certificate | undefined;
  /** Addresses and networks of proxies in front: what they say of who asks, and how, is believed; of nobody, if left out. */
  readonly proxies?: readonly string[] | undefined;
  readonly viewers?: (() => ViewerFigures) | undefined;
  /** What a name that is searched for may be stored as; as itself, if left out. */
  readonly nameForms?: NameForms | undefined;
  /** How lines are read, and what message IDs mean. */
  readonly reader: Reader;
  /** How a device is polled just now. */
  readonly pace?: ((device: number) => PollPace | undefined) | undefined;
  /** The same over SNMP. */
  readonly snmpPace?: ((device: number) => PollPace | undefined) | undefined;
  readonly alerting: AlertDesk;
  /** Milliseconds of a clock that does not step, for limits. */
  readonly ticks?: (() => number) | undefined;
  /** Who is let in by what. */
  readonly doors: Doors;
  /** Accounts, and what is done about them; without it there are no routes of them. */
  readonly access?: AccessDesk | undefined;
  /** By which addresses devices may reach this machine; none known, if left out. */
  readonly addresses?: (() => readonly string[]) | undefined;
}

/** The HTTP server: API, its documentation, metrics and the dashboard's files. It listens when its `listen` is called. */
export async function buildApp(deps: ApiDeps): Promise<FastifyInstance> {
  const { reads, health, log, reader, hosts, viewers, pace, snmpPace, nameForms = (name: string) => [name] } = deps;
  const handleError = errorHandler(log);
  const book = scopedView(deps.book);
  const isProxy = among(deps.proxies ?? []);
  const app = fastify({
    bodyLimit: 64 * 1024,
    serverFactory: (handler) => createListener(handler, { certificate: deps.certificate, isProxy }),
    // Never `true`: whoever asks could then tell us any address.
    trustProxy: isProxy,
    forceCloseConnections: true,
    // A name of 256 characters, each written with up to twelve.
    routerOptions: { maxParamLength: 3072 },
    // Fastify's default drops unknown parameters and goes on; ours are told.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, useDefaults: true } },
    frameworkErrors: (error, request, reply) => handleError(error, request, reply),
  });
  app.setErrorHandler(handleError);
  // Before all that may refuse: a refusal has the same headers.
  await registerHeaders(app);
  app.addHook('onRoute', insist);
  app.addHook('onRequest', (request, _reply, done) => {
    done(isOurs(request.headers.host, hosts) ? undefined : new ApiError('wrongHost'));
  });
  limitRates(app, deps.ticks ?? (() => performance.now()));
  // No form of another page can send JSON, and nothing else is taken.
  app.removeContentTypeParser('text/plain');
  standGate(app, deps.doors, hosts);
  bindToSites(app);
  await registerDocs(app, deps.version);
  if (deps.access !== undefined) {
    auditRoutes(app, deps.access.note);
    await app.register(entryResource(deps.access));
    await app.register(oidcResource(deps.access));
    await app.register(ownResource(deps.access));
    await app.register(accountsResource(deps.access));
    await app.register(pairingsResource(deps.access));
    await app.register(lookUpsResource(deps.access));
  }
  await app.register(summaryResource(reads, book));
  await app.register(sessionsResource(reads, book, nameForms));
  await app.register(sessionExportResource(reads, book, nameForms));
  await app.register(minutesResource(reads, book));
  await app.register(alertsResource(reads, book, deps.alerting, Date.now));
  await app.register(alertSettingsResource(book, deps.alerting, Date.now));
  await app.register(alertPreviewResource({ reads, book, reader }, deps.alerting));
  await app.register(alertWritesResource(reads, book, deps.alerting, Date.now));
  await app.register(alertChannelsResource(reads, deps.alerting));
  await app.register(attemptsResource(reads, book, nameForms));
  await app.register(talliesResource(reads, book, nameForms));
  await app.register(usersResource(reads, book, nameForms));
  await app.register(addressesResource(reads, book));
  await app.register(verdictsResource(reads, book, nameForms));
  await app.register(managementResource(reads, book));
  await app.register(poolsResource(book));
  await app.register(poolHistoryResource(reads, book));
  await app.register(devicesResource(book));
  await app.register(deviceResource(reads, book, pace, snmpPace));
  await app.register(findingsResource(reads, book, health));
  await app.register(sourcesResource(reads, book, health));
  await app.register(arrivalsResource(reads, book, health));
  await app.register(listeningResource(health, deps.addresses ?? (() => [])));
  await app.register(messagesResource(reads, book, nameForms));
  await app.register(messageExportResource(reads, book, nameForms));
  await app.register(messageResource(reads, book, reader));
  await app.register(unknownResource(reads, book));
  await app.register(unstoredResource(reads, book));
  await app.register(hiddenResource(reads, book));
  await app.register(aaaResource(reads, book));
  await app.register(wallResource(reads, book));
  await app.register(loadResource(reads, book));
  await app.register(trendResource(reads, book));
  await app.register(seriesResource(reads, book));
  await app.register(seriesLatelyResource(reads, book));
  await app.register(censusResource(book));
  await app.register(healthResource(health));
  await app.register(ledgerResource(health, book));
  await app.register(metricsResource({ book, health, viewers, reads }));
  await registerWeb(app, deps.webRoot);
  return app;
}
