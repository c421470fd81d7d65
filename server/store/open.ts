import type { Store } from './store.ts';

/** Where the database is, and the clock (epoch milliseconds). */
export interface StoreOptions {
  readonly path: string;
  readonly now: () => number;
}

/** Opens the database, brings it up to date and makes what is missing. Rejects with `DatabaseRefused` for one that is not ours or too new. */
export function openStore(options: StoreOptions): Promise<Store> {
  return Promise.reject(new Error(`${options.path}: not yet built`));
}
