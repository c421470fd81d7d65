import { createHash } from 'node:crypto';

import { PollFault } from './fault.ts';

/** The SHA-256 of a host key as `ssh-keygen -l` prints it: `SHA256:` and base64. */
export function keyFingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The SHA-256 of a certificate (DER) as browsers and `openssl x509 -fingerprint -sha256` print it: bytes with colons. */
export function certificateFingerprint(der: Uint8Array): string {
  const hex = createHash('sha256').update(der).digest('hex').toUpperCase();
  return hex.replace(/(?<=.)(?=(?:..)+$)/g, ':');
}

/** What is wrong with who answered; `undefined` if a person has accepted just that one. Asked before a password is sent, always. */
export function pinFault(
  what: 'host key' | 'certificate',
  seen: string,
  pinned: string | undefined,
): PollFault | undefined {
  if (pinned === undefined) {
    // Worded so that no rule of redaction takes what stands behind `key` for one.
    const detail = `it shows ${seen} as its ${what}, which nobody has accepted yet; no password was sent`;
    return new PollFault('connect', 'key unknown', detail, { fingerprint: seen });
  }
  if (plain(pinned) === plain(seen)) return undefined;
  const detail = `it shows ${seen} as its ${what}, and ${pinned} was accepted; no password was sent`;
  return new PollFault('connect', 'key changed', detail, { fingerprint: seen });
}

/** People write hexadecimal in both cases, with colons and without. */
function plain(fingerprint: string): string {
  return fingerprint.startsWith('SHA256:') ? fingerprint : fingerprint.replaceAll(':', '').toLowerCase();
}
