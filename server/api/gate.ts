import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { postToken } from '../access/credential.ts';
import type { Caller } from '../domain/access/account.ts';
import { NOBODY } from '../domain/access/audit.ts';
import { isPermitted, routePermits, type Permit } from '../domain/access/permits.ts';
import { comes } from './credentials.ts';
import { isData } from './data.ts';
import { ApiError } from './errors.ts';
import { answersLookUp, asksLookUp } from './look-up.ts';
import { isOwn } from './writes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever asks; `undefined`: nobody that is known. */
    caller: Caller | undefined;
  }
}

/** Who is let in by what. */
export interface Doors {
  /** By the value of a cookie or a bearer's token. */
  caller(credential: string): Caller | undefined;
  /** By the header of a trusted proxy. */
  byProxy?: ((request: FastifyRequest) => Caller | undefined) | undefined;
}

/** The header in which a page sends what it was given to post with. */
export const POST_HEADER = 'x-tunnelwatch-post';

const DOCS = '/api/docs';
/** So much is kept of what a browser calls itself. */
const LONGEST_AGENT = 160;

/** The permit of a route; the program does not start with a route that has none. */
export function permitOf({ method, url }: Pick<RouteOptions, 'method' | 'url'>): Permit {
  // The documentation's own package names its routes.
  if (url === DOCS || url.startsWith(`${DOCS}/`)) return 'read';
  const permits = [method].flat().map((one) => routePermits[`${one === 'HEAD' ? 'GET' : one} ${url}`]);
  const [permit] = permits;
  if (permit === undefined || permits.some((one) => one !== permit))
    throw new Error(`route ${String(method)} ${url} is not in the table of permits`);
  return permit;
}

/** Stands before every route: finds who asks, and lets in whom the table permits. */
export function standGate(app: FastifyInstance, doors: Doors, hosts: readonly string[] | undefined): void {
  app.decorateRequest('caller', undefined);
  app.addHook('onRoute', (route) => void permitOf(route));
  app.addHook('onRequest', (request, _reply, done) => {
    const { permit, credential } = admit(request, doors);
    if (!isReading(request)) insistOnOurs(request, permit, credential, hosts);
    done();
  });
  app.addHook('preHandler', (request, _reply, done) => {
    if (isHelped(request)) asksLookUp(request);
    done();
  });
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    if (isHelped(request)) answersLookUp(request, payload);
    done(null, payload);
  });
}

function admit(request: FastifyRequest, doors: Doors): { readonly permit: Permit; readonly credential?: string } {
  const come = comes(request.headers, (credential) => doors.caller(credential));
  request.caller = come?.caller ?? doors.byProxy?.(request);
  // What is not there is told only to those who may know what is.
  const permit = request.is404 ? missing(request) : permitOf(routeOf(request));
  if (!isPermitted(permit, request.caller?.role))
    throw new ApiError(request.caller === undefined ? 'nobody' : 'notPermitted');
  return { permit, ...(come !== undefined && { credential: come.credential }) };
}

function missing(request: FastifyRequest): Permit {
  return isData(request) ? 'entered' : 'everybody';
}

function routeOf({ method, routeOptions: { url = '' } }: FastifyRequest): Pick<RouteOptions, 'method' | 'url'> {
  return { method, url };
}

/**
 * Lets pass what a page of ours posts, and scripts that come with a token, which no browser sends by itself: a page of somebody else has
 * another `Origin`, and does not know what our pages send along.
 */
function insistOnOurs(
  request: FastifyRequest,
  permit: Permit,
  credential: string | undefined,
  hosts: readonly string[] | undefined,
): void {
  if (request.caller?.kind === 'token') return;
  if (!isOwn(request, hosts)) throw new ApiError('elsewhere');
  if (permit === 'everybody') return;
  const wanted = postTokenOf(request.caller, credential);
  if (wanted === undefined || request.headers[POST_HEADER] !== wanted) throw new ApiError('elsewhere');
}

/** What pages of this caller must send along with what they post. */
export function postTokenOf(caller: Caller | undefined, credential: string | undefined): string | undefined {
  if (caller === undefined) return undefined;
  return caller.kind === 'proxy' ? postToken(caller.hash) : credential && postToken(credential);
}

function isHelped(request: FastifyRequest): boolean {
  return request.caller?.role === 'helpdesk' && !request.is404 && permitOf(routeOf(request)) === 'lookUp';
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The name under which a caller does something; whoever gets so far has one. */
export function nameOf(caller: Caller | undefined): string {
  return caller?.name ?? NOBODY;
}

/** Who did it and from where, for what is written down of it. */
export function doerOf(request: FastifyRequest): { readonly by: string; readonly from: string } {
  return { by: nameOf(request.caller), from: comerOf(request).from };
}

/** Who came, for the log of what was done: an address is not a name, so it is cut to what one can be. */
export function comerOf({ ip, headers }: FastifyRequest): { readonly from: string; readonly agent: string } {
  return { from: isIP(ip) === 0 ? 'unknown' : ip, agent: (headers['user-agent'] ?? '').slice(0, LONGEST_AGENT) };
}
