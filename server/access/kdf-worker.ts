import { scryptSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

import type { Derivation } from './kdf.ts';

// A thread that derives one key after another. A fault in it is not caught here: it ends the thread, and whoever asked is told.

if (parentPort === null) throw new Error('server/access/kdf-worker runs in a worker thread');
const main = parentPort;

main.on('message', ({ password, salt, length, cost: { logN, r, p } }: Derivation) => {
  const N = 2 ** logN;
  // scrypt needs 128 N r bytes and some; Node refuses above 32 MiB unless told.
  main.postMessage(new Uint8Array(scryptSync(password, salt, length, { N, r, p, maxmem: 256 * N * r })));
});
