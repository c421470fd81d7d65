import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { readKey } from '../../../server/access/key.ts';
import { startAlerting, testChannel } from '../../../server/commands/alerting.ts';
import { channelActions } from '../../../server/commands/channel-actions.ts';
import { deliveriesOf } from '../../../server/domain/alert/route.ts';
import { openStore } from '../../../server/store/open.ts';
import { putNotifications } from '../../../server/store/outbox.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import { makeWriter } from '../../../server/store/writer.ts';
import { until } from '../../end-to-end/until.ts';
import { scratch } from '../store/scratch.ts';
import { listening, raised, startSink, type Sink } from './lab.ts';

// Endpoints that fail in every way beside one that does not, in real time, for half a minute; then they are mended.
const ROUNDS = 30;

test('endpoints that fail hold up no other, and are sent all that waits once they are mended, in order', async (t) => {
  const path = await scratch(t);
  const store = await openStore({ path, now: Date.now });
  t.after(() => store.close());
  const found = await readKey({ env: { TUNNELWATCH_KEY: randomBytes(32).toString('base64') }, keyFile: '/nowhere' });
  assert.ok(found);
  const faults: unknown[] = [];
  const log = { error: (fields: unknown) => void faults.push(fields), warn: () => undefined, info: () => undefined };
  const sending = { store, key: found.key, now: Date.now, pages: undefined, log };
  const actions = channelActions(store, found.key, {
    onChange: () => undefined,
    test: (one) => testChannel(sending, one),
  });

  let isBroken = true;
  const breaking = (how: (response: ServerResponse) => void) => (response: ServerResponse) => {
    if (isBroken) how(response);
    else response.writeHead(200).end();
  };
  const arrivals = new Map<string, number>();
  const good = await startSink(t, {
    answer: (response, { headers }) => {
      arrivals.set(String(headers['idempotency-key']), Date.now());
      response.writeHead(200).end();
    },
  });
  const down = await startSink(t, { answer: breaking((response) => response.writeHead(503).end()) });
  const hanging = await startSink(t, { answer: breaking(() => undefined) });
  const redirecting = await startSink(t, { answer: breaking((response) => response.writeHead(307, { location: `https://127.0.0.1:${good.port}/` }).end()) }); // prettier-ignore
  const strange = await startSink(t);
  const slow = createServer((socket) => {
    const words = Array.from(`HTTP/1.1 200 OK\r\nx-slow: ${'x'.repeat(1_000)}`);
    const timer = setInterval(() => socket.write(words.shift() ?? ''), 1_000);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clearInterval(timer));
    socket.resume();
  });
  const slowPort = await listening(t, slow);
  const add = (name: string, url: string, more: object): Promise<unknown> =>
    actions['channel.add']({ name, kind: 'webhook', url, allow: '127.0.0.1', ...more });
  const at = ({ port }: Sink): string => `https://127.0.0.1:${port}/hook`;
  await add('good', at(good), { ca: good.ca });
  await add('down', at(down), { ca: down.ca });
  await add('hanging', at(hanging), { ca: hanging.ca });
  await add('redirecting', at(redirecting), { ca: redirecting.ca });
  await add('strange', at(strange), { ca: good.ca });
  await add('nowhere', 'https://nowhere.invalid/hook', {});
  await add('refused', 'https://192.168.7.7/hook', {});
  await add('slow', `http://127.0.0.1:${slowPort}/hook`, { http: true });

  const alerting = startAlerting(sending, () => 0);
  const writer = makeWriter(await openWriter(path));
  const channels = await store.channels();
  const putAt = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    // Raise and end of five groups in turn.
    const [group, isRaise] = [round % 5, Math.floor(round / 5) % 2 === 0];
    const message = { ...raised, id: round + 1, at: Date.now(), group: `group ${group}`, kind: isRaise ? ('raised' as const) : ('cleared' as const) }; // prettier-ignore
    const deliveries = deliveriesOf(message, channels);
    for (const { key } of deliveries) putAt.set(key, Date.now());
    await writer.transaction((db) => putNotifications(db, [message], deliveries));
    await pause(1_000);
  }
  await writer.close();
  const rows = await store.reads.deliveries({ limit: 10_000 });
  const of = (name: string) => rows.filter(({ channelName }) => channelName === name);
  const late = of('good').map(({ key }) => (arrivals.get(key) ?? Infinity) - (putAt.get(key) ?? 0));
  const latest = Math.max(...late);
  assert.equal(of('good').length, ROUNDS);
  assert.ok(latest <= 5_000, `${latest} ms until the first try`);
  const results: Record<string, readonly string[]> = {};
  for (const name of ['down', 'hanging', 'redirecting', 'strange', 'nowhere', 'refused', 'slow']) {
    assert.ok(of(name).every(({ state }) => state === 'due'), name); // prettier-ignore
    results[name] = [...new Set(of(name).flatMap(({ result }) => result ?? []))];
  }
  assert.deepEqual(results, {
    down: ['HTTP 503'],
    hanging: ['not done within 10 s'],
    redirecting: ['HTTP 307: a redirect, which is not followed'],
    strange: ['its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    nowhere: results['nowhere'],
    refused: ['it leads to a private address that is not allowed'],
    slow: ['not done within 10 s'],
  });
  assert.match(results['nowhere']?.join() ?? '', /^(?:no such name|the name server does not answer|ECONNREFUSED|not done within 10 s|nobody listens there \(connection refused\))$/); // prettier-ignore
  const tries = Math.max(...['down', 'redirecting', 'strange'].map((name) => of(name).reduce((sum, one) => sum + one.tries, 0))); // prettier-ignore
  // Pauses of half to all of 1, 2, 4, 8, 16 ... s: in some 30 s at most seven tries.
  assert.ok(tries <= 7, `${tries} tries of an endpoint that is down`);

  isBroken = false;
  const mended = ['down', 'hanging', 'redirecting'];
  await until(
    async () => (await store.reads.deliveries({ state: 'due', limit: 10_000 })).filter(({ channelName }) => mended.includes(channelName)).length, // prettier-ignore
    (left) => left === 0,
    120,
  );
  await alerting.stop();
  for (const sink of [down, redirecting, hanging]) {
    const told = new Map<string, readonly number[]>();
    for (const { body } of sink.taken) {
      const { group, id } = JSON.parse(body) as { readonly group: string; readonly id: number };
      told.set(group, [...(told.get(group) ?? []), id]);
    }
    assert.equal(new Set([...told.values()].flat()).size, ROUNDS);
    for (const ids of told.values()) assert.deepEqual(ids, [...ids].sort((a, b) => a - b)); // prettier-ignore
  }
  assert.deepEqual(faults, []);
  process.stdout.write(
    `FIGURES ${JSON.stringify({ rounds: ROUNDS, channels: channels.length, latestMs: latest, tries })}\n`,
  );
});
