import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { advance, extend, start, type Board } from '../../../server/domain/board.ts';
import type { Delta, SessionRow, Snapshot, Tick } from '../../../server/domain/feed.ts';
import { createFeed } from '../../../server/feed/feed.ts';
import { attachFeed } from '../../../server/feed/socket.ts';
import { anAdmin, ask, gap, heard, openStage, subscribe, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

test('a viewer gets a snapshot, then deltas in order, then the pulse', async () => {
  stage.feed.topic('gaps').put('a', gap(1));
  stage.flush();
  const client = await stage.connect();
  let board: Board<'gaps'> | undefined = start(await subscribe(client));
  assert.deepEqual({ ...board, rows: [...board.rows] }, { topic: 'gaps', seq: 1, rows: [['a', gap(1)]], missing: 0 });

  const seqs: number[] = [];
  const third = new Promise<void>((done) => {
    client.on('delta', (delta: Delta<'gaps'>) => {
      seqs.push(delta.seq);
      board = board && advance(board, delta);
      if (delta.seq === 4) done();
    });
  });
  for (const to of [2, 3, 4]) {
    stage.feed.topic('gaps').put('b', gap(to));
    if (to === 4) stage.feed.topic('gaps').drop('a');
    stage.feed.topic('summary').drop('never there');
    stage.flush();
  }
  await third;
  assert.deepEqual(seqs, [2, 3, 4]);
  assert.deepEqual(new Map(board.rows), new Map(stage.feed.topic('gaps').snapshot().rows));

  const tick = heard(client, 'tick');
  stage.tick();
  assert.deepEqual(await tick, { at: 1000, build: 'build 1' } satisfies Tick);
});

test('a viewer is given the rest of a large topic when it asks for more, with the deltas between', async () => {
  const topic = stage.feed.topic('messages');
  const row = { id: 1, at: 0, device: null, from: '', messageId: null, severity: null, outcome: 'noted' } as const;
  for (let id = 0; id < 50; id += 1) topic.put(String(id), { ...row, id, text: 'x'.repeat(8000) });
  for (let time = 0; time < 3; time += 1) stage.flush();
  const client = await stage.connect();
  let board: Board<'messages'> | undefined = start(await ask<'messages'>(client, 'subscribe', 'messages'));
  client.on('delta', (delta: Delta<'messages'>) => (board = board && advance(board, delta)));
  for (let parts = 1; board !== undefined && board.missing > 0; parts += 1) {
    topic.put('0', { ...row, text: `as of part ${parts}` });
    stage.flush();
    const part: Snapshot<'messages'> = await ask(client, 'more', 'messages');
    board = extend(board, part);
  }
  assert.deepEqual(new Map(board?.rows), new Map(topic.snapshot().rows));
});

test('whoever comes first after a start is given all that was put in before, however much', async () => {
  const feed = createFeed({ build: 'build 1', now: () => 1000 });
  for (let from = 0; from < 10_000; from += 1) feed.topic('gaps').put(String(from), { from, to: from + 1 });
  const http = createServer();
  const socket = attachFeed(http, feed, {
    allowedOrigins: [],
    callerOf: () => anAdmin,
    now: () => 1000,
    every: () => () => undefined,
  });
  assert.equal(feed.topic('gaps').snapshot().rows.length, 10_000);
  await socket.close();
});

test('what people watch happen is told twenty times a second, the rest four times', async (t) => {
  const client = await stage.connect();
  const told: string[] = [];
  await subscribe(client);
  await ask(client, 'subscribe', 'logins');
  client.on('delta', ({ topic, put: [first] }: Delta) =>
    told.push(topic === 'logins' ? `logins ${(first?.[1] as { readonly at: number }).at}` : topic),
  );
  const login = (at: number) => stage.feed.topic('logins').put('logins', { at });
  stage.feed.topic('gaps').put('a', gap(1));
  login(1);
  let clock = 0;
  const slow = t.mock.method(performance, 'now', () => (clock += 10));
  stage.due.get(50)?.();
  slow.mock.restore();
  login(2);
  stage.due.get(50)?.(); // rests: the first took 20 ms, and four times as long is more than once 50
  login(3);
  stage.due.get(50)?.();
  const rest = new Promise<void>((done) => client.on('delta', () => told.length === 3 && done()));
  stage.flush();
  await rest;
  assert.deepEqual(told, ['logins 1', 'logins 3', 'gaps']);
});

test('what is too much for one delta of a brisk topic comes with the next flush, not twice with one', async () => {
  const client = await stage.connect();
  await ask(client, 'subscribe', 'sessions');
  const told: string[] = [];
  client.on('delta', ({ topic }: Delta) => told.push(topic));
  const sessions = stage.feed.topic('sessions');
  for (let id = 0; id < 40; id += 1) sessions.put(String(id), { id, user: 'u'.repeat(10_000) } as SessionRow); // large rows
  for (const flushed of [['sessions'], ['sessions', 'sessions']]) {
    const pulse = heard(client, 'tick');
    stage.flush();
    stage.tick();
    await pulse;
    assert.deepEqual(told, flushed);
  }
});

test('an unsubscribed viewer hears no more of the topic', async () => {
  const client = await stage.connect();
  const topics: string[] = [];
  await subscribe(client);
  await subscribe(client, 'health');
  client.on('delta', (delta: Delta) => topics.push(delta.topic));
  client.emit('unsubscribe', 'gaps');
  await subscribe(client, 'pools');
  stage.feed.topic('gaps').put('a', gap(1));
  stage.feed.topic('health').put('udp', health);
  const next = heard(client, 'delta');
  stage.flush();
  await next;
  assert.deepEqual(topics, ['health']);
});

test('names that look like code or like prototypes arrive as they are', async () => {
  const rows = ['__proto__', 'constructor', '<img src=x onerror=alert(1)>', '\u2028"\\\ud800', ''];
  for (const [to, key] of rows.entries()) stage.feed.topic('gaps').put(key, gap(to));
  stage.flush();
  const snapshot = await subscribe(await stage.connect());
  assert.deepEqual(
    snapshot.rows,
    rows.map((key, to) => [key, gap(to)]),
  );
});

const health = {
  collector: 'syslog-udp',
  buckets: {},
  outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
  receiveBuffer: { effective: null, wanted: 1 },
  queuedBytes: 0,
  warnings: [],
};

test('closing cuts the viewers so that they come back, and stops the clockwork', async () => {
  const client = await stage.connect();
  const cut = heard(client, 'disconnect');
  await stage.socket.close();
  assert.deepEqual(await cut, 'transport close');
  assert.equal(stage.due.size, 0);
  assert.equal(stage.socket.figures().viewers, 0);
  await assert.rejects(stage.connect());
});
