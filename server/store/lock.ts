import { openBare, SqlError } from './sqlite.ts';

/** Another process has the database. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

/**
 * Takes the database for this process, by an exclusive transaction on `<path>.lock` that is never ended; resolves to what gives it back.
 * The kernel frees it when the process dies, however it dies. Rejects with `DatabaseInUse`.
 */
export async function lockDatabase(path: string): Promise<() => Promise<void>> {
  const lock = await openBare(`${path}.lock`);
  try {
    await lock.script('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    await lock.close();
    if (cause instanceof SqlError && cause.code === 'SQLITE_BUSY') {
      throw new DatabaseInUse(`${path}: another process of Tunnelwatch has it`, { cause });
    }
    throw cause;
  }
  return () => lock.close();
}
