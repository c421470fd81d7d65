import { socketPath, type Config } from '../config.ts';
import { rebuild as rebuildProjections } from '../record/rebuild.ts';
import { lockDatabase } from '../store/lock.ts';
import { openStore } from '../store/open.ts';
import { callControl } from './control.ts';

/** Makes the projections anew from the events: by the running server, or here if there is none. */
export async function rebuild(config: Config): Promise<void> {
  const asked = await callControl(socketPath(config.database), 'rebuild', {});
  const events = asked === undefined ? await alone(config) : (asked as number); // our own server's answer
  process.stdout.write(`rebuilt from ${events} events\n`);
}

async function alone(config: Config): Promise<number> {
  const release = await lockDatabase(config.database);
  try {
    const store = await openStore({ path: config.database, now: Date.now });
    try {
      return await rebuildProjections(store, await store.devices());
    } finally {
      await store.close();
    }
  } finally {
    await release();
  }
}
