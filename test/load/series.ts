import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';

import { buildApp } from '../../server/api/app.ts';
import { seriesMetrics, tiers, type SeriesMetric, type SeriesSample } from '../../server/domain/series.ts';
import { openStore } from '../../server/store/open.ts';
import { BLOCK } from '../../server/store/series.ts';
import { openWriter } from '../../server/store/sqlite.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { book, deps, devices } from '../server/api/stage.ts';
import { setOf } from '../server/store/scratch.ts';
import { round, spread } from './parts/spread.ts';

// 50 head-ends whose series are as long as they get: what a chart of each length takes while polls are written, what writing them costs beside the
// same without series, and how much room they take.
const DEVICES = Number(process.env['SERIES_DEVICES'] ?? 50);
const NOW = Math.floor(Date.now() / 86_400_000) * 86_400_000;
const [SECOND, DAY] = [1000, 86_400_000];
const BAR = 50;
/** Each is polled so often, in seconds, in two ways: its own commands each minute, its agent each 30 s. */
const EVERY = 30;
const mine: readonly (readonly [SeriesMetric, string])[] = [
  ...(['sessions', 'sessions.ikev1', 'sessions.anyconnect', 'cpu', 'memory.used', 'memory.total'] as const).map((one) => [one, ''] as const), // prettier-ignore
  ...(['connections', 'bytes.tx', 'bytes.rx', 'ipsec.in.octets', 'ipsec.out.octets'] as const).map((one) => [one, ''] as const), // prettier-ignore
  ...['outside', 'inside'].flatMap((name) => [['interface.in.octets', name], ['interface.out.octets', name]] as const), // prettier-ignore
  ['pool.used', 'vpnpool'],
];
/** The steps of a block in which something is told, where it is told once in so many. */
const stepsOf = (every: number): readonly number[] => Array.from({ length: BLOCK / every }, (_, n) => n * every);
const isCounter = (metric: SeriesMetric): boolean => seriesMetrics[metric].kind === 'counter';

const counters = Object.keys(seriesMetrics).filter((metric) => isCounter(metric as SeriesMetric)); // the keys of the table

const lab = await makeLab();
const path = lab.database;
let now = NOW;
let random = 26;
let ticks = 0;
const [known] = devices;
const next = (below: number): number => (random = (random * 48_271) % 2_147_483_647) % below;
let store = await openStore({ path, now: () => now });
try {
  for (let n = 1; n <= DEVICES; n += 1) await store.addDevice({ name: `asa${n}`, addresses: [`192.0.2.${n}`], state: 'adopted', addedAt: NOW }); // prettier-ignore
  await store.close();
  const room = await fill();
  store = await openStore({ path, now: () => now });

  const writing = await cost();
  const charts = await read();
  const figures = { devices: DEVICES, seriesEach: mine.length, room, writing, charts };
  process.stdout.write(`FIGURES ${JSON.stringify(figures)}\n`);
  for (const [name, { p99 }] of Object.entries(charts)) assert.ok(p99 <= BAR, `${name}: ${p99} ms`);
} finally {
  await store.close();
  await lab.remove();
}

/** Fills every tier to its end, as polls would have; tells what a row of each takes, and what a day of all head-ends does. */
async function fill() {
  const writer = await openWriter(path);
  await writer.run('PRAGMA synchronous = OFF');
  const keys = [0, ...Array.from({ length: DEVICES }, (_, n) => n + 1)].flatMap((device) => mine.map(([metric, instance]) => [device, metric, instance])); // prettier-ignore
  await writer.run('INSERT INTO series (device, metric, instance) SELECT value->>0, value->>1, value->>2 FROM json_each(?)', [JSON.stringify(keys)]); // prettier-ignore
  const pages = async (): Promise<number> => Number((await writer.all('PRAGMA page_count'))[0]?.['page_count']);
  const rows: Record<string, number> = {};
  const bytesARow: Record<string, number> = {};
  let bytesADay = 0;
  for (const { name, step, kept } of tiers) {
    const before = await pages();
    const told = Math.max(step, EVERY * SECOND);
    const count = Math.floor(Math.min(kept, 3 * 365 * DAY) / told);
    // Values as wide as real ones: counts, percents, bytes of memory and of traffic.
    const n = Math.max(1, step / (EVERY * SECOND));
    const value = `CASE WHEN s.metric LIKE '%memory%' THEN 1900000000 WHEN s.isCounter THEN 400000000 ELSE 900 END`;
    const gauge = (sql: string): string => `iif(s.isCounter, NULL, ${sql})`;
    for (let block = Math.floor((NOW - count * told) / step / BLOCK); block < NOW / step / BLOCK; block += 500)
      await writer.run(
        `INSERT INTO series_${name} SELECT b.block, s.id, k.value, ${n}, ${n} * (${value} + b.block % 9973), iif(s.isCounter, ${told}, NULL),
           ${gauge(value)}, ${gauge(`${value} + 997`)}, ${gauge(`${value} + b.block % 997`)}, ${gauge(String(told - 5000))}
         FROM (WITH RECURSIVE b(block) AS (SELECT ? UNION ALL SELECT block + 1 FROM b WHERE block < ?) SELECT block FROM b) b
         CROSS JOIN (SELECT id, metric, metric IN (SELECT value FROM json_each(?)) AS isCounter FROM series ORDER BY id) s
         CROSS JOIN json_each(?) k`,
        [
          ...[block, Math.min(block + 499, Math.ceil(NOW / step / BLOCK) - 1)],
          ...[JSON.stringify(counters), JSON.stringify(stepsOf(told / step))],
        ],
      );
    const taken = ((await pages()) - before) * 4096;
    rows[name] = count * keys.length;
    bytesARow[name] = round(taken / (count * keys.length));
    bytesADay += (taken / (count * keys.length)) * (DAY / told) * (keys.length * (DEVICES / (DEVICES + 1)));
    process.stderr.write(`${name}: ${count * keys.length} rows, ${Math.round(taken / 1e6)} MB\n`);
  }
  await writer.close();
  return {
    rows,
    bytesARow,
    megabytesADay: round(bytesADay / 1e6),
    megabytesInAll: Math.round(statSync(path).size / 1e6),
  };
}

