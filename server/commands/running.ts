import type { Stop } from '../../collectors/collector.ts';

/** What has been started, so that it can be stopped in the opposite order, also when a later start fails. */
export class Running {
  readonly #stops: Stop[] = [];

  /** Remembers how to stop what was just started, and gives it back. */
  started<T>(thing: T, stop: (thing: T) => Promise<unknown>): T {
    this.#stops.push(async () => {
      await stop(thing);
    });
    return thing;
  }

  /** Stops everything, the last started first. One that fails does not keep the others from stopping; the first failure is thrown. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
