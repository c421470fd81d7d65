import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import type { Secret } from '../store/secret.ts';
import type { Key } from './key.ts';

/** Whose secret it is, and which: a ciphertext opens in its own place only. */
export type Place = Pick<Secret, 'owner' | 'field'>;

const NONCE = 12;
const TAG = 16;

/** Seals a text for its place: AES-256-GCM with a random nonce of 96 bits; owner, field and key id are additional data. */
export function seal(key: Key, { owner, field }: Place, plaintext: string): Secret {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key.seal, nonce, { authTagLength: TAG });
  cipher.setAAD(bound({ owner, field }, key.id));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { owner, field, keyId: key.id, nonce: nonce.toString('base64'), ciphertext: ciphertext.toString('base64') };
}

/** The text that was sealed; `undefined` if it was sealed with another key or for another place, or was changed since. */
export function unseal(key: Key, secret: Secret): string | undefined {
  const nonce = bytes(secret.nonce);
  const sealed = bytes(secret.ciphertext);
  const fitting = [key, key.other].find((one) => one?.id === secret.keyId);
  if (fitting === undefined || nonce?.length !== NONCE || sealed === undefined || sealed.length < TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', fitting.seal, nonce, { authTagLength: TAG });
  decipher.setAAD(bound(secret, fitting.id));
  decipher.setAuthTag(sealed.subarray(-TAG));
  const opened = decipher.update(sealed.subarray(0, -TAG));
  try {
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch (cause) {
    if (cause instanceof Error) return undefined; // the one thing that `final` throws for: it does not authenticate
    throw cause;
  }
}

/** As JSON, so that no two places give the same bytes. */
function bound({ owner, field }: Place, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([owner, field, keyId]));
}

/** Base64 in its one spelling. */
function bytes(text: string): Buffer | undefined {
  const read = Buffer.from(text, 'base64');
  return read.toString('base64') === text ? read : undefined;
}
