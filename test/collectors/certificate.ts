import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Makes a certificate that signs itself, for `localhost`, and its key; returns their paths. Needs the command openssl. */
export function makeCertificate(folder: string, name: string): { readonly cert: string; readonly key: string } {
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const who = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...kind, ...who, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert, key };
}
