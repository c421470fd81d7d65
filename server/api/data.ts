import type { FastifyRequest } from 'fastify';

/**
 * Whether data is asked for, not a page or its files: by the route that answers, for a path may be written in many ways (`/%61pi/login`,
 * `http://host/api/login`) that all lead there; by the path as it is written where there is none.
 */
export function isData({ is404, routeOptions, url }: FastifyRequest): boolean {
  return /^\/(?:api|metrics)(?:\/|$|\?)/.test(is404 ? url : (routeOptions.url ?? url));
}
