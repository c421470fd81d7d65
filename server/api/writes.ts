import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayConnect } from '../domain/origin.ts';
import { ApiError } from './errors.ts';

/**
 * Lets a resource take what a page of ours posts, and nothing else: as JSON, which no form of another page can send, and with the `Origin`
 * of this server. Whoever has no browser says where it asks, too. Where it is not known which names lead here, only an address and the
 * name that was told for people do: any other may be somebody's who made it resolve to us, and whose page then has our `Origin`.
 */
export function ownPagesOnly(
  app: Pick<FastifyInstance, 'addHook' | 'removeContentTypeParser'>,
  { hosts, publicUrl }: OwnNames,
): void {
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, _reply, done) => {
    if (isReading(request)) done();
    else if (!isOwn(request, hosts)) done(new ApiError('elsewhere'));
    else done(hosts !== undefined || isNamed(request, publicUrl) ? undefined : new ApiError('unnamed'));
  });
}

/** The names by which this server is reached: all of them, where they are known, and the address that people are told. */
export interface OwnNames {
  readonly hosts: readonly string[] | undefined;
  readonly publicUrl: string | undefined;
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isOwn({ headers }: FastifyRequest, hosts: readonly string[] | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin === undefined || (site !== undefined && site !== 'same-origin')) return false;
  return mayConnect(headers, { origins: [], hosts });
}

/** The `Origin` was compared with `Host` before: it is the name that the page was asked for. */
function isNamed({ headers: { origin = '' } }: FastifyRequest, publicUrl: string | undefined): boolean {
  const { hostname } = new URL(origin);
  if (hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return true;
  return publicUrl !== undefined && new URL(publicUrl).hostname === hostname;
}
