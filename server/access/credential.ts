import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** A new cookie's value, token or one-time link: 256 bits, base64url. */
export function newCredential(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** How a credential is kept, and compared: SHA-256, hexadecimal. A hash of 256 random bits needs no salt, and tells nothing by its time. */
export function credentialHash(credential: string): string {
  return createHash('sha256').update(credential).digest('hex');
}

/** What a page must send along with whatever it posts: made of its cookie, so that another page cannot know it. */
export function postToken(credential: string): string {
  return createHash('sha256').update(`post ${credential}`).digest('base64url');
}
