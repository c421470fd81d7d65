/** The pauses between tries, in milliseconds. */
const PAUSES = [50, 250, 1000] as const;

/** A try that fails after this long is the last one, in milliseconds: somebody has the database, and every try waits for it. */
const LONG = 4000;

/** Tries again after each pause; the last error is the one that counts. `write` must do no harm when it is done twice. */
export async function retry<T>(write: () => Promise<T>, pause: (ms: number) => Promise<void> = sleep): Promise<T> {
  for (const ms of PAUSES) {
    const begun = performance.now();
    try {
      return await write();
    } catch (cause) {
      if (performance.now() - begun > LONG) throw cause;
      await pause(ms); // a locked or full disk may be free again; a lasting fault comes out of the last try below
    }
  }
  return write();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
