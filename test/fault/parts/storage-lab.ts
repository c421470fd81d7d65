import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import type { Health } from '../../../server/api/committed.ts';
import type { Summary } from '../../../server/domain/feed.ts';
import { login } from '../../end-to-end/lines.ts';
import type { Program } from '../../end-to-end/program.ts';
import { until } from '../../end-to-end/until.ts';

/** Lines that are sent one after another until they are stopped. */
export interface Load {
  /** How many datagrams the kernel has taken. */
  readonly sent: () => number;
  readonly stop: () => Promise<number>;
}

/** Sends that many lines a second to the port: users who log in, each another one. */
export function startLoad(port: number, perSecond: number): Load {
  const socket = createSocket('udp4');
  let sent = 0;
  let stopped = false;
  const isStopped = (): boolean => stopped; // the compiler believes that nobody changes it meanwhile
  const running = (async () => {
    for (let n = 0; !isStopped(); n += 1) {
      const place = `${(n >> 8) % 256}.${n % 256}`;
      // Each from a place of its own: thousands of logins from one address are looked through again and again.
      const lines = login(`user${n}`, `10.128.${place}`).map((line) =>
        line.replaceAll('198.51.100.23', `100.64.${place}`),
      );
      for (const line of lines) {
        await new Promise<void>((done, failed) =>
          socket.send(line, port, '127.0.0.1', (error) => (error ? failed(error) : done())),
        );
        sent += 1;
        // The pace of the load.
        await pause(1000 / perSecond);
        if (isStopped()) break;
      }
    }
    socket.close();
  })();
  return {
    sent: () => sent,
    stop: async () => {
      stopped = true;
      await running;
      return sent;
    },
  };
}

/** What became of all that was sent. */
export interface Reckoning {
  /** What was sent and is in no bucket. */
  readonly residual: number;
  readonly buckets: Readonly<Record<string, number>>;
}

/** Waits until all that was sent is in a bucket, or a minute is over. */
export async function reckon(program: Program, sent: number): Promise<Reckoning> {
  const look = async (): Promise<Reckoning> => {
    const { collectors } = await program.get<Health>('/api/health');
    const { buckets = {} } = collectors.find(({ collector }) => collector === 'syslog') ?? {};
    return { residual: sent - Object.values(buckets).reduce((sum, n) => sum + n, 0), buckets };
  };
  return until(look, ({ residual }) => residual === 0, 60).catch(look);
}

/** The summary as a screen has it. */
export function summaryOf(program: Program): Promise<Summary> {
  return program.get<Summary>('/api/summary');
}

/** Waits until saving works, or no longer does; resolves with how long that took, in milliseconds. */
export async function untilSaved(program: Program, saved: boolean, seconds: number): Promise<number> {
  const begun = performance.now();
  await until(
    () => summaryOf(program),
    ({ unsaved }) => (unsaved === undefined) === saved,
    seconds,
  );
  return Math.round(performance.now() - begun);
}
