import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiErrors } from './errors.ts';

/**
 * Registers the dashboard: the files under `root`, and its one page for every path that is neither a file nor the API's, so that a
 * deep link works.
 */
export async function registerWeb(app: FastifyInstance, root: string | undefined): Promise<void> {
  const built = root !== undefined && existsSync(join(root, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root,
      index: 'index.html',
      dotfiles: 'ignore',
      cacheControl: false,
      // The build leaves each asset packed beside itself; browsers take Brotli over TLS and from this machine only, gzip anywhere.
      preCompressed: true,
      schemaHide: true,
      setHeaders: (reply, path) => {
        // The names of built assets change with what is in them.
        const lasting = path.startsWith(join(root, 'assets'));
        reply.header('vary', 'accept-encoding');
        reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const page = (reply: FastifyReply): FastifyReply => {
    if (built) return reply.sendFile('index.html');
    return reply.status(apiErrors.notBuilt.status).type('text/plain').send(`${apiErrors.notBuilt.words}\n`);
  };
  // Names may look like a file (`192.0.2.9`, `marty.mcfly`), or like a path that files are refused for (`HILL\marty`).
  for (const named of ['/users/*', '/devices/*'])
    app.get(named, { schema: { hide: true } }, (_request, reply) => page(reply));
  app.setNotFoundHandler((request, reply) => (isPage(request) ? page(reply) : notFound(reply)));
}

function isPage({ method, url }: FastifyRequest): boolean {
  const [path = ''] = url.split('?', 1);
  const other = /^\/(?:api|assets|socket\.io)(?:\/|$)/.test(path);
  return (method === 'GET' || method === 'HEAD') && !other && !/\.[^/]*$/.test(path);
}

function notFound(reply: FastifyReply): FastifyReply {
  const { status, words } = apiErrors.noRoute;
  return reply.status(status).send({ error: words });
}
