import type { Batch, Sink } from '../../server/domain/batch.ts';

/** Hands batches to a sink until they are taken. */
export interface Delivery {
  /** Resolves when the sink has taken the batch: with growing pauses the same batch is tried again. `false`: it was given up. */
  readonly deliver: (batch: Batch) => Promise<boolean>;
  /** Why the batch that is on its way is not taken; `undefined` when none is held up. */
  readonly failure: () => string | undefined;
  /** Tries again at once, and then without growing pauses. */
  readonly hurry: () => void;
  /** Tries no more. */
  readonly giveUp: () => void;
}

/** Between two tries, in milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** A delivery into the sink. */
export function delivery(sink: Sink): Delivery {
  let failure: string | undefined;
  let longest = LONGEST_PAUSE;
  let given = false;
  let wake = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    deliver: async (batch) => {
      for (let ms = FIRST_PAUSE; !given; ms = Math.min(2 * ms, longest)) {
        try {
          await sink.take(batch);
          failure = undefined;
          return true;
        } catch (error) {
          failure = error instanceof Error ? error.message : String(error);
        }
        await pause(ms);
      }
      return false;
    },
    failure: () => failure,
    hurry: () => {
      longest = FIRST_PAUSE;
      wake();
    },
    giveUp: () => {
      given = true;
      wake();
    },
  };
}
