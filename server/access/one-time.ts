import { credentialHash, newCredential } from './credential.ts';

/** A link that lets in once, or for some time: only its hash is held, and only in memory. */
export interface OneTime {
  /** A new one in place of the last; good for so many milliseconds. */
  make(milliseconds: number): string;
  /** Whether this is it, and in time. */
  fits(credential: string): boolean;
  /** It lets nobody in any more. */
  spend(): void;
}

/** None, until one is made. */
export function createOneTime(now: () => number): OneTime {
  let held: { readonly hash: string; readonly until: number } | undefined;
  return {
    make(milliseconds) {
      const credential = newCredential();
      held = { hash: credentialHash(credential), until: now() + milliseconds };
      return credential;
    },
    fits: (credential) => held !== undefined && now() < held.until && credentialHash(credential) === held.hash,
    spend() {
      held = undefined;
    },
  };
}
