import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { openReaders } from '../../server/store/readers.ts';
import { startSink } from '../server/alert/lab.ts';
import { addHeadEnd, makeLab, tunnelwatch, type Lab } from './lab.ts';
import { login } from './lines.ts';
import { entry, startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { polled, type Poll } from './silenced-lab.ts';
import { printConfig, startSimulator, widePool } from './simulator.ts';
import { until } from './until.ts';

// From the datagram that decides to the row of its alert and to the first try at a receiver, while a head-end sends 1,000 messages a second.
const HEAD_ENDS = 20;
const ROW = 2_000;
const TRY = 5_000;
/** Between two things that happen, in milliseconds. */
const APART = 250;
/** So long a group without an active server is bad: `rules.ts`. */
const DEAD = 120_000;

const background = ['--lines-per-second', '1000', '--users', '1000', '--presence', '0.5', ...widePool, '--seed', '7', '--level', '6']; // prettier-ignore

/** What must be told: the rule and subject of its alert, and the moment at which it was decided, epoch milliseconds. */
interface Due {
  readonly situation: string;
  readonly key: string;
  readonly at: number;
}

test('p99 from the deciding datagram is 2 s to the row and 5 s to the first try, at 1,000 messages a second', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const numbers = Array.from({ length: HEAD_ENDS }, (_, n) => n + 1);
  await addHeadEnd(lab, widePool);
  const polls = await addHeadEnds(lab, numbers);
  const tried = new Map<number, number>();
  const sink = await startSink(t, {
    answer: (response, { body }) => {
      const told = JSON.parse(body) as { alerts: { alert: number }[] }; // our own
      for (const { alert } of told.alerts) if (!tried.has(alert)) tried.set(alert, Date.now());
      response.writeHead(200).end();
    },
  });
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  await addChannel(lab, sink);
  const rows = await watchRows(t, lab.database);
  const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), background);
  t.after(() => simulator.child.kill('SIGKILL'));
  const begun = Date.now();
  const ids = await known(program, numbers);

  for (const poll of polls) await poll(Date.now());
  const due: Due[] = await silences(program);
  for (const n of numbers) due.push(...(await happen(program, n, ids)));
  const deadline = Math.max(...due.map(({ at }) => at)) + 30_000;
  const missing = () => due.filter(({ key }) => !tried.has(rows.get(key)?.id ?? 0)).map(({ key }) => key);
  await until(() => Promise.resolve(missing()), (left) => left.length === 0 || Date.now() > deadline, 900); // prettier-ignore
  const seconds = (Date.now() - begun) / 1000;
  const { datagrams } = await simulator.stop();

  const perSecond = Math.round(datagrams.handedOver / seconds);
  const situations = [...new Set(due.map(({ situation }) => situation))];
  const measured = (of: readonly Due[]) => ({
    raises: of.length,
    row: spread(of.flatMap(({ key, at }) => (rows.get(key)?.seen ?? Infinity) - at)),
    firstTry: spread(of.map(({ key, at }) => (tried.get(rows.get(key)?.id ?? 0) ?? Infinity) - at)),
  });
  const all = measured(due);
  const bySituation = Object.fromEntries(
    situations.map((name) => [name, measured(due.filter(({ situation }) => situation === name))]),
  );
  console.log(`FIGURES ${JSON.stringify({ perSecond, ...all, bySituation })}`);
  assert.deepEqual(missing(), []);
  assert.ok(perSecond >= 950, `${perSecond} messages a second`);
  assert.ok(all.raises >= 100);
  // Of 20 raises of one situation the 99th of 100 would be the worst: the promise is one over all.
  assert.ok(all.row.p99 <= ROW, `row after ${all.row.p99} ms`);
  assert.ok(all.firstTry.p99 <= TRY, `first try after ${all.firstTry.p99} ms`);
});

const name = (n: number): string => `ASA${n}`;
const address = (n: number): string => `127.0.2.${n}`;
const mute = (n: number): string => `MUTE${n}`;
const muteAddress = (n: number): string => `127.0.3.${n}`;
const home = (n: number): string => `198.51.100.${n}`;

/** Head-ends with sites of their own, one half with a pool of four addresses, the other polled each minute. */
async function addHeadEnds(lab: Lab, numbers: readonly number[]): Promise<readonly Poll[]> {
  const inventory = join(lab.folder, 'inventory.csv');
  const rows = numbers.flatMap((n) => [`${name(n)},${address(n)},site ${n}`, `${mute(n)},${muteAddress(n)},mute site ${n}`]); // prettier-ignore
  writeFileSync(inventory, ['name,address,site', ...rows, ''].join('\n'));
  await tunnelwatch(lab.database, 'device', 'import', inventory);
  const file = join(lab.folder, 'small.txt');
  writeFileSync(file, await printConfig(['--pool-first', '172.16.1.100', '--pool-last', '172.16.1.103']));
  const begun = Date.now();
  const polls: Poll[] = [];
  for (const n of numbers) {
    await tunnelwatch(lab.database, 'device', 'config', name(n), '--running-config', file);
    polls.push(await polled(lab, { name: mute(n) }, begun));
  }
  return polls;
}

