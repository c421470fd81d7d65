import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../server/domain/ledger.ts';
import { makeLab, tunnelwatch } from '../end-to-end/lab.ts';
import { fetchIn } from '../end-to-end/let-in.ts';
import { startProgram } from '../end-to-end/program.ts';
import { until } from '../end-to-end/until.ts';
import { CLOCK_FACTOR } from './parts/fast-clock.ts';
import { flood } from './parts/flood.ts';
import { round } from './parts/spread.ts';

// Twenty minutes of 2,000 messages a second, in which three days pass, of which one is kept: memory, handles, logs and what a message takes
// on the disk must not grow.
const MINUTES = Number(process.env['MINUTES'] ?? 20);
const RATE = 2_000;
const DAYS = 3;
const EVERY = 10_000;
const LOUD = '127.0.0.2';

/** What is looked at now and then. */
interface Look {
  readonly minute: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
  readonly handles: number;
  readonly logMiB: number;
  /** Of message days, and of their indexes, which are made behind them, on the disk. */
  readonly dayBytes: number;
  readonly indexMiB: number;
  readonly stored: number;
  readonly days: number;
}

const lab = await makeLab();
await tunnelwatch(lab.database, 'device', 'add', 'LOUD', LOUD);
await tunnelwatch(lab.database, 'device', 'store', 'LOUD', 'all');
const program = await startProgram(lab.database, {
  ...{ ADOPT: 'off', LOG_LEVEL: 'warn', RETAIN_MESSAGES: '1', [CLOCK_FACTOR]: String((DAYS * 1440) / MINUTES) },
  NODE_OPTIONS: `--import=${new URL('./parts/fast-clock.js', import.meta.url).href}`,
});
try {
  const folder = `${lab.database}.messages`;
  const looks: Look[] = [];
  const begun = performance.now();
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const sizesOf = (files: readonly string[], end: string): number =>
    files.filter((name) => name.endsWith(end)).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
  const look = async (): Promise<void> => {
    const metrics = await (await fetchIn(`${program.url}/metrics`)).text();
    const metric = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)?.[1] ?? NaN);
    const { total } = await program.get<Ledger>('/api/ledger');
    const files = readdirSync(folder);
    const logs = [lab.database, ...files.filter((name) => name.endsWith('.db')).map((name) => join(folder, name))];
    looks.push({
      minute: round((performance.now() - begun) / 60_000),
      heapMiB: metric('nodejs_heap_size_used_bytes') / 1048576,
      rssMiB: metric('process_resident_memory_bytes') / 1048576,
      handles: readdirSync(`/proc/${program.child.pid}/fd`).length,
      logMiB: Math.max(...logs.map((file) => sizeOf(`${file}-wal`))) / 1048576,
      dayBytes: sizesOf(files, '.db'),
      indexMiB: sizesOf(files, '.index') / 1048576,
      stored: total.buckets['stored'] ?? 0,
      days: files.filter((name) => name.endsWith('.db')).length,
    });
  };
  const looking = setInterval(() => void look().catch(() => undefined), EVERY);
  const { sent } = await flood({ port: program.syslogPort, from: LOUD, rate: RATE, seconds: MINUTES * 60, vpn: 20, users: 1_000, name: 'soak' }); // prettier-ignore
  clearInterval(looking);
  const { total } = await until(
    () => program.get<Ledger>('/api/ledger'),
    ({ total: all }) => all.queued === 0 && all.received >= sent,
    60,
  );
  const settled = looks.filter(({ minute }) => minute >= MINUTES / 4);
  const most = (of: (one: Look) => number): number => round(Math.max(...settled.map(of)));
  const grown = (from: number, to: number): readonly number[] =>
    looks
      .slice(1)
      .map((one, n) => ({
        bytes: one.dayBytes - (looks[n]?.dayBytes ?? 0),
        messages: one.stored - (looks[n]?.stored ?? 0),
        at: one.minute,
      })) // prettier-ignore
      .filter(({ bytes, messages, at }) => bytes > 0 && messages > 0 && at >= from && at < to)
      .map(({ bytes, messages }) => bytes / messages);
  const median = (values: readonly number[]): number => round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN); // prettier-ignore
  const figures = {
    ...{ minutes: MINUTES, days: DAYS, rate: RATE, sent, stored: total.buckets['stored'], residual: total.residual },
    kernelDropped: total.buckets['kernelDropped'] ?? 0,
    ...{ looks: looks.length, mostDaysThere: most(({ days }) => days) },
    slopesAMinute: {
      // What lives is the least of some minutes: what else is there is thrown away sooner or later.
      heapMiB: slope(least(settled.map(({ minute, heapMiB }) => [minute, heapMiB]))),
      rssMiB: slope(least(settled.map(({ minute, rssMiB }) => [minute, rssMiB]))),
      handles: slope(settled.map(({ minute, handles }) => [minute, handles])),
      logMiB: slope(settled.map(({ minute, logMiB }) => [minute, logMiB])),
    },
    most: { heapMiB: most(({ heapMiB }) => heapMiB), rssMiB: most(({ rssMiB }) => rssMiB), handles: most(({ handles }) => handles), logMiB: most(({ logMiB }) => logMiB), indexMiB: most(({ indexMiB }) => indexMiB) }, // prettier-ignore
    bytesAMessage: { firstHalf: median(grown(0, MINUTES / 2)), secondHalf: median(grown(MINUTES / 2, MINUTES)) },
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  const lost = sent - (total.buckets['stored'] ?? 0);
  assert.deepEqual([lost, total.residual], [0, 0]);
  assert.ok(figures.mostDaysThere <= 3, 'days that are too old are deleted');
  // A hundredth of what is there, in a minute.
  for (const [what, limit] of [
    ['heapMiB', 1],
    ['rssMiB', 4],
    ['handles', 0.5],
    ['logMiB', 1],
  ] as const)
    // prettier-ignore
    assert.ok(figures.slopesAMinute[what] <= limit, `${what} grows by ${figures.slopesAMinute[what]} a minute`);
  const { firstHalf, secondHalf } = figures.bytesAMessage;
  assert.ok(secondHalf <= 1.1 * firstHalf, `${firstHalf} bytes a message, then ${secondHalf}`);
  assert.equal(await program.stop(), 0);
} finally {
  await program.kill();
  await lab.remove();
}

/** Of so many minutes each the pair with the least. */
function least(points: readonly (readonly [number, number])[], minutes = 2): readonly (readonly [number, number])[] {
  const found = new Map<number, readonly [number, number]>();
  for (const point of points) {
    const part = Math.floor(point[0] / minutes);
    const known = found.get(part);
    if (known === undefined || point[1] < known[1]) found.set(part, point);
  }
  return [...found.values()];
}

/** By how much the second of each pair grows with the first, by least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number => points.reduce((sum, one) => sum + of(one), 0) / points.length; // prettier-ignore
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const above = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  const below = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return Math.round((above / below) * 1000) / 1000;
}
