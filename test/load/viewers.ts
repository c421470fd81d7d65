import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import type { Delta } from '../../server/domain/feed.ts';
import type { Ledger } from '../../server/domain/ledger.ts';
import { makeLab, tunnelwatch } from '../end-to-end/lab.ts';
import { COOKIE, fetchIn } from '../end-to-end/let-in.ts';
import { login, logout } from '../end-to-end/lines.ts';
import { startProgram, type Program } from '../end-to-end/program.ts';
import { send } from '../end-to-end/send.ts';
import { until } from '../end-to-end/until.ts';
import { flood } from './parts/flood.ts';
import { MAIN_DELAY_FILE } from './parts/main-delay.ts';
import type { LoopDelay } from './parts/thread-delay.ts';
import { round, spread } from './parts/spread.ts';

// A minute of 30,000 messages a second of one head-end, while 1,000 viewers watch, 20 of whom do not read. Everything is stored, so that
// nothing is spared; 600 of them a second are of sessions, six times what a head-end of 10,000 users says at nine in the morning. Another head-end has a login now and then: from its datagrams to a viewer's page it is timed.
const SECONDS = Number(process.env['SECONDS'] ?? 60);
const RATE = Number(process.env['RATE'] ?? 30_000);
const VIEWERS = Number(process.env['VIEWERS'] ?? 1_000);
const STALLED = Math.min(20, VIEWERS);
const LOUD = '127.0.0.2';
const QUIET = '127.0.0.1';

const lab = await makeLab();
for (const [name, address] of [
  ['LOUD', LOUD],
  ['QUIET', QUIET],
] as const) {
  await tunnelwatch(lab.database, 'device', 'add', name, address);
  await tunnelwatch(lab.database, 'device', 'store', name, 'all');
}
const told = join(lab.folder, 'delay.json');
const program = await startProgram(lab.database, {
  ...{ ADOPT: 'off', LOG_LEVEL: 'warn', [MAIN_DELAY_FILE]: told },
  NODE_OPTIONS: `--import=${new URL('./parts/main-delay.js', import.meta.url).href}`,
});
try {
  const crowd = await startCrowd(program);
  const probes = await startProbes(program);
  await delay(program);
  const begun = performance.now();
  const memory: number[] = [];
  const rss = setInterval(() => memory.push(rssOf(program)), 1000);
  const [{ sent, seconds }, latencies] = await Promise.all([
    flood({ port: program.syslogPort, from: LOUD, rate: RATE, seconds: SECONDS, vpn: 2, users: 2_000, name: 'loud' }),
    probes.run(SECONDS),
  ]);
  clearInterval(rss);
  const during = await delay(program);
  const books = await until(
    () => program.get<Ledger>('/api/ledger'),
    ({ total }) => total.queued === 0 && total.received >= sent,
    120,
  );
  const drained = (performance.now() - begun) / 1000 - seconds;
  const viewers = await until(
    () => viewersOf(program),
    ({ there }) => there <= VIEWERS - STALLED,
    30,
  );
  const { buckets, residual } = books.total;
  const lost = ['overflow', 'flood', 'unsaved', 'kernelDropped'].reduce((sum, one) => sum + (buckets[one] ?? 0), 0);
  const fromPacket = spread(latencies);
  const figures = {
    ...{ seconds: round(seconds), rate: Math.round(sent / seconds), sent, stored: buckets['stored'], lost, residual },
    ...{
      drained: round(drained),
      viewers: viewers.there,
      tooSlow: viewers.cut,
      probes: latencies.length,
      missed: probes.missed(),
    },
    fromPacketMs: fromPacket,
    mainLoopMs: { longest: round(during.longest), p99: round(during.p99), longestWork: round(during.longestWork) },
    rssMiB: { most: Math.round(Math.max(...memory)), last: Math.round(memory.at(-1) ?? 0) },
    mibToViewers: Math.round(crowd.bytes() / 1048576),
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.equal(lost, 0, 'nothing is lost');
  assert.equal(residual, 0);
  assert.equal(viewers.there, VIEWERS - STALLED, 'who does not read is gone, and nobody else');
  assert.equal(probes.missed(), 0);
  assert.ok(fromPacket.p99 <= 250, `${fromPacket.p99} ms from packet to viewer`);
  assert.ok(during.longestWork <= 20, `the main loop was at work for ${during.longestWork} ms`);
  crowd.end();
  assert.equal(await program.stop(), 0);
} finally {
  await program.kill();
  await lab.remove();
}

/** The viewers, in a process of their own. */
async function startCrowd({ url }: Program) {
  const file = fileURLToPath(new URL('./parts/watchers.js', import.meta.url));
  const child = spawn(process.execPath, [file, url, String(VIEWERS), String(STALLED)], { stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  let bytes = 0;
  lines.on('line', (line) => (bytes = Number(line)));
  return { bytes: () => bytes, end: () => child.kill() };
}

/** Logins of the quiet head-end, one each half second, and how long it takes until a viewer has each, in milliseconds. */
async function startProbes({ url, syslogPort }: Program) {
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie: COOKIE, origin: url } });
  await new Promise<void>((done) => socket.once('connect', () => done()));
  await new Promise((done) => socket.emit('subscribe', 'sessions', done));
  const waiting = new Map<string, number>();
  const latencies: number[] = [];
  socket.on('delta', ({ put }: Delta<'sessions'>) => {
    for (const [, { user }] of put) {
      const sentAt = waiting.get(user);
      if (sentAt !== undefined) latencies.push(performance.now() - sentAt);
      waiting.delete(user);
    }
  });
  return {
    missed: () => waiting.size,
    async run(seconds: number): Promise<readonly number[]> {
      for (let n = 0; n < 2 * seconds; n += 1) {
        const user = `probe${n}`;
        waiting.set(user, performance.now());
        await send(syslogPort, login(user, `172.30.0.${n % 250}`), { from: QUIET });
        await new Promise((later) => setTimeout(later, 500)); // the pace of the load
        await send(syslogPort, logout(user, `172.30.0.${n % 250}`), { from: QUIET });
      }
      await until(
        () => Promise.resolve(waiting.size),
        (left) => left === 0,
        10,
      ).catch(() => undefined);
      socket.disconnect();
      return latencies;
    },
  };
}

/** What its main loop was held up by since this was asked last. */
async function delay({ child }: Program): Promise<LoopDelay> {
  const read = (): LoopDelay | undefined => {
    try {
      return JSON.parse(readFileSync(told, 'utf8')) as LoopDelay; // of our own making
    } catch {
      return undefined;
    }
  };
  const before = JSON.stringify(read());
  child.kill('SIGUSR2');
  const now = await until(
    () => Promise.resolve(read()),
    (found) => found !== undefined && JSON.stringify(found) !== before,
  );
  return now ?? assert.fail('no delay');
}

/** How many viewers are there, and how many were cut since the start because they read too slowly. Who answers no ping for 10 s is not among these. */
async function viewersOf({ url }: Program): Promise<{ readonly there: number; readonly cut: number }> {
  const metrics = await (await fetchIn(`${url}/metrics`)).text();
  const read = (pattern: RegExp): number => Number(pattern.exec(metrics)?.[1] ?? NaN);
  return {
    there: read(/^tunnelwatch_viewers (\d+)/m),
    cut: read(/^tunnelwatch_viewers_cut_total\{reason="slow"\} (\d+)/m),
  };
}

/** Resident memory, in MiB. */
function rssOf({ child }: Program): number {
  const [, pages = '0'] = readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ');
  return (Number(pages) * 4096) / 1048576;
}
