import { createAudit } from '../access/audit.ts';
import type { Key } from '../access/key.ts';
import type { Config } from '../config.ts';
import type { Store } from '../store/store.ts';
import { audited } from './audited.ts';
import type { Actions } from './control.ts';
import { withDatabase } from './database.ts';
import { openKey, readOnly } from './read-only.ts';

/** Does the work on a database that no server runs on, with the key of this installation; the database is locked meanwhile. */
export function withKey<T>(config: Config, work: (store: Store, key: Key) => Promise<T>): Promise<T> {
  return withDatabase(config, async (store) => {
    const unlocked = await openKey(config, store);
    if ('locked' in unlocked) throw new Error(readOnly(unlocked.locked));
    return work(store, unlocked.key);
  });
}

/** Does there what a running server would have been asked for, and writes it down as that one does. */
export function alone<A extends Actions, K extends keyof A & string>(
  config: Config,
  action: K,
  body: unknown,
  actionsOf: (store: Store, key: Key) => A,
): Promise<Awaited<ReturnType<A[K]>>> {
  return withKey(config, (store, key) => {
    const audit = createAudit(store, key);
    const actions = audited(actionsOf(store, key), (note) => audit.note({ at: Date.now(), ...note }));
    const act = actions[action] as (body: unknown) => Promise<Awaited<ReturnType<A[K]>>>; // one of them
    return act(body);
  });
}
