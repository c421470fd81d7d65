import { existsSync } from 'node:fs';

import { ConfigFault, type Config } from '../config.ts';
import { lockDatabase } from '../store/lock.ts';
import { DatabaseRefused } from '../store/migrate.ts';
import { openStore, type StoreOptions } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/** What of the settings is of the database. */
export type DatabaseConfig = Pick<Config, 'database' | 'synchronous' | 'backupFolder'>;

/** The store; a database that is not ours, or of a later release, is a fault of the configuration. What is told besides: see `StoreOptions`. */
export function openDatabase(
  { database: path, synchronous: sync, backupFolder: backups }: DatabaseConfig,
  now: () => number,
  told: Pick<StoreOptions, 'tell' | 'onDamage' | 'onMended' | 'onFault'>,
): Promise<Store> {
  return openStore({ path, now, sync, backups, ...told }).catch((error: unknown) => {
    throw error instanceof DatabaseRefused ? new ConfigFault([error.message]) : error;
  });
}

/** Does the work on the store of a database that no server runs on, and that is locked meanwhile. */
export async function withDatabase<T>(config: DatabaseConfig, work: (store: Store) => Promise<T>): Promise<T> {
  const release = await lockDatabase(config.database);
  try {
    const store = await openDatabase(config, Date.now, {
      tell: (words) => process.stderr.write(`tunnelwatch: ${words}\n`),
    });
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
