import { setImmediate } from 'node:timers/promises';

import type { Connection, Runs } from './sqlite.ts';

/**
 * Lends a handle whose statements run one behind the other, while who asks goes on: so the text of the next is made while SQLite, in a thread of
 * its own, takes in the one before. Resolves when all have run; rejects with the fault of the first that could not, behind which none was run.
 */
export async function inLine(writer: Connection, work: (line: Runs) => Promise<void>): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const line: Runs = {
    async run(sql, parameters) {
      last = last.then(() => writer.run(sql, parameters));
      last.catch(() => undefined); // told below
      // Whoever else waits for this thread has a turn between two texts, as if the statement had been waited for.
      await setImmediate();
    },
  };
  try {
    await work(line);
  } finally {
    // Nothing of it runs any more when the transaction is rolled back.
    await last;
  }
}
