import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayConnect } from '../domain/origin.ts';
import { ApiError } from './errors.ts';

/**
 * Lets a resource take what a page of ours posts, and nothing else: as JSON, which no form of another page can send, and with the `Origin`
 * of this server. Whoever has no browser says where it asks, too.
 */
export function ownPagesOnly(
  app: Pick<FastifyInstance, 'addHook' | 'removeContentTypeParser'>,
  hosts: readonly string[] | undefined,
): void {
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, _reply, done) => {
    done(isReading(request) || isOwn(request, hosts) ? undefined : new ApiError('elsewhere'));
  });
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isOwn({ headers }: FastifyRequest, hosts: readonly string[] | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin === undefined || (site !== undefined && site !== 'same-origin')) return false;
  return mayConnect(headers, { origins: [], hosts });
}
