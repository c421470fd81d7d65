import type { Stop } from '../../collectors/collector.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { startRounds } from './rounds.ts';

/** After each step as many times as long as it took nothing is done, for at least so many milliseconds: a quarter of a core at most. */
const SHARE = 3;
const BREATH = 20;
/** After so many milliseconds it is looked whether there is something to do again. */
const IDLE = 10_000;
/** The same where something went wrong. */
const FAULT = 10 * 60_000;

/** Makes the indexes of message days behind what comes, until it is stopped. */
export function startIndexing({ store, log }: { readonly store: Pick<Store, 'index'>; readonly log: Log }): Stop {
  return startRounds(async () => {
    try {
      const done = await store.index();
      return done === undefined ? IDLE : Math.max(BREATH, done.took * SHARE);
    } catch (fault) {
      log.error({ err: fault }, 'the index of a message day could not be made; it is searched line by line');
      return FAULT;
    }
  });
}
