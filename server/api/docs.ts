import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { forMarkupFromText } from './headers.ts';

/** Registers the documentation, made from the schemas of the routes that come after it; the page loads nothing from elsewhere. */
export async function registerDocs(app: FastifyInstance, version: string): Promise<void> {
  const description = 'Times are epoch milliseconds. An error is `{ "error": "words" }`.';
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Tunnelwatch', description, version } } });
  await app.register(swaggerUi, { routePrefix: '/api/docs', transformStaticCSP: forMarkupFromText });
}
