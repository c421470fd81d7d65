import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { isData } from './data.ts';

/** A year: what a browser has once seen with TLS it asks for in no other way for so long. */
const HSTS = 'max-age=31536000';

/** What any page of ours may load and do: nothing from elsewhere, no script or style in its markup, no form that leads away. */
const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
/** No text becomes markup or script by any way of the browser's: nothing of ours needs that. */
const typed = { requireTrustedTypesFor: ["'script'"], trustedTypes: ["'none'"] };

/** Registers the headers of every answer that forbid a page what none of ours needs. */
export async function registerHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    // Only where there is TLS: below.
    strictTransportSecurity: false,
    contentSecurityPolicy: { useDefaults: false, directives: { ...policy, ...typed } },
  });
  app.addHook('onRequest', (request, reply, done) => {
    // A browser would take it for every program of this machine.
    const local = /^(?:localhost|127\.|\[::1\])/i.test(request.headers.host ?? '');
    if (request.protocol === 'https' && !local) reply.header('strict-transport-security', HSTS);
    // Names and addresses are for whoever asked now, not for the next one at this screen.
    if (isData(request)) reply.header('cache-control', 'no-store');
    done();
  });
}

/** The policy for pages of a package that make markup from text, with styles in it. */
export function forMarkupFromText(header: string): string {
  const directives = header.split(';').filter((one) => !/^(?:require-trusted-types-for|trusted-types)\b/.test(one));
  return directives.map((one) => (one.startsWith('style-src ') ? `${one} 'unsafe-inline'` : one)).join(';');
}
