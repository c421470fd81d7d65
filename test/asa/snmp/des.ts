import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The engine that a message is for, as the package tells it. */
interface Authority {
  readonly engineID: Buffer;
  readonly engineBoots: number;
}

/** DES-CBC of SNMPv3 (RFC 3414, 8). OpenSSL 3 has no DES any more; but triple DES with one key three times is DES. */
export function desOf(passwordToKey: (auth: number, password: string, engineId: Buffer) => Buffer) {
  const keysOf = (auth: number, password: string, engineId: Buffer, salt: Buffer) => {
    const key = passwordToKey(auth, password, engineId);
    const single = key.subarray(0, 8);
    const iv = Buffer.from(key.subarray(8, 16).map((byte, place) => byte ^ (salt[place] ?? 0)));
    return [Buffer.concat([single, single, single]), iv] as const;
  };
  return {
    encryptPdu: (pdu: Buffer, _: unknown, password: string, auth: number, { engineID, engineBoots }: Authority) => {
      const salt = Buffer.concat([Buffer.alloc(4), randomBytes(4)]);
      salt.writeUInt32BE(engineBoots);
      const cipher = createCipheriv('des-ede3-cbc', ...keysOf(auth, password, engineID, salt));
      cipher.setAutoPadding(false);
      const padded = Buffer.concat([pdu, Buffer.alloc((8 - (pdu.length % 8)) % 8)]);
      return { encryptedPdu: Buffer.concat([cipher.update(padded), cipher.final()]), msgPrivacyParameters: salt };
    },
    decryptPdu: (
      encrypted: Buffer,
      _: unknown,
      salt: Buffer,
      password: string,
      auth: number,
      { engineID }: Authority,
    ): Buffer => {
      const decipher = createDecipheriv('des-ede3-cbc', ...keysOf(auth, password, engineID, salt));
      decipher.setAutoPadding(false);
      return Buffer.concat([decipher.update(encrypted), decipher.final()]);
    },
  };
}
