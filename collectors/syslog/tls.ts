import { readFileSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer, type SecureContextOptions, type TLSSocket } from 'node:tls';

/** Paths of PEM files: the certificate with those that it is signed by, and its key. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

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
  let seen = changed(files);
  let failure: string | undefined;
  const server = createServer({ handshakeTimeout: handshake });
  try {
    server.setSecureContext(contextOf(files));
  } catch (error) {
    throw new Error(`SYSLOG_TLS_CERT, SYSLOG_TLS_KEY: ${(error as Error).message}`, { cause: error });
  }
  server.on('secureConnection', (socket) => onSecure(socket, keyOf(socket)));
  server.on('tlsClientError', (_error, socket) => {
    onFailure();
    socket.destroy();
  });
  const renew = (): void => {
    try {
      const now = changed(files);
      if (now === seen) return;
      server.setSecureContext(contextOf(files));
      seen = now;
      failure = undefined;
    } catch (error) {
      // Perhaps it is being written: the old one goes on, and the next connection tries again.
      failure = `the renewed TLS certificate cannot be used, the old one still is: ${(error as Error).message}`;
    }
  };
  return {
    secure: (raw) => {
      renew();
      server.emit('connection', raw);
    },
    warnings: () => (failure === undefined ? [] : [failure]),
  };
}

function contextOf({ cert, key }: CertificateFiles): SecureContextOptions {
  return { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' };
}

/** Differs when one of the files was written or replaced. */
function changed({ cert, key }: CertificateFiles): string {
  return [cert, key].map((path) => `${statSync(path).mtimeMs} ${statSync(path).ino}`).join(' ');
}
