import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { followCertificate } from '../../collectors/certificate.ts';
import { buildApp, type ApiDeps } from '../api/app.ts';
import { among } from '../api/client.ts';
import type { NameForms } from '../access/names.ts';
import type { CommittedView, Health } from '../api/committed.ts';
import type { Config } from '../config.ts';
import type { Feed } from '../feed/feed.ts';
import { attachFeed, type FeedSocket } from '../feed/socket.ts';
import type { Log } from '../log.ts';
import type { Reads } from '../store/reads.ts';
import { webRoot } from './built.ts';
import { reader } from './line-reading.ts';
import type { Entry } from './entry.ts';
import type { Running } from './running.ts';

/** What the pages, the API and the live feed show. */
export interface Shown {
  readonly feed: Feed;
  readonly view: CommittedView;
  readonly reads: Reads;
  readonly health: () => Health;
  readonly nameForms: NameForms;
  readonly pace: NonNullable<ApiDeps['pace']>;
  readonly snmpPace: NonNullable<ApiDeps['snmpPace']>;
  readonly alerting: ApiDeps['alerting'];
  readonly entry: Entry;
}

/** Starts the dashboard, its API and its live feed. Resolves to its address. */
export async function startWeb(config: Config, log: Log, running: Running, shown: Shown): Promise<string> {
  const { feed, view: book, reads, health, nameForms, pace, snmpPace, alerting, entry } = shown;
  const hosts = hostsOf(config);
  const byProxy = proxyDoor(config, entry);
  const viewers: NonNullable<ApiDeps['viewers']> = () => socket.figures();
  const deps: ApiDeps = {
    reads,
    book,
    health,
    log,
    version: version(),
    webRoot: webRoot(),
    hosts,
    certificate: certificateOf(config, log),
    proxies: config.trustedProxies,
    viewers,
    nameForms,
    reader,
    pace,
    snmpPace,
    alerting,
    addresses: ownAddresses,
    doors: { caller: (credential) => entry.admitted.caller(credential), byProxy: ({ raw }) => byProxy(raw) },
    access: entry.desk,
  };
  const app = running.started(await buildApp(deps), (one) => one.close());
  const socket: FeedSocket = running.started(
    attachFeed(app.server, feed, {
      allowedOrigins: [],
      hosts,
      callerOf: (request) => entry.callerOf(request) ?? byProxy(request),
      now: Date.now,
    }),
    (one) => one.close(),
  );
  entry.admitted.onEnded((hashes) => socket.cut(hashes));
  await app.listen({ port: config.port, host: config.host }).catch((cause: unknown) => {
    throw new Error(`PORT ${config.port} (TCP, ${config.host}): ${reasonOf(cause)}`, { cause });
  });
  const { address, port } = app.server.address() as AddressInfo; // it listens on a port, not on a pipe
  const name = address.includes(':') ? `[${address}]` : address;
  return `${deps.certificate === undefined ? 'http' : 'https'}://${name === '127.0.0.1' ? 'localhost' : name}:${port}`;
}

/** The certificate of the dashboard, where there is one; what is wrong with a renewed one is logged once. */
function certificateOf({ tlsCert: cert, tlsKey: key }: Config, log: Log): ApiDeps['certificate'] {
  if (cert === undefined || key === undefined) return undefined;
  return (serve) => {
    const look = followCertificate({ cert, key }, serve);
    let told: string | undefined;
    return () => {
      const failure = look();
      if (failure !== undefined && failure !== told) log.warn({ cert, key }, failure);
      told = failure;
    };
  };
}

/** Whom a listed proxy says that it has let in. Who asks is told by the connection itself: a header can be sent by anybody. */
function proxyDoor({ accountHeader, trustedProxies }: Config, { admitted }: Entry) {
  const isProxy = among(trustedProxies);
  return ({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>) => {
    const name = accountHeader === undefined ? undefined : headers[accountHeader];
    const from = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
    return typeof name === 'string' && isProxy(from) ? admitted.byProxy(name) : undefined;
  };
}

/**
 * The names by which a server that only this machine reaches is called, by a proxy on it with the name that people are told, too: a page
 * elsewhere cannot borrow it by DNS.
 */
function hostsOf(config: Config): readonly string[] | undefined {
  const told = config.publicUrl === undefined ? [] : [new URL(config.publicUrl).hostname];
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  const name = config.host.includes(':') ? `[${config.host}]` : config.host;
  return loopback.includes(name) || name.startsWith('127.') ? [...loopback, name, ...told] : undefined;
}

/** By which addresses other machines may reach this one. */
function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((ones) => ones ?? []);
  return all
    .filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'already in use';
  if (code === 'EACCES') return 'not allowed: ports below 1024 are for root';
  return cause instanceof Error ? cause.message : String(cause);
}

function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version; // our own file
}
