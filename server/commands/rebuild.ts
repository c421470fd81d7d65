import { socketPath, type Config } from '../config.ts';
import { rebuild as rebuildProjections } from '../record/rebuild.ts';
import { callControl } from './control.ts';
import { requireDatabase, withDatabase } from './database.ts';

/** Makes the projections anew from the events: by the running server, or here if there is none. */
export async function rebuild(config: Config): Promise<void> {
  requireDatabase(config);
  const asked = await callControl(socketPath(config.database), 'rebuild', {});
  const events = asked === undefined ? await alone(config) : (asked as number); // our own server's answer
  process.stdout.write(`rebuilt from ${events} events\n`);
}

function alone(config: Config): Promise<number> {
  return withDatabase(config, async (store) => rebuildProjections(store, await store.devices()));
}
