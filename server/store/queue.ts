/** Runs one job after another, in the order asked for; a failed one does not stop the next. */
export type Queue = <T>(job: () => Promise<T>) => Promise<T>;

/** A queue of its own. */
export function makeQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => Promise<T>) => {
    const result = last.then(job, job);
    last = result;
    return result;
  };
}
