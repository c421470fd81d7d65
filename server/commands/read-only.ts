import { KeyRefused } from '../access/key.ts';
import { unlock, type Unlocked } from '../access/unlock.ts';
import { ConfigFault, keyPath, type Config } from '../config.ts';
import type { HealthRow } from '../domain/feed.ts';
import type { Store } from '../store/store.ts';
import type { Actions } from './control.ts';
import { warningRow } from './health.ts';

/** The key of this installation, or why there is none; a key file that others can read is a fault of the configuration. */
export function openKey(config: Config, store: Store): Promise<Unlocked> {
  return unlock(store, { env: process.env, keyFile: keyPath(config) }).catch((fault: unknown) => {
    throw fault instanceof KeyRefused ? new ConfigFault([fault.message]) : fault;
  });
}

/** What stands in health for a collector that may not run. */
export function notCollecting(collector: string, why: string): HealthRow {
  return warningRow(collector, [readOnly(why)]);
}

/** What may be done without a key: it changes nothing. */
const LOOKING: ReadonlySet<string> = new Set(['device.list', 'backup', 'day-size', 'ledger']);

/** The actions that only look; the others say why they are not done. */
export function lookingOnly(actions: Actions, why: string): Actions {
  const refuse = (): Promise<never> => Promise.reject(new Error(readOnly(why)));
  return Object.fromEntries(
    Object.entries(actions).map(([name, action]) => [name, LOOKING.has(name) ? action : refuse]),
  );
}

/** In words for the log, the page and the command line. */
export function readOnly(why: string): string {
  return `read-only, nothing is collected: ${why}`;
}
