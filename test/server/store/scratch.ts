import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { openStore } from '../../../server/store/open.ts';
import type { Store, WriteSet } from '../../../server/store/store.ts';

/** 2026-11-23, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** A path for a database in a folder that is gone after the test. */
export async function scratch(test: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-store-'));
  test.after(() => rm(folder, { recursive: true }));
  return join(folder, 'tunnelwatch.db');
}

/** A store of its own with two adopted devices, ids 1 and 2; closed after the test. */
export async function scratchStore(test: TestContext): Promise<Store> {
  const store = await openStore({ path: await scratch(test), now: () => NOON });
  test.after(() => store.close());
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    await store.addDevice({ name: `asa ${address}`, addresses: [address], state: 'adopted', addedAt: NOON });
  }
  return store;
}

/** A set that changes nothing but the heartbeat, and what is told. */
export function setOf(told: Partial<WriteSet>): WriteSet {
  return {
    events: [],
    sessions: [],
    attempts: [],
    verdicts: [],
    leases: { put: [], drop: [] },
    minutes: [],
    seen: [],
    at: NOON,
    ...told,
  };
}
