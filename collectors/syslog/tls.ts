import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

import { followCertificate, type CertificateFiles } from '../certificate.ts';

export interface TlsOptions {
  readonly files: CertificateFiles;
  /** How long a handshake may take, in milliseconds. */
  readonly handshake: number;
  /** The handshake is done. `key` is what `keyOf` says of the raw socket below. */
  readonly onSecure: (socket: TLSSocket, key: string) => void;
  /** It was not to be had: no TLS, no common version, a peer that does not trust us, or too slow. */
  readonly onFailure: () => void;
}

/** TLS over connections that others accept. */
export interface Tls {
  /** Begins the handshake; a certificate that was renewed on disk is used from the next one on. */
  readonly secure: (raw: Socket) => void;
  readonly warnings: () => readonly string[];
}

/** What is known of a connection on both sides of the TLS: one peer's address and port, among those that are open. */
export function keyOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** TLS 1.2 or later with the certificate given; throws if the files cannot be used. No certificate is asked of the peer: senders are known by address. */
export function startTls({ files, handshake, onSecure, onFailure }: TlsOptions): Tls {
  let failure: string | undefined;
  const server = createServer({ handshakeTimeout: handshake });
  const look = startFollowing(files, (context) => server.setSecureContext(context));
  server.on('secureConnection', (socket) => onSecure(socket, keyOf(socket)));
  server.on('tlsClientError', (_error, socket) => {
    onFailure();
    socket.destroy();
  });
  return {
    secure: (raw) => {
      failure = look();
      server.emit('connection', raw);
    },
    warnings: () => (failure === undefined ? [] : [failure]),
  };
}

function startFollowing(...following: Parameters<typeof followCertificate>): () => string | undefined {
  try {
    return followCertificate(...following);
  } catch (error) {
    throw new Error(`SYSLOG_TLS_CERT, SYSLOG_TLS_KEY: ${(error as Error).message}`, { cause: error });
  }
}
