import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// CBC-DES as SNMP uses it (RFC 3414, 8). OpenSSL 3 has no DES any more, but has it three times in a row (EDE): with the same key, that is once.

const TRIPLE = 'des-ede3-cbc';
const BLOCK = 8;

/** Decrypts with a localized key: 8 octets of it are DES's, the next 8 make the first block together with the salt. Throws where it cannot be. */
export function decryptDes(sealed: Buffer, key: Buffer, salt: Buffer): Buffer {
  const decipher = createDecipheriv(TRIPLE, tripled(key), firstBlock(key, salt)).setAutoPadding(false);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}

/** Encrypts with a localized key, and says with which salt. */
export function encryptDes(plain: Buffer, key: Buffer): { readonly sealed: Buffer; readonly salt: Buffer } {
  const salt = randomBytes(BLOCK);
  const padded = Buffer.concat([plain, Buffer.alloc((BLOCK - (plain.length % BLOCK)) % BLOCK)]);
  const cipher = createCipheriv(TRIPLE, tripled(key), firstBlock(key, salt)).setAutoPadding(false);
  return { sealed: Buffer.concat([cipher.update(padded), cipher.final()]), salt };
}

function tripled(key: Buffer): Buffer {
  const once = key.subarray(0, BLOCK);
  return Buffer.concat([once, once, once]);
}

function firstBlock(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(key.subarray(BLOCK, 2 * BLOCK).map((octet, i) => octet ^ (salt[i] ?? 0)));
}
