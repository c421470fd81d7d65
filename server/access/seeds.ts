import type { Store } from '../store/store.ts';
import type { Key } from './key.ts';
import { seal, unseal, type Place } from './seal.ts';
import { acceptedStep } from './totp.ts';

/** The seeds of one-time codes, sealed. */
export interface Seeds {
  read(account: number): Promise<string | undefined>;
  keep(account: number, seed: string): Promise<void>;
  drop(account: number): Promise<void>;
  /** The step of a code that this seed gives just now, later than the last one taken; `undefined`: it is none. */
  step(seed: string, code: string, last: number | null, at: number): number | undefined;
}

const placeOf = (account: number): Place => ({ owner: `account:${account}`, field: 'totp' });

/** Seeds in the store, under the key that holds now. */
export function createSeeds(store: Pick<Store, 'secrets' | 'putSecret' | 'dropSecrets'>, key: () => Key): Seeds {
  return {
    async read(account) {
      const { owner, field } = placeOf(account);
      const found = (await store.secrets()).find((one) => one.owner === owner && one.field === field);
      return found === undefined ? undefined : unseal(key(), found);
    },
    keep: (account, seed) => store.putSecret(seal(key(), placeOf(account), seed)),
    drop: (account) => store.dropSecrets(placeOf(account).owner),
    step: (seed, code, last, at) => acceptedStep(seed, code, { at, lastStep: last ?? undefined }),
  };
}
