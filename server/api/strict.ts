import type { RouteOptions } from 'fastify';

/** What a route of the API lacks, in words; nothing for pages and files, which are hidden from the documentation. */
export function lacks(route: Pick<RouteOptions, 'url' | 'schema'>): readonly string[] {
  const { schema, url } = route;
  if (schema?.hide === true) return [];
  if (schema === undefined) return ['a schema'];
  const parts: readonly (readonly [string, boolean])[] = [
    ['a summary', typeof schema.summary === 'string'],
    ['a query without unknown parameters', isClosed(schema.querystring)],
    ['a schema of its path', !url.includes(':') || schema.params !== undefined],
    ['a schema of its answer', isRecord(schema.response) && schema.response['200'] !== undefined],
  ];
  return parts.filter(([, there]) => !there).map(([part]) => part);
}

/** Refuses a route that lacks something: the program does not start with it. */
export function insist(route: RouteOptions): void {
  const missing = lacks(route);
  if (missing.length > 0) throw new Error(`route ${String(route.method)} ${route.url} lacks ${missing.join(', ')}`);
}

function isClosed(schema: unknown): boolean {
  return isRecord(schema) && schema['additionalProperties'] === false;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