/** What one device's poll tells, and who logs in and out meanwhile. */
function samplesOf(device: number, at: number): readonly SeriesSample[] {
  return mine.map(([metric, instance]) => ({
    ...{ device, metric, instance, at, value: 1000 + next(1_000_000) },
    ...(isCounter(metric) && { span: EVERY * SECOND }),
  }));
}

/** A minute of all head-ends at a time, by turns with and without series: CPU time and bytes written a second of it. */
async function cost() {
  const cpu = { with: [] as number[], without: [] as number[] };
  const written = { with: [] as number[], without: [] as number[] };
  let seq = 0;
  const minute = async (has: 'with' | 'without'): Promise<void> => {
    const [used, wrote] = [process.cpuUsage(), writtenBytes()];
    for (let second = 0; second < 60; second += 1, now += SECOND) {
      // One commit a second is that of syslog.
      const polled = Array.from({ length: DEVICES }, (_, n) => n + 1).filter((n) => (n + second) % EVERY === 0);
      const series = polled.flatMap((device) => samplesOf(device, now));
      const seen = Array.from({ length: DEVICES }, (_, n) => ({ device: n + 1, lastMessageAt: now, messages: now }));
      seq += 1;
      await store.commit(setOf({ seen, at: now, ...(has === 'with' && { series }), collector: { name: 'load', epoch: 1, seq, lastMessage: 0 } })); // prettier-ignore
    }
    const { user, system } = process.cpuUsage(used);
    cpu[has].push((user + system) / 1000 / 60);
    written[has].push((writtenBytes() - wrote) / 1024 / 60);
  };
  await minute('with');
  await minute('without');
  for (const has of ['with', 'without'] as const) [cpu[has], written[has]] = [[], []];
  for (let round = 0; round < 7; round += 1) for (const has of ['with', 'without'] as const) await minute(has);
  return {
    cpuMsASecond: { with: spread(cpu.with), without: spread(cpu.without) },
    kibASecond: { with: spread(written.with), without: spread(written.without) },
  };
}

/** All that this process has written, to files and their logs. */
function writtenBytes(): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

/** Charts of some head-ends, and of all, while polls are written: milliseconds from the question to the answer as JSON. */
async function read() {
  const names = Array.from({ length: DEVICES }, (_, n) => ({ ...known, id: n + 1, name: `asa${n + 1}` }));
  const view = { ...book, devices: () => names, deviceByName: (name: string) => names.find((one) => one.name === name), summary: () => ({ ...book.summary(), at: now }) }; // prettier-ignore
  const app = await buildApp(deps({ reads: store.reads, book: view, ticks: () => (ticks += 1000) }));
  const took: Record<string, number[]> = {};
  const used: Record<string, number[]> = {};
  const isOver = { value: false };
  const underway = (async () => {
    for (let device = 1; !isOver.value; device = (device % DEVICES) + 1) {
      await store.commit(setOf({ series: samplesOf(device, (now += 600)), at: now }));
      await new Promise((done) => setTimeout(done, 600));
    }
  })();
  await askAll(300, took);
  isOver.value = true;
  await underway;
  // What the machine does beside is in no CPU time of ours.
  await askAll(60, used);
  await app.close();
  return Object.fromEntries(Object.entries(took).map(([kind, times]) => [kind, { ...spread(times), cpu: spread(used[kind] ?? []).p50 }])); // prettier-ignore

  async function askAll(times: number, into: Record<string, number[]>): Promise<void> {
    const kinds = { '10 s': 5 / 24, '24 h': 1, '7 d': 7, '30 d': 30, '3 years': 3 * 365 };
    for (let n = 0; n < times; n += 1) {
      for (const [kind, days] of Object.entries(kinds)) {
        const chart = (['cpu', 'bytes', 'sessions', 'memory', 'connections'] as const)[next(5)] ?? 'cpu';
        const to = now - next(kind === '10 s' ? DAY : 1000);
        await ask(into, kind, `chart=${chart}&device=asa${1 + next(DEVICES)}&from=${Math.round(to - days * DAY + 120_000)}&to=${to}`); // prettier-ignore
      }
      await ask(into, 'traffic of all head-ends, 24 h', `chart=bytes&from=${now - DAY}`);
      await ask(into, 'sessions of all head-ends, 24 h', `chart=sessions&from=${now - DAY}`);
      await ask(into, 'lately', '', '/api/series/lately');
    }
  }

  async function ask(
    into: Record<string, number[]>,
    kind: string,
    search: string,
    route = '/api/series',
  ): Promise<void> {
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    const answer = await app.inject({ url: `${route}?${search}` });
    const { user, system } = process.cpuUsage(cpu);
    (into[kind] ??= []).push(into === used ? (user + system) / 1000 : performance.now() - begun);
    assert.equal(answer.statusCode, 200, answer.body);
    const { series } = answer.json<{ series: readonly { readonly points?: readonly unknown[] }[] }>();
    assert.ok(series.length > 0 && series.every(({ points = [] }) => points.length <= 2000));
  }
}
