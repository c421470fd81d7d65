import { isDamage } from './damage.ts';
import { makeQueue, type Queue } from './queue.ts';
import { SqlError, type Connection } from './sqlite.ts';

/** All that is written goes through here, one job at a time, whichever file it goes to. */
export interface Writer {
  /** Runs the work in one transaction on the database: all of it is committed, or nothing. */
  readonly transaction: <T>(work: (database: Connection) => Promise<T>) => Promise<T>;
  /** The same, and for how long nothing else could be written meanwhile, in milliseconds. */
  readonly timed: <T>(work: (database: Connection) => Promise<T>) => Promise<T & { readonly held: number }>;
  /** Runs a job on the database outside of any transaction: only within a turn. */
  readonly database: <T>(job: (database: Connection) => Promise<T>) => Promise<T>;
  /** Runs a job on its own files in its turn. */
  readonly inTurn: Queue;
  close(): Promise<void>;
}

/** The writer of a database's one handle. */
export function makeWriter(database: Connection, onDamage: (cause: unknown) => void = () => undefined): Writer {
  const queue = makeQueue();
  const transact = async <T>(writer: Connection, work: (database: Connection) => Promise<T>): Promise<T> => {
    try {
      return await inTransaction(writer, work);
    } catch (cause) {
      if (isDamage(cause)) onDamage(cause);
      throw cause;
    }
  };
  return {
    transaction: (work) => queue(() => transact(database, work)),
    timed: (work) =>
      queue(async () => {
        const begun = performance.now();
        const result = await transact(database, work);
        return { ...result, held: performance.now() - begun };
      }),
    database: (job) => job(database),
    inTurn: queue,
    close: () => queue(() => database.close()),
  };
}

/** Runs the work in one transaction on the handle: all of it is committed, or nothing. */
export async function inTransaction<T>(database: Connection, work: (database: Connection) => Promise<T>): Promise<T> {
  await database.run('BEGIN IMMEDIATE');
  try {
    const result = await work(database);
    await database.run('COMMIT');
    return result;
  } catch (cause) {
    await rollBack(database, cause);
    throw cause;
  }
}

async function rollBack(database: Connection, cause: unknown): Promise<void> {
  try {
    await database.run('ROLLBACK');
  } catch (failure) {
    // After a full disk and its like SQLite has rolled back by itself.
    if (failure instanceof SqlError && failure.message.includes('no transaction is active')) return;
    throw new AggregateError([cause, failure], 'a transaction failed and could not be rolled back');
  }
}
