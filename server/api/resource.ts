import type { FastifyPluginCallback, FastifyPluginOptions, RawServerDefault } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';

/** One resource of the API: its routes, typed by their schemas. */
export type Resource = FastifyPluginCallback<FastifyPluginOptions, RawServerDefault, TypeBoxTypeProvider>;
