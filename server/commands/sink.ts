import type { Sink } from '../domain/batch.ts';
import type { Log } from '../log.ts';

/** The sink, with a line in the log when it begins to refuse what it is given, and one when it takes it again. */
export function loggedSink(sink: Sink, log: Pick<Log, 'error' | 'info'>): Sink {
  let refusals = 0;
  return {
    async take(batch) {
      const { collector } = batch;
      try {
        await sink.take(batch);
      } catch (err) {
        refusals += 1;
        if (refusals === 1) log.error({ err, collector }, 'messages cannot be stored: they wait, and are tried again');
        throw err;
      }
      if (refusals > 0) log.info({ collector, refusals }, 'messages are stored again');
      refusals = 0;
    },
  };
}
