import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** How a key is made, in openssl's words. */
const newKey = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  rsa: ['-newkey', 'rsa:2048'],
} as const;

/** Makes a certificate that signs itself, for `localhost`, and its key; returns their paths. Needs the command openssl. */
export function makeCertificate(
  folder: string,
  name: string,
  of: keyof typeof newKey = 'ec',
): { readonly cert: string; readonly key: string } {
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  const kind = ['-x509', ...newKey[of], '-nodes', '-days', '2'];
  const who = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...kind, ...who, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert, key };
}

/** Makes an authority, and a certificate that it has signed, for `localhost`, with its key; returns their paths. Needs the command openssl. */
export function makeSigned(folder: string): { readonly ca: string; readonly cert: string; readonly key: string } {
  const [ca, caKey, cert, key, asked] = ['ca.pem', 'ca.key', 'cert.pem', 'cert.key', 'asked.pem'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string, string]; // five names
  const openssl = (...words: readonly string[]): unknown => execFileSync('openssl', words, { stdio: 'ignore' });
  const kind = [...newKey.ec, '-nodes'];
  const authority = ['-subj', '/CN=Authority of a test', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  openssl('req', '-x509', ...kind, '-days', '90', ...authority, '-keyout', caKey, '-out', ca);
  const extensions = [
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth',
    // Nobody asks there; but a certificate that tells of no way to be revoked is a finding.
    'crlDistributionPoints=URI:http://localhost/authority.crl',
  ];
  const words = extensions.flatMap((extension) => ['-addext', extension]);
  openssl('req', ...kind, '-subj', '/CN=localhost', ...words, '-keyout', key, '-out', asked);
  const signing = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-copy_extensions', 'copyall', '-days', '90'];
  openssl('x509', '-req', '-in', asked, ...signing, '-out', cert);
  return { ca, cert, key };
}
