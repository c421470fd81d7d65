import type { Stop } from '../../collectors/collector.ts';

/** What a round may do beside its work. */
export interface Round {
  readonly isStopped: () => boolean;
  /** Waits so many milliseconds, or until it is stopped. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Does something over and over until it is stopped. `round` resolves to how long is waited behind it, in milliseconds; whatever it throws is a fault of the program. */
export function startRounds(round: (round: Round) => Promise<number>): Stop {
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  let wake = (): void => undefined;
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  const underway = (async () => {
    while (!isStopped()) {
      const rest = await round({ isStopped, pause });
      if (!isStopped()) await pause(rest);
    }
  })();
  return () => {
    stopping.abort();
    wake();
    return underway;
  };
}
