import type { PollerOptions, Target } from '../../../collectors/show/poller.ts';
import type { Batch, Sink } from '../../../server/domain/batch.ts';
import type { Polled, Polling } from '../../../server/domain/polling.ts';
import type { CliServer } from '../../asa/cli/ssh-server.ts';
import type { Release } from '../../asa/dialect.ts';
import type { SimulatedAsa } from '../../asa/model.ts';
import { simulate } from '../../asa/simulation.ts';

/** A simulated ASA in the middle of a busy day, standing still. */
export async function busyAsa(release: Release, users = 40): Promise<SimulatedAsa> {
  const { asa, engine } = simulate(() => undefined, { release, scenario: 'everything', users, sessionSeconds: 900 });
  await engine.run({ until: engine.now() + 3_600_000 });
  return asa;
}

/** The login that the simulated ASA knows. */
export const secrets = { password: 'flux capacitor', enable: 'great scott' } as const;

/** How to ask a simulated device that listens; its key is accepted. */
export function pollingOf(to: CliServer, device = 1, how: Partial<Polling> = {}): Polling {
  const isSsh = how.transport !== 'https';
  return {
    ...{ device, transport: 'ssh', host: '127.0.0.1', port: to.port, user: 'tunnelwatch', legacy: false },
    ...{ fingerprint: isSsh ? `SHA256:${to.fingerprint}` : to.fingerprint, everySeconds: 60 },
    ...how,
  };
}

export function targetOf(polling: Polling, more: Partial<Target> = {}): Target {
  return { polling, secrets: () => secrets, pools: ['vpnpool', 'acpool'], ...more };
}

/** A sink that keeps what it is given, and hands out polls in their order to those who wait for them. */
export class Polls implements Sink {
  readonly batches: Batch[] = [];
  readonly #came: Polled[] = [];
  readonly #waiting: ((polled: Polled) => void)[] = [];

  take(batch: Batch): Promise<void> {
    this.batches.push(batch);
    for (const polled of batch.polled ?? []) {
      const first = this.#waiting.shift();
      if (first === undefined) this.#came.push(polled);
      else first(polled);
    }
    return Promise.resolve();
  }

  next(): Promise<Polled> {
    const came = this.#came.shift();
    return came === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(came);
  }
}

/** A clock that is set by hand, and what a poller is started with on it. */
export function handClock(): {
  at: number;
  readonly options: Pick<PollerOptions, 'now' | 'monotonic' | 'epoch' | 'onFault'>;
} {
  const clock = {
    at: Date.UTC(2026, 10, 23, 12),
    options: {
      now: () => clock.at,
      monotonic: () => clock.at,
      epoch: 1,
      onFault: (error: Error) => {
        throw error;
      },
    },
  };
  return clock;
}
