import { readFileSync, statSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';

/** Paths of PEM files: the certificate with those that it is signed by, and its key. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * Has the certificate served, with TLS 1.2 or later; throws if the files cannot be used. What it gives back looks whether the files were
 * renewed, has that served from then on, and tells why it cannot be: then the old one goes on, and the next look tries again.
 */
export function followCertificate(
  files: CertificateFiles,
  serve: (context: SecureContextOptions) => void,
): () => string | undefined {
  let seen = changed(files);
  serve(contextOf(files));
  return () => {
    try {
      const now = changed(files);
      if (now === seen) return undefined;
      serve(contextOf(files));
      seen = now;
      return undefined;
    } catch (error) {
      // Perhaps it is being written.
      return `the renewed TLS certificate cannot be used, the old one still is: ${(error as Error).message}`;
    }
  };
}

function contextOf({ cert, key }: CertificateFiles): SecureContextOptions {
  return { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' };
}

/** Differs when one of the files was written or replaced. */
function changed({ cert, key }: CertificateFiles): string {
  return [cert, key].map((path) => `${statSync(path).mtimeMs} ${statSync(path).ino}`).join(' ');
}
