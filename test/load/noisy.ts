import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import type { Delta } from '../../server/domain/feed.ts';
import type { Ledger } from '../../server/domain/ledger.ts';
import { makeLab, tunnelwatch } from '../end-to-end/lab.ts';
import { COOKIE } from '../end-to-end/let-in.ts';
import { startProgram } from '../end-to-end/program.ts';
import { login } from '../end-to-end/lines.ts';
import { send } from '../end-to-end/send.ts';
import { until } from '../end-to-end/until.ts';
import { flood, type Flood } from './parts/flood.ts';
import { spread } from './parts/spread.ts';

// One head-end sends 20,000 messages a second, all of which are stored, beside 49 that send 20: these lose nothing, and their alerts come
// within three seconds.
const SECONDS = Number(process.env['SECONDS'] ?? 60);
const QUIET = 49;
const NOISY = '127.0.1.1';
const addressOf = (n: number): string => `127.0.2.${n + 1}`;
/** Somebody logs in, and is locked out: that is an alert. */
const locked = (n: number): readonly string[] => [
  ...login(`quiet${n}`),
  `<166>%ASA-6-113006: User 'quiet${n}' locked out on exceeding '3' successive failed authentication attempts`,
];

const lab = await makeLab();
await tunnelwatch(lab.database, 'device', 'add', 'NOISY', NOISY);
await tunnelwatch(lab.database, 'device', 'store', 'NOISY', 'all');
const inventory = join(lab.folder, 'quiet.csv');
const rows = Array.from({ length: QUIET }, (_, n) => `Q${n},${addressOf(n)}`);
await writeFile(inventory, `name,address\n${rows.join('\n')}\n`);
await tunnelwatch(lab.database, 'device', 'import', inventory);
const program = await startProgram(lab.database, { ADOPT: 'off', LOG_LEVEL: 'warn', FAILED_NAMES: 'clear' });
try {
  const { url, syslogPort: port } = program;
  const seconds = SECONDS;
  const raised = new Map<string, number>();
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie: COOKIE, origin: url } });
  socket.on('delta', ({ put }: Delta<'alerts'>) => {
    const now = performance.now();
    for (const [, row] of put) {
      const user = /quiet\d+/.exec(JSON.stringify(row satisfies AlertRow))?.[0];
      if (user !== undefined && !raised.has(user)) raised.set(user, now);
    }
  });
  await new Promise<void>((done) => socket.once('connect', () => done()));
  await new Promise((done) => socket.emit('subscribe', 'alerts', done));

  const sentAt = new Map<string, number>();
  const alerting = async (): Promise<void> => {
    for (let n = 0; n < QUIET; n += 1) {
      await new Promise((later) => setTimeout(later, ((seconds - 5) * 1000) / QUIET)); // spread over the load
      sentAt.set(`quiet${n}`, performance.now());
      await send(port, locked(n), { from: addressOf(n) });
    }
  };
  const quietly = (n: number): Flood =>
    ({ port, from: addressOf(n), rate: 20, seconds, vpn: 20, users: 5, name: `q${n}u` }); // prettier-ignore
  const [noisy, ...quiet] = await Promise.all([
    flood({ port, from: NOISY, rate: 20_000, seconds, vpn: 20, users: 2_000, name: 'noisy' }),
    flood(...Array.from({ length: QUIET }, (_, n) => quietly(n))),
    alerting().then(() => ({ sent: QUIET * locked(0).length, seconds })),
  ]);
  const all = noisy.sent + quiet.reduce((sum, { sent }) => sum + sent, 0);
  const books = await until(
    () => program.get<Ledger>('/api/ledger'),
    ({ total }) => total.queued === 0 && total.received >= all - (total.buckets['kernelDropped'] ?? 0),
    120,
  );
  await until(
    () => Promise.resolve(raised.size),
    (count) => count === QUIET,
    10,
  ).catch(() => undefined);
  socket.disconnect();
  const ofQuiet = books.senders.filter(({ device }) => device?.startsWith('Q') === true);
  const delays = [...raised].map(([user, at]) => at - (sentAt.get(user) ?? NaN));
  const sum = (of: (row: (typeof ofQuiet)[number]) => number): number => ofQuiet.reduce((one, row) => one + of(row), 0);
  const figures = {
    ...{
      seconds,
      noisy: noisy.sent,
      quietSent: all - noisy.sent,
      quietKept: sum(({ stored, counted }) => stored + counted),
    },
    ...{ quietLost: sum(({ lost }) => lost), buckets: books.total.buckets, residual: books.total.residual },
    ...{ alerts: raised.size, alertMs: spread(delays) },
  };
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.equal(figures.quietLost, 0);
  assert.equal(figures.quietKept, figures.quietSent, 'of the 49 nothing is lost, not even by the kernel');
  assert.equal(figures.residual, 0);
  assert.equal(raised.size, QUIET);
  assert.ok(Math.max(...delays) <= 3000, `the slowest alert took ${Math.max(...delays)} ms`);
  assert.equal(await program.stop(), 0);
} finally {
  await program.kill();
  await lab.remove();
}
