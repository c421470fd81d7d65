import type { HealthRow } from '../domain/feed.ts';
import type { Log } from '../log.ts';
import type { Recorder } from '../record/recorder.ts';
import { Saving, type Unsaved } from '../record/saving.ts';
import type { Store } from '../store/store.ts';
import { warningRow } from './health.ts';
import { loggedSink } from './sink.ts';
import { unsavedCause } from './unsaved-cause.ts';

/** The sink that goes on from memory where nothing can be saved, and what is said of it. */
export interface KeptGoing {
  readonly saving: Saving;
  /** What stands on the health page while nothing can be saved, or after something was lost by it. */
  readonly health: () => HealthRow | undefined;
  readonly stop: () => Promise<void>;
}

/** Puts the saving before the recorder. */
export function keepGoing(
  recorder: Recorder,
  store: Store,
  {
    now,
    log,
    onHealth,
  }: { readonly now: () => number; readonly log: Log; readonly onHealth: (row: HealthRow) => void },
): KeptGoing {
  const sink = loggedSink(recorder, log);
  let wasTold = false;
  const health = (unsaved: Unsaved | undefined): HealthRow => {
    const { waiting, lost } = recorder.held.messages;
    return warningRow('storage', [
      ...(unsaved === undefined ? [] : [words(unsaved, waiting)]),
      ...(lost === 0 ? [] : [`${lost} messages were shown and are lost, because nothing could be saved for too long`]),
    ]);
  };
  const saving: Saving = new Saving({
    recorder: {
      take: (batch) => sink.take(batch),
      hold: (batch, since) => recorder.hold(batch, since),
      resume: () => recorder.resume(),
      held: recorder.held,
    },
    ...{ store, now, passed: () => performance.now() },
    later: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
    onChange: (unsaved) => {
      if (unsaved !== undefined && !wasTold)
        log.error({ err: unsaved.why }, 'nothing can be saved: what is shown is from memory');
      if (unsaved === undefined) log.info(recorder.held.messages, 'everything is saved again');
      wasTold = unsaved !== undefined;
      onHealth(health(unsaved));
    },
    onFault: (fault) => log.error({ err: fault }, 'what waits could not be saved'),
  });
  return {
    saving,
    health: () => {
      const row = health(saving.unsaved);
      return row.warnings.length === 0 ? undefined : row;
    },
    stop: async () => {
      const lost = await saving.stop();
      if (lost > 0) log.error({ messages: lost }, 'stopped before everything that was shown could be saved');
      await recorder.settled();
    },
  };
}

function words({ since, why: error }: Unsaved, waiting: number): string {
  const { why, remedy } = unsavedCause(error);
  const moment = new Date(since).toISOString().slice(0, 16).replace('T', ' ');
  return `nothing can be saved in the database since ${moment} UTC: ${why}. What is shown is from memory, and ${waiting} messages wait to be saved: ${remedy}.`;
}
