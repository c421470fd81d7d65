import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import { isSited, routePermits } from '../domain/access/permits.ts';
import type { Reach } from '../domain/alert/reach.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Summary } from '../domain/feed.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, type ApiErrorCode } from './errors.ts';

/** The sites that whoever asks is bound to, while the question is answered; `null` or nothing: all. */
const scope = new AsyncLocalStorage<readonly string[] | null>();

/** Whether whoever asks is bound to sites. */
export function isBound(): boolean {
  return sitesNow() !== null;
}

function sitesNow(): readonly string[] | null {
  return scope.getStore() ?? null;
}

/** Lets everything that answers a question know which sites it may tell of; a route that was not made for that is closed to whoever is bound. */
export function bindToSites(app: FastifyInstance): void {
  // Before the question is read: to whom it is closed nothing is told of what may be wrong with it.
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, is404, caller, routeOptions: { url = '' } } = request; // prettier-ignore
    const isOpen = (caller?.sites ?? null) === null || is404 || isSited(method, url);
    const why = routePermits[`${method} ${url}`] === 'govern' ? 'governsAll' : 'ofAllSites';
    done(isOpen ? undefined : new ApiError(why));
  });
  app.addHook('preHandler', (request, _reply, done) => {
    scope.run(request.caller?.sites ?? null, done);
  });
}

/** The committed state as far as whoever asks may see it. */
export function scopedView(book: CommittedView): CommittedView {
  const devices = () => {
    const sites = sitesNow();
    return sites === null
      ? book.devices()
      : book.devices().filter(({ place }) => place?.site !== undefined && sites.includes(place.site));
  };
  const of = <Row extends { readonly device: string }>(rows: Iterable<Row>): readonly Row[] => {
    const names = new Set(devices().map(({ name }) => name));
    return [...rows].filter(({ device }) => names.has(device));
  };
  const seen = <T>(found: T, name: (found: T) => string | undefined): T | undefined =>
    !isBound() || devices().some((device) => device.name === name(found)) ? found : undefined;
  return {
    devices,
    summary: () => (isBound() ? partOf(book.summary(), of(book.summary().pools)) : book.summary()),
    pools: () => (isBound() ? of(book.pools()) : book.pools()),
    chains: () => (isBound() ? of(book.chains()) : book.chains()),
    aaaMarks: () =>
      isBound() ? book.aaaMarks().filter(({ device }) => devices().some(({ id }) => id === device)) : book.aaaMarks(),
    minutes: () => (isBound() ? [] : book.minutes()),
    sessions: () => (isBound() ? of(book.sessions()) : book.sessions()),
    bytesOf: (session) => book.bytesOf(session),
    deviceByName: (name) => seen(book.deviceByName(name), () => name),
    deviceName: (id) => seen(book.deviceName(id), (name) => name),
    deviceNameOf: (address) => seen(book.deviceNameOf(address), (name) => name),
    poolOf: (device, address) => book.poolOf(device, address),
  };
}

/** Throws where whoever asks is bound to sites, and this head-end is at none of them: as if there were no such thing. */
export function mustSee(book: CommittedView, device: number | undefined, missing: ApiErrorCode): void {
  if (isBound() && (device === undefined || book.deviceName(device) === undefined)) throw new ApiError(missing);
}

/** The messages that head-ends sent of which whoever asks may know. */
export function seenOf(messages: readonly StoredMessage[], book: CommittedView): readonly StoredMessage[] {
  return isBound() ? messages.filter(([, , from]) => book.deviceNameOf(from) !== undefined) : messages;
}

/** What whoever asks may name and be told of; `undefined`: everything. */
export function reachOf(book: CommittedView): Reach | undefined {
  const sites = sitesNow();
  return sites === null ? undefined : { sites, devices: book.devices().map(({ name }) => name) };
}

/** Of all head-ends' figures together a part is not known: what is left is when, and the pools. */
function partOf({ at, unsaved }: Summary, pools: Summary['pools']): Summary {
  return {
    ...(unsaved !== undefined && { unsaved }),
    ...{ at, pools, users: 0, failed15m: 0, rejected15m: 0, refused15m: 0, lastMessageAt: null },
    sessions: { total: 0, byProtocol: { ikev1: 0, ikev2: 0, anyconnect: 0, clientless: 0, unknown: 0 } },
    tunnels: { ike: 0, ipsec: 0, parent: 0, ssl: 0, dtls: 0 },
    bytes: { tx: 0, rx: 0, sessions: 0 },
  };
}
