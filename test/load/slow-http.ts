import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { buckets } from '../end-to-end/compare.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { COOKIE } from '../end-to-end/let-in.ts';
import { startProgram } from '../end-to-end/program.ts';
import { send } from '../end-to-end/send.ts';
import { until } from '../end-to-end/until.ts';
import { ensureDebian, firstPath } from '../debian.ts';

// 500 slow connections, whose headers or whose bodies never end, again and again for a minute; meanwhile others ask, at the same address and at
// another, each time with a connection of their own, and syslog goes on. The bodies come with our own `Origin`, which slowhttptest can say behind
// another header only: without it they are refused before they are read, and none would be open.
const SECONDS = 60;
const EVERY = 100;
const slow = ['-c', '500', '-r', '200', '-i', '5', '-l', String(SECONDS)];
const line =
  '<166>%ASA-6-713228: Group = hillvalleyvpn, Username = marty, IP = 198.51.100.1, Assigned private IP address 172.16.1.100 to remote user';

const slowhttptest = ensureDebian(() => firstPath('/usr/bin/slowhttptest'), ['slowhttptest']);
const lab = await makeLab();
const program = await startProgram(lab.database);
const url = program.url.replace('localhost', '127.0.0.1');
let sent = 0;

/** Milliseconds until the answer is there, whatever it costs. */
async function ask(localAddress: string): Promise<number> {
  const begun = performance.now();
  const asked = request(`${url}/api/summary`, { localAddress, agent: false, headers: { cookie: COOKIE } });
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  assert.equal(answer.statusCode, 200);
  return performance.now() - begun;
}

/** What others see while slowhttptest runs in the mode given. */
async function underAttack(mode: readonly string[], path: string) {
  const words = [...mode, ...slow, '-u', `${url}${path}`];
  const end = performance.now() + SECONDS * 1000;
  const told: string[] = [];
  /** It gives up once all of its connections are closed. */
  const attack = (async () => {
    while (performance.now() < end)
      told.push((await promisify(execFile)(slowhttptest, words, { maxBuffer: 1 << 26 })).stdout);
  })();
  const asking: Promise<{ readonly from: string; readonly ms: number }>[] = [];
  while (performance.now() < end) {
    for (const from of ['127.0.0.1', '127.0.0.2']) asking.push(ask(from).then((ms) => ({ from, ms })));
    await send(program.syslogPort, [line, line]);
    sent += 2;
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  await attack;
  const all = await Promise.all(asking);
  const p95 = (of: string): number => {
    const times = all.filter(({ from }) => from === of).map(({ ms }) => ms).sort((a, b) => a - b); // prettier-ignore
    return Math.round(times[Math.floor(times.length * 0.95)] ?? NaN);
  };
  /** The most that it had of them at a time. */
  const most = (state: string): number => {
    // It colours its figures.
    const plain = told.map((text) => text.replaceAll(/\u001b\[[\d;]*m/g, ''));
    const figures = plain.flatMap((text) => [...text.matchAll(new RegExp(`${state}:\\s+(\\d+)`, 'g'))]);
    return Math.max(0, ...figures.map(([, count]) => Number(count)));
  };
  const waits = { asked: all.length, p95Same: p95('127.0.0.1'), p95Other: p95('127.0.0.2') };
  return { ...waits, attacks: told.length, connected: most('connected'), closed: most('closed') };
}

try {
  const headers = await underAttack(['-H'], '/');
  const bodies = await underAttack(
    ['-B', '-s', '8192', '-f', 'application/json', '-m', `*/*\r\nOrigin: ${url}`],
    '/nothing',
  );
  const all = await until(
    () => buckets(program),
    (now) => (now['stored'] ?? 0) >= sent,
  );
  console.log(`FIGURES ${JSON.stringify({ seconds: SECONDS, headers, bodies, sent, stored: all['stored'] })}`);
  for (const [what, { p95Same, p95Other, connected, closed, asked }] of Object.entries({ headers, bodies })) {
    assert.ok(asked > 2 * SECONDS, `${what}: ${asked} asked`);
    assert.ok(connected > 200 && closed > 200, `${what}: ${connected} connected, ${closed} closed`);
    assert.ok(p95Other <= 1000, `${what}: others wait ${p95Other} ms`);
    assert.ok(p95Same <= 1000, `${what}: others at its own address wait ${p95Same} ms`);
  }
  assert.equal(all['stored'], sent);
  assert.equal(await program.stop(), 0);
} finally {
  await program.kill();
  await lab.remove();
}