async function addChannel({ database }: Lab, sink: { readonly port: number; readonly ca: string }): Promise<void> {
  const ca = `${database}.ca.pem`;
  writeFileSync(ca, sink.ca);
  await new Promise<void>((done, fail) => {
    const env = { ...process.env, DATABASE: database };
    const words = ['channel', 'add', 'noc', 'webhook', '--allow', '127.0.0.1', '--ca', ca];
    const child = execFile(process.execPath, [entry, ...words], { env }, (error, _out, said) => (error === null ? done() : fail(new Error(said)))); // prettier-ignore
    child.stdin?.end(`https://127.0.0.1:${sink.port}/hook\n\n`);
  });
}

/** The rows of alerts by rule and subject, and when each was first read from the database by another process than its writer. */
async function watchRows(t: TestContext, database: string) {
  const found = new Map<string, { readonly id: number; readonly seen: number }>();
  const readers = await openReaders(database);
  const read = readers.within(5_000);
  let last = 0;
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const rows = await read((ask) => ask<{ id: number; rule: string; subject: string }>(database, 'SELECT id, rule, subject FROM alert WHERE id > ? ORDER BY id', [last])); // prettier-ignore
      const seen = Date.now();
      for (const { id, rule, subject } of rows) found.set(`${rule} ${subject}`, { id, seen });
      last = rows.at(-1)?.id ?? last;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  t.after(async () => {
    over.abort();
    await watching;
    await readers.close();
  });
  return found;
}

/** Has people log in everywhere; the ids of the head-ends by name. */
async function known(program: Program, numbers: readonly number[]): Promise<ReadonlyMap<string, number>> {
  for (const n of numbers) {
    await send(program.syslogPort, login(`staff${n}`).map((line) => line.replaceAll('198.51.100.23', home(n))), { from: address(n) }); // prettier-ignore
    await send(program.syslogPort, login(`guard${n}`), { from: muteAddress(n) });
  }
  const { devices } = await until(
    () => program.get<{ devices: DeviceRow[] }>('/api/devices'),
    (told) => told.devices.filter(({ lastMessageAt }) => lastMessageAt !== null).length > 2 * numbers.length,
  );
  return new Map(devices.map((device) => [device.name, device.id]));
}

/** *Silent device*: what is polled each minute says nothing any more, and is not polled: decided when its third interval has passed. */
async function silences(program: Program): Promise<Due[]> {
  const { devices } = await program.get<{ devices: DeviceRow[] }>('/api/devices');
  return devices
    .filter((device) => device.name.startsWith('MUTE'))
    .map(({ id, heartbeat: { at, interval, polled: listed } }) => {
      assert.ok(
        at !== null && listed !== undefined && interval < 240_000,
        JSON.stringify({ id, at, interval, listed }),
      );
      const over = Math.max(at + 3 * interval, listed.at + 3 * listed.interval);
      return { situation: 'silent device', key: `device.silent ${id}`, at: over };
    });
}

/** The others at a head-end, one after the other. */
async function happen(program: Program, n: number, ids: ReadonlyMap<string, number>): Promise<readonly Due[]> {
  const id = ids.get(name(n));
  const say = async (...lines: readonly string[]): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, APART));
    const at = Date.now();
    await send(program.syslogPort, lines, { from: address(n) });
    return at;
  };
  const who = (user: string, ip: string) => `Group = hillvalleyvpn, Username = ${user}, IP = ${ip}`;
  const refused = (user: string, ip: string): readonly string[] => [
    `<166>%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = 172.20.0.${n} : user = ${user} : user IP = ${ip}`,
    `<163>%ASA-3-713167: ${who(user, ip)}, Remote peer has failed user authentication -  check configured username and password`,
  ];
  const stranger = `203.0.113.${n}`;
  const server = `172.20.0.${n}`;

  const locked = await say(`<166>%ASA-6-113006: User 'staff${n}' locked out on exceeding '5' successive failed authentication attempts`); // prettier-ignore
  for (let other = 0; other < 6; other += 1) await say(...refused(`sprayed${other}`, stranger));
  const guessed = await say(
    ...login(`staff${n}`, '172.16.1.101').map((line) => line.replaceAll('198.51.100.23', stranger)),
  );
  for (const last of [102, 103])
    await say(...login(`more${n}-${last}`, `172.16.1.${last}`).map((line) => line.replaceAll('198.51.100.23', `192.0.2.${last}`))); // prettier-ignore
  const full = await say(`<163>%ASA-3-713132: ${who(`late${n}`, '192.0.2.7')}, Cannot obtain an IP address for remote peer`); // prettier-ignore
  const dead = await say(`<162>%ASA-2-113022: AAA Marking RADIUS server ${server} in aaa-server group RAD${n} as FAILED`); // prettier-ignore
  return [
    { situation: 'wrong passwords', key: `xauth.lockout staff${n}`, at: locked },
    { situation: 'spray', key: `xauth.spray_succeeded ${stranger}`, at: guessed },
    { situation: 'full pool', key: `pool.exhausted ${id}/hillvalleyvpn`, at: full },
    { situation: 'dead AAA server', key: `aaa.server ${server}`, at: dead },
    { situation: 'dead AAA group', key: `aaa.group ${server}`, at: dead + DEAD },
  ];
}

function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Infinity); // prettier-ignore
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
