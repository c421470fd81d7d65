import type { Secret } from '../store/secret.ts';
import type { Store } from '../store/store.ts';
import { addKey, dropOlder, readKey, type Key, type KeySources } from './key.ts';
import { seal, unseal, type Place } from './seal.ts';

/** The key of a running program, which may be changed while its parts hold it. */
export interface HeldKey {
  /** Tells the key that is in use at each moment. */
  readonly key: Key;
  /** Seals everything with a new key; tells both ids. Rejects where the key is not in the key file, which only we write. */
  rotate(): Promise<{ readonly from: string; readonly to: string }>;
}

/** What names are hashed with, sealed once the key has been changed: hashes cannot be made anew. */
const NAMES: Place = { owner: 'installation', field: 'names' };

/** Holds a key that was unlocked. */
export function holdKey(store: Pick<Store, 'resealSecrets'>, first: Key, sources: KeySources): HeldKey {
  let used = first;
  let underway: Promise<unknown> = Promise.resolve();
  const { keyFile } = sources;

  async function rotate(): Promise<{ readonly from: string; readonly to: string }> {
    const place = (await readKey(sources))?.from;
    if (place !== keyFile) throw new Error(`${place ?? 'the key'} is not ours to write: ${byHand}`);
    const before = used;
    const next: Key = { ...(await addKey(keyFile, before)), names: before.names };
    try {
      await store.resealSecrets((all) => {
        // From here on everybody seals with the new one; what somebody has read already still opens.
        used = { ...next, other: before };
        return resealed(before, next, all);
      });
    } catch (cause) {
      // What somebody sealed with the new one meanwhile the database has refused.
      used = before;
      throw cause;
    }
    await dropOlder(keyFile);
    return { from: before.id, to: next.id };
  }

  return {
    key: {
      get id() {
        return used.id;
      },
      get seal() {
        return used.seal;
      },
      get names() {
        return used.names;
      },
      get other() {
        return used.other;
      },
    } as Key, // `other` may be undefined, where the type wants it absent
    rotate: () => {
      // One after another: the second would take the first one's new key for a foreign one.
      const mine = underway.then(rotate, rotate);
      underway = mine;
      return mine;
    },
  };
}

/** The secrets under the next key. Throws where one does not open, and names it: it would be lost with the old key. */
export function resealed(before: Key, next: Key, all: readonly Secret[]): readonly Secret[] {
  const names = Buffer.from(before.names).toString('base64');
  const kept = all.filter(({ owner, field }) => owner !== NAMES.owner || field !== NAMES.field);
  return [
    ...kept.map((secret) => {
      const text = unseal(before, secret);
      if (text === undefined)
        throw new Error(`the secret of ${secret.owner} (${secret.field}) does not open: tell it anew first`);
      return seal(next, secret, text);
    }),
    seal(next, NAMES, names),
  ];
}

/** What names are hashed with, by the key that fits and what is sealed; `undefined` if that does not open. */
export function keptNames(key: Key, all: readonly Secret[]): Uint8Array | undefined {
  const kept = all.find(({ owner, field }) => owner === NAMES.owner && field === NAMES.field);
  if (kept === undefined) return key.names; // never changed
  const text = unseal(key, kept);
  return text === undefined ? undefined : new Uint8Array(Buffer.from(text, 'base64'));
}

const byHand =
  'put a new key (openssl rand -base64 32) before the one that stands there, a blank between them, and restart; once the server runs, take the old one out';
