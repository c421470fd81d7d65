import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPoller, type Target } from '../../collectors/show/poller.ts';
import type { Batch } from '../../server/domain/batch.ts';
import { secrets } from '../collectors/show/lab.ts';

// 200 devices, each polled each 30 s over SSH, for some minutes; the devices are another process. Beside what they are asked each 30 s, all
// that is asked once in 5 minutes falls into the time that is measured.
const [DEVICES, EVERY, WARM, SECONDS] = [200, 30, 45, Number(process.env['SHOW_200_SECONDS'] ?? 360)];
const MiB = 1024 * 1024;

const child = spawn(
  process.execPath,
  [fileURLToPath(new URL('parts/show-devices.js', import.meta.url)), String(DEVICES)],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const told = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));

try {
  const devices = (await told()) as readonly { readonly port: number; readonly fingerprint: string }[]; // our own child
  const targets: readonly Target[] = devices.map(({ port, fingerprint }, n) => ({
    polling: {
      ...{ device: n + 1, transport: 'ssh', host: '127.0.0.1', port, user: 'tunnelwatch', legacy: false },
      ...{ fingerprint: `SHA256:${fingerprint}`, everySeconds: EVERY },
    },
    secrets: () => secrets,
    pools: ['vpnpool', 'acpool'],
  }));
  let polls = 0;
  const faults: unknown[] = [];
  const late: number[] = [];
  const seconds: number[] = [];
  const poller = await startPoller(
    {
      take: ({ polled = [] }: Batch) => {
        const states = new Map(poller.states().map((state) => [state.device, state]));
        for (const one of polled) {
          polls += 1;
          late.push(states.get(one.device)?.late ?? Infinity);
          seconds.push((one.finishedAt - one.startedAt) / 1000);
          for (const { at, why, detail } of one.failures)
            if (why !== 'refused') faults.push({ device: one.device, at, why, detail });
        }
        return Promise.resolve();
      },
    },
    { targets: () => targets, now: Date.now, epoch: 1, onFault: (error) => faults.push(String(error)) },
  );
  await pause(WARM * 1000);
  const [cpu, begun, before, lateBefore] = [process.cpuUsage(), performance.now(), polls, late.length];
  const heap: number[] = [];
  for (let left = SECONDS; left > 0; left -= 15) {
    await pause(Math.min(left, 15) * 1000);
    globalThis.gc?.();
    heap.push(Math.round((process.memoryUsage().rss / MiB) * 10) / 10);
  }
  const used = process.cpuUsage(cpu);
  const wall = (performance.now() - begun) / 1000;
  const measured = late.slice(lateBefore).sort((a, b) => a - b);
  const stretched = poller.states().filter(({ stretch }) => stretch > 1).length;
  const skipped = poller.health().buckets['skipped'] ?? 0;
  await poller.stop();
  child.kill('SIGTERM');
  const seen = (await told()) as { readonly mostOpen: number; readonly loginsFailed: number }; // our own child
  const at = (share: number): number => Math.round(measured[Math.floor(share * (measured.length - 1))] ?? Infinity);
  const cores = (used.user + used.system) / 1e6 / wall;
  const figures = {
    ...{ devices: DEVICES, everySeconds: EVERY, seconds: Math.round(wall), polls: polls - before, skipped, stretched },
    expected: Math.round((DEVICES * wall) / EVERY),
    lateMs: { p50: at(0.5), p95: at(0.95), most: at(1) },
    pollSeconds: { p50: middle(seconds), most: Math.max(...seconds) },
    ...{ cores: Math.round(cores * 1000) / 1000, rssMiB: heap, faults: faults.length, firstFaults: faults.slice(0, 5) },
    ...seen,
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.deepEqual(faults, []);
  assert.equal(seen.mostOpen, 1, 'never two sessions on a device');
  assert.equal(skipped, 0);
  assert.ok(at(0.95) <= 2000, `late ${at(0.95)} ms (p95)`);
  assert.ok(cores < 0.5, `${cores} of a core`);
  const half = heap.length >> 1;
  const [first, second] = [middle(heap.slice(0, half)), middle(heap.slice(half))];
  assert.ok(second - first < 10, `memory grows: ${String(heap)}`);
} finally {
  child.kill('SIGKILL');
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
