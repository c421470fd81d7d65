import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { ENGINE, senderV3 } from '../collectors/snmp/lab.ts';
import { seeded } from '../collectors/snmp/mutated.ts';
import { trapV3 } from '../collectors/snmp/sender.ts';
import type { FromFloodReceiver } from './parts/trap-flood-receiver.ts';

// 30 s of 2,000 forged SNMPv3 traps a second, from the addresses of 20 devices and with the right user, beside 1,000 messages of syslog.
const SECONDS = 30;
const TRAPS = 2_000;
const LINES = 1_000;
const TICK = 5;
const LONGEST_BLOCK = 50;
const MIB = 1024 * 1024;

const random = seeded(88);
const engineId = (n: number): string => (n % 4 === 0 ? ENGINE : `80000009${Math.floor(random() * 2 ** 48).toString(16).padStart(12, '0')}`); // prettier-ignore
// An attacker who has no key needs none to make many: the digest is wrong anyway, so the engine ID may change behind it.
const template = trapV3(senderV3('sha256', 'aes', { authKey: 'a-guess-at-it', privKey: 'another-guess' }));
const place = template.indexOf(Buffer.from(ENGINE, 'hex'));
const forged = Array.from({ length: 10_000 }, (_, n) => {
  const datagram = Buffer.from(template);
  Buffer.from(engineId(n), 'hex').copy(datagram, place, 0, ENGINE.length / 2);
  return datagram;
});

const child = fork(new URL('./parts/trap-flood-receiver.js', import.meta.url), {
  execArgv: ['--import', new URL('./parts/loop-delay.js', import.meta.url).href],
});
const next = async (): Promise<FromFloodReceiver> => {
  const [message] = (await once(child, 'message')) as [FromFloodReceiver]; // what it sends
  return message;
};
async function counts(): Promise<Extract<FromFloodReceiver, { readonly kind: 'counts' }>> {
  const answer = next();
  child.send('counts');
  const message = await answer;
  if (message.kind !== 'counts') throw new Error('asked for counts');
  return message;
}

const ports = await next();
if (ports.kind !== 'ports') throw new Error('it begins with its ports');
const syslog = createSocket('udp4');
const attackers = await Promise.all(
  Array.from({ length: 20 }, async (_, n): Promise<Socket> => {
    const socket = createSocket('udp4');
    socket.bind(0, `127.0.1.${n + 1}`);
    await once(socket, 'listening');
    return socket;
  }),
);
await wait(1_000);
await counts(); // the start is none of it
await wait(3_000);
const before = await counts();

const sent = { traps: 0, lines: 0 };
let halfway: typeof before | undefined;
let slowestTick = 0;
const begun = performance.now();
for (let last = begun; ;) {
  await wait(TICK);
  const now = performance.now();
  slowestTick = Math.max(slowestTick, now - last);
  last = now;
  const due = Math.min(SECONDS, (now - begun) / 1_000);
  for (; sent.traps < due * TRAPS; sent.traps += 1) {
    const datagram = forged[sent.traps % forged.length] ?? template;
    attackers[sent.traps % attackers.length]?.send(datagram, ports.trapPort, '127.0.0.1');
  }
  for (; sent.lines < due * LINES; sent.lines += 1)
    syslog.send(`<166>%ASA-6-113012: AAA user authentication Successful : local database : user = user${sent.lines}`, ports.port, '127.0.0.1'); // prettier-ignore
  if (halfway === undefined && due >= SECONDS / 2) halfway = await counts();
  if (due === SECONDS) break;
}
const flood = await counts();
const sum = (buckets: Readonly<Record<string, number>>): number => Object.values(buckets).reduce((a, b) => a + b, 0);
let after = flood;
for (let tries = 0; tries < 20 && (sum(after.traps) < sent.traps || after.rows < sent.lines); tries += 1) {
  await wait(500);
  after = await counts();
}
child.send('stop');
for (const socket of [syslog, ...attackers]) socket.close();
await once(child, 'exit');

const during = [...(halfway === undefined ? [] : [halfway]), flood];
const rounded = (ms: number): number => Number(ms.toFixed(1));
const figures = {
  seconds: SECONDS,
  ...{ sent, stored: after.rows, syslog: after.syslog },
  traps: Object.fromEntries(Object.entries(after.traps).filter(([, count]) => count > 0)),
  longestBlockMs: rounded(Math.max(...during.map(({ delay }) => delay.longestWork))),
  withWaitsForACpu: {
    longestMs: rounded(Math.max(...during.map(({ delay }) => delay.longest))),
    p99Ms: rounded(Math.max(...during.map(({ delay }) => delay.p99))),
  },
  idle: { longestBlockMs: rounded(before.delay.longestWork), longestMs: rounded(before.delay.longest) },
  sendersSlowestTickMs: rounded(slowestTick),
  rssMiB: [before, ...during].map(({ rss }) => rounded(rss / MIB)),
};
console.log(`FIGURES ${JSON.stringify(figures)}`);
assert.equal(after.rows, sent.lines, 'no message of syslog is lost, and nothing forged is stored');
assert.equal(sum(after.traps), sent.traps, 'each trap is in one bucket');
assert.ok(!after.traps['passed']);
assert.ok(figures.longestBlockMs <= LONGEST_BLOCK, `blocked for ${figures.longestBlockMs} ms`);
