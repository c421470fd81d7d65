import { constants } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import { capConnections } from './connections.ts';

/** Has a certificate served, and gives back what looks whether it was renewed. */
export type Certificate = (serve: (context: SecureContextOptions) => void) => () => void;

/** How the sockets are made. */
export interface ListenerOptions {
  /** Without one there is no TLS. */
  readonly certificate: Certificate | undefined;
  readonly isProxy: (address: string) => boolean;
}

const SECOND = 1000;
/** Connections of one address: 40 browsers' worth, and far below what the process may open. */
const MOST_OF_ONE = 256;
/** Node looks for late requests only every 30 s unless told otherwise. */
const LIMITS = { headersTimeout: 10 * SECOND, connectionsCheckingInterval: 2 * SECOND };

/**
 * What TLS offers beyond its version: forward secrecy and authenticated encryption only, in our order; and no new handshake on an
 * open connection, which costs us more than whoever asks for it.
 */
const TLS: SecureContextOptions & { readonly honorCipherOrder: boolean } = {
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
};

/** The HTTP server, which waits for nobody for long; with a certificate it speaks TLS and nothing else. */
export function createListener(handler: RequestListener, { certificate, isProxy }: ListenerOptions): Server {
  const server = certificate === undefined ? createServer(LIMITS, handler) : secure(handler, certificate);
  server.requestTimeout = 15 * SECOND;
  server.keepAliveTimeout = 20 * SECOND;
  server.setTimeout(30 * SECOND);
  capConnections(server, { mostOfOne: MOST_OF_ONE, isProxy });
  return server;
}

function secure(handler: RequestListener, certificate: Certificate): Server {
  const server = createSecureServer({ ...LIMITS, handshakeTimeout: 10 * SECOND }, handler);
  const look = certificate((context) => server.setSecureContext({ ...context, ...TLS }));
  // Before the handshake begins: Node's own listener was there first.
  server.prependListener('connection', look);
  return server;
}
