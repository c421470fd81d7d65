import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { readKey } from '../../server/access/key.ts';
import { channelActions } from '../../server/commands/channel-actions.ts';
import { openStore } from '../../server/store/open.ts';
import { makeCertificate } from '../collectors/certificate.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { integrity } from './parts/integrity.ts';

// kill -9 in the middle of sending, 100 times: when a message has arrived and is not answered, right behind the answer, or at any moment.
const KILLS = 100;
/** How many messages a process sends before it is killed. */
const MESSAGES = 12;
const TUNNELWATCH_KEY = randomBytes(32).toString('base64');
const child = fileURLToPath(new URL('parts/outbox-child.js', import.meta.url));

interface Told {
  readonly key: string;
  readonly id: number;
  readonly kind: string;
  readonly group: string;
}

/** Every message that was taken whole, in order; refused ones are not among them. */
const taken: Told[] = [];
let requests = 0;
let refused = 0;
let onTaken: (answer: () => void) => void = (answer) => answer();

function serve(incoming: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('error', () => undefined);
  incoming.on('end', () => {
    requests += 1;
    if (requests % 100 === 0) {
      refused += 1;
      response.writeHead(503).end();
      return;
    }
    const { key, id, kind, group } = JSON.parse(Buffer.concat(chunks).toString()) as Told; // our own words
    assert.equal(incoming.headers['idempotency-key'], key);
    taken.push({ key, id, kind, group });
    onTaken(() => response.writeHead(200).end());
  });
}

const lab = await makeLab();
const files = makeCertificate(lab.folder, 'sink');
const ca = readFileSync(files.cert, 'utf8');
const server = createServer({ cert: ca, key: readFileSync(files.key) }, serve);
server.on('tlsClientError', () => undefined); // killed within the handshake
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address() as AddressInfo; // it listens on TCP
const figures = { kills: 0, killedBeforeAnswer: 0, killedAfterAnswer: 0, killedAnywhere: 0 };

function start(from: number | 'drain'): ChildProcess {
  const env = { ...process.env, TUNNELWATCH_KEY };
  return spawn(process.execPath, [child, lab.database, String(from)], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Starts a process, and kills it once it has sent some messages. */
async function killOne(kill: number, from: number): Promise<void> {
  const process = start(from);
  const ended = once(process, 'exit');
  const end = (): void => void process.kill('SIGKILL');
  let left = MESSAGES + (kill % 5);
  onTaken = (answer) => {
    left -= 1;
    if (left > 0) {
      answer();
      return;
    }
    onTaken = (one) => one();
    const how = (['killedBeforeAnswer', 'killedAfterAnswer', 'killedAnywhere'] as const)[kill % 3] ?? 'killedAnywhere';
    figures[how] += 1;
    if (how === 'killedBeforeAnswer') end();
    else answer();
    if (how === 'killedAfterAnswer') setImmediate(end);
    if (how === 'killedAnywhere') setTimeout(end, 1 + ((kill * 7) % 23));
  };
  await ended;
  figures.kills += 1;
}

const nextId = async (): Promise<number> => {
  const store = await openStore({ path: lab.database, now: Date.now });
  const [last] = await store.reads.deliveries({ limit: 1 });
  await store.close();
  return (last?.notification ?? 0) + 1;
};

let last: ChildProcess | undefined;
try {
  const found = await readKey({ env: { TUNNELWATCH_KEY }, keyFile: '/nowhere' });
  assert.ok(found);
  const store = await openStore({ path: lab.database, now: Date.now });
  const none = { onChange: () => undefined, test: () => Promise.reject(new Error('none here')) };
  const url = `https://localhost:${port}/T0KEN`;
  // `localhost` is two addresses where this machine has IPv6: both are allowed.
  await channelActions(store, found.key, none)['channel.add']({ name: 'noc', kind: 'webhook', url, ca, allow: '127.0.0.1,::1', hmacKey: 'x' }); // prettier-ignore
  await store.close();

  for (let kill = 1; kill <= KILLS; kill += 1) await killOne(kill, await nextId());
  onTaken = (answer) => answer();
  last = start('drain');
  const [code] = (await once(last, 'exit')) as [number | null]; // node's own event
  assert.equal(code, 0);

  const after = await openStore({ path: lab.database, now: Date.now });
  const rows = await after.reads.deliveries({ limit: 1_000_000 });
  await after.close();
  const byKey = new Map<string, Told[]>();
  for (const one of taken) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  const missing = rows.filter(({ key }) => !byKey.has(key));
  const duplicates = taken.length - byKey.size;
  assert.deepEqual(missing, [], 'every message that was put into the outbox has arrived');
  assert.ok(duplicates <= KILLS, `${duplicates} duplicates of ${KILLS} kills`);
  assert.deepEqual(
    [...byKey.keys()].filter((key) => !rows.some((row) => row.key === key)),
    [],
    'nothing has arrived that the database does not hold',
  );
  for (const { key, notification, state } of rows) {
    assert.equal(state, 'sent');
    assert.ok(
      byKey.get(key)?.every(({ id }) => id === notification),
      'a copy has the key of its message',
    );
  }
  // In each group the ids count up, but for copies of what came last.
  for (const group of new Set(taken.map((one) => one.group))) {
    const ids = taken.filter((one) => one.group === group).map(({ id }) => id);
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b),
      `${group}: nothing is overtaken`,
    );
  }
  assert.deepEqual(await integrity(lab.database), []);
  console.log(`FIGURES ${JSON.stringify({ ...figures, messages: rows.length, missing: missing.length, duplicates, refusedTries: refused })}`); // prettier-ignore
} finally {
  last?.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  await lab.remove();
}
