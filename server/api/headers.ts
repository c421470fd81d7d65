import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** A year: what a browser has once seen with TLS it asks for in no other way for so long. */
const HSTS = 'max-age=31536000';

/** Registers the headers of every answer that forbid a page what none of ours needs. */
export async function registerHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    // Only where there is TLS: below.
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  app.addHook('onRequest', (request, reply, done) => {
    // A browser would take it for every program of this machine.
    const local = /^(?:localhost|127\.|\[::1\])/i.test(request.headers.host ?? '');
    if (request.protocol === 'https' && !local) reply.header('strict-transport-security', HSTS);
    done();
  });
}
