import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { io, type Socket } from 'socket.io-client';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import { openStore } from '../../server/store/open.ts';
import { buckets } from './compare.ts';
import { makeLab, tunnelwatchTyped } from './lab.ts';
import { letIn } from './let-in.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const ACCOUNTS = 100;
/** Whoever is put out must be out within so many milliseconds. */
const WITHIN = 5_000;
const GUESSES = 10_000;
/** Milliseconds between two fifties of messages: a flood as fast as it can be sent is lost in the kernel, whoever logs in. */
const PACE = 50;
const PASSWORD = 'gigawatts at 88 mph';
const line =
  '<166>%ASA-6-713228: Group = hillvalleyvpn, Username = marty, IP = 198.51.100.1, Assigned private IP address 172.16.1.100 to remote user';

const median = (all: readonly number[], at = 0.5): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length * at)] ?? NaN;

const figures: Record<string, unknown> = {};

test('100 accounts that are disabled while they watch, half of them while they come back, are out within 5 s', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await letIn(lab.database);
  const store = await openStore({ path: lab.database, now: Date.now });
  const cookies: string[] = [];
  for (let n = 0; n < ACCOUNTS; n += 1) {
    const now = Date.now();
    const { id } = await store.addAccount({
      name: `watcher${n}`,
      role: 'viewer',
      sites: null,
      password: null,
      createdAt: now,
    });
    const cookie = randomBytes(32).toString('base64url');
    const hash = createHash('sha256').update(cookie).digest('hex');
    await store.putVisit({ hash, account: id, beganAt: now, seenAt: now, from: '127.0.0.1', agent: 'a test' });
    cookies.push(`__Host-tunnelwatch=${cookie}`);
  }
  await store.close();
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const outAfter: number[] = [];
  const apiAfter: number[] = [];
  for (const [n, cookie] of cookies.entries()) {
    const socket: Socket = io(program.url, { transports: ['websocket'], forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 40, extraHeaders: { cookie } }); // prettier-ignore
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    const isComingBack = n % 2 === 1;
    // Cut from this side: it comes back by itself, and may be on its way at the moment that counts.
    if (isComingBack) socket.io.engine.close();
    const begun = performance.now();
    await callControl(socketPath(lab.database), 'user.disable', { name: `watcher${n}` });
    const answer = await fetch(`${program.url}/api/health`, { headers: { cookie } });
    apiAfter.push(performance.now() - begun);
    assert.equal(answer.status, 401);
    await until(() => Promise.resolve(socket.connected), (connected) => !connected); // prettier-ignore
    outAfter.push(performance.now() - begun);
    // It goes on trying, and stays out.
    await new Promise<void>((resolve) => socket.io.once('reconnect_error', () => resolve()));
    assert.equal(socket.connected, false);
    socket.disconnect();
  }
  Object.assign(figures, { disabled: ACCOUNTS, feedOutMs: { p50: median(outAfter), most: Math.max(...outAfter) }, apiOutMs: { p50: median(apiAfter), most: Math.max(...apiAfter) } }); // prettier-ignore
  assert.equal(outAfter.filter((ms) => ms <= WITHIN).length, ACCOUNTS);
  assert.equal(apiAfter.filter((ms) => ms <= WITHIN).length, ACCOUNTS);
});

test('10,000 guesses from one address keep its owner out nowhere else, and no message is lost', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  await tunnelwatchTyped(lab.database, PASSWORD, 'user', 'add', 'doc', '--role', 'admin');
  const url = program.url.replace('localhost', '127.0.0.1');
  const tries = (localAddress: string, password: string): Promise<number> =>
    new Promise((resolve, fail) => {
      const body = JSON.stringify({ name: 'doc', password });
      const headers = { 'content-type': 'application/json', origin: url, 'content-length': Buffer.byteLength(body) };
      request(`${url}/api/login`, { method: 'POST', headers, localAddress, agent: false }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      })
        .once('error', fail)
        .end(body);
    });
  const statuses = new Map<number, number>();
  let guessed = 0;
  const guess = async (): Promise<void> => {
    while (guessed < GUESSES) {
      guessed += 1;
      const status = await tries('127.0.0.66', `guess ${guessed}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const guessing = Promise.all(Array.from({ length: 20 }, guess));
  const owner: number[] = [];
  let sent = 0;
  const over = { is: false };
  void guessing.then(() => (over.is = true));
  while (!over.is) {
    await send(
      program.syslogPort,
      Array.from({ length: 50 }, () => line),
    );
    sent += 50;
    await new Promise((resolve) => setTimeout(resolve, PACE));
    if (owner.length < 10) {
      const begun = performance.now();
      assert.equal(await tries('127.0.0.77', PASSWORD), 200);
      owner.push(performance.now() - begun);
    }
  }
  await guessing;
  const stored = await until(
    async () => (await buckets(program))['stored'] ?? 0,
    (count) => count >= sent,
  );
  Object.assign(figures, { guesses: guessed, statuses: Object.fromEntries(statuses), ownerMs: { logins: owner.length, most: Math.max(...owner) }, sent, stored }); // prettier-ignore
  assert.ok(Math.max(...owner) <= 3_000, `the owner waited ${Math.max(...owner)} ms`);
  const [looked, refused] = [statuses.get(401) ?? 0, statuses.get(429) ?? 0];
  assert.ok(looked >= 1 && looked <= 40, `${looked} were looked at`);
  assert.equal(looked + refused, GUESSES, JSON.stringify([...statuses]));
  assert.equal(stored, sent);
});

after(() => console.log(`FIGURES ${JSON.stringify(figures)}`));
