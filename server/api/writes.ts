import type { FastifyRequest } from 'fastify';
import { mayConnect } from '../domain/origin.ts';

/**
 * Whether a page of this server posts it: with our `Origin`, and from this very site where the browser tells. Whoever has no browser says
 * where it asks, too.
 */
export function isOwn({ headers }: Pick<FastifyRequest, 'headers'>, hosts: readonly string[] | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin === undefined || (site !== undefined && site !== 'same-origin')) return false;
  return mayConnect(headers, { origins: [], hosts });
}
