import { existsSync } from 'node:fs';

import { ConfigFault, type Config } from '../config.ts';
import { lockDatabase } from '../store/lock.ts';
import { DatabaseRefused } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/** The store; a database that is not ours, or of a later release, is a fault of the configuration. */
export function openDatabase(path: string, now: () => number): Promise<Store> {
  return openStore({ path, now }).catch((error: unknown) => {
    throw error instanceof DatabaseRefused ? new ConfigFault([error.message]) : error;
  });
}

/** Does the work on the store of a database that no server runs on, and that is locked meanwhile. */
export async function withDatabase<T>(path: string, work: (store: Store) => Promise<T>): Promise<T> {
  const release = await lockDatabase(path);
  try {
    const store = await openDatabase(path, Date.now);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await release();
  }
}

/** Only `device add` and the server may begin a database: elsewhere a missing one means a wrong DATABASE or folder. */
export function requireDatabase(config: Config): void {
  if (!existsSync(config.database)) throw new Error(`DATABASE=${JSON.stringify(config.database)}: no such file`);
}
