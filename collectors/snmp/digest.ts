import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { SnmpAuth } from '../../server/domain/snmp.ts';
import type { Field } from './ber.ts';

/** The hash of a protocol of authentication, and how many octets of its HMAC are sent (RFC 3414, 6; RFC 7860, 4). */
const protocols: Readonly<Record<SnmpAuth, { readonly hash: string; readonly sent: number }>> = {
  md5: { hash: 'md5', sent: 12 },
  sha: { hash: 'sha1', sent: 12 },
  sha224: { hash: 'sha224', sent: 16 },
  sha256: { hash: 'sha256', sent: 24 },
  sha384: { hash: 'sha384', sent: 32 },
  sha512: { hash: 'sha512', sent: 48 },
};
const MEBIBYTE = 1024 * 1024;

/** The key of a passphrase that is not empty, before it belongs to an engine (RFC 3414, A.2). It costs a hash over 1 MiB, about 1 to 5 ms. */
export function keyOf(auth: SnmpAuth, passphrase: string): Buffer {
  return createHash(protocols[auth].hash).update(Buffer.alloc(MEBIBYTE, passphrase)).digest();
}

/** The key as that of one engine: some microseconds. */
export function localized(auth: SnmpAuth, key: Buffer, engineId: Buffer): Buffer {
  return createHash(protocols[auth].hash).update(key).update(engineId).update(key).digest();
}

/** Whether a message was made by somebody who has the key, and has not changed since; `digest` is where it says so (RFC 3414, 6.3.2). */
export function authentic(datagram: Buffer, { start, end }: Field, auth: SnmpAuth, key: Buffer): boolean {
  const { hash, sent } = protocols[auth];
  if (end - start !== sent) return false;
  const hmac = createHmac(hash, key);
  hmac.update(datagram.subarray(0, start)).update(Buffer.alloc(sent)).update(datagram.subarray(end));
  return timingSafeEqual(hmac.digest().subarray(0, sent), datagram.subarray(start, end));
}
