import type { Store } from '../store/store.ts';
import { dropOlder, KeyRefused, makeKey, readKey, type Key, type KeySources } from './key.ts';
import { keptNames, resealed } from './rotate.ts';
import { seal, unseal, type Place } from './seal.ts';

/** The key that fits what the database holds; or why there is none, in words that tell what to do. */
export type Unlocked = { readonly key: Key } | { readonly locked: string };

/** Sealed at the first start: whether it opens tells whether a key is the right one. */
const CHECK: Place = { owner: 'installation', field: 'keycheck' };
const CHECKED = 'tunnelwatch';

/**
 * Finds the key of this installation. At the first start, and only then, one is made: over something that is sealed or hashed with a key
 * that is gone, a new one would lock it away for good. Rejects with `KeyRefused` for a file that others can read.
 */
export async function unlock(
  store: Pick<Store, 'secrets' | 'putSecret' | 'resealSecrets'>,
  sources: KeySources,
): Promise<Unlocked> {
  const sealed = await store.secrets();
  if (sealed.length === 0) {
    const key = (await readKey(sources))?.key ?? (await makeKey(sources.keyFile));
    await store.putSecret(seal(key, CHECK, CHECKED));
    return { key };
  }
  const back = `put back the key that this database was made with (KEY_FILE=${sources.keyFile}, TUNNELWATCH_KEY, or the credential tunnelwatch.key)`;
  const found = await readKey(sources).catch((cause: unknown) => {
    if (cause instanceof KeyRefused && cause.malformed) return cause;
    throw cause;
  });
  if (found === undefined) return { locked: `there is no key: ${back}` };
  if (found instanceof KeyRefused) return { locked: `${found.message}: ${back}` };
  const check = sealed.find(({ owner, field }) => owner === CHECK.owner && field === CHECK.field);
  const fitting = [found.key, found.older].find((one) => one && check && unseal(one, check) === CHECKED);
  if (fitting === undefined)
    return { locked: `${found.from} holds another key than the database was made with: ${back}` };
  const names = keptNames(fitting, sealed);
  if (names === undefined) return { locked: `the database does not tell by which key names are hashed: its row of it was changed` }; // prettier-ignore
  const key = { ...found.key, names };
  // A change of the key that was begun is brought to its end.
  if (fitting.id !== key.id) await store.resealSecrets((all) => resealed({ ...fitting, names }, key, all));
  if (found.older !== undefined && found.from === sources.keyFile) await dropOlder(sources.keyFile);
  return { key };
}
