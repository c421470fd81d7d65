/** Waits for what ends the process in order. */
export interface Stopped {
  /** Resolves with the signal; rejects with the fault. */
  readonly reason: Promise<NodeJS.Signals>;
  readonly fault: (error: Error) => void;
}

/** Begins to listen for SIGINT and SIGTERM; a second one ends the process at once. */
export function untilStopped(): Stopped {
  let fault: (error: Error) => void = () => undefined;
  const reason = new Promise<NodeJS.Signals>((resolve, reject) => {
    fault = reject;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  // A fault may come before anybody waits for the reason: it is told to whoever asks then, and is not an unhandled one now.
  reason.catch(() => undefined);
  return { reason, fault };
}
