import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, test } from 'node:test';
import { MOST_ASKED, MOST_MESSAGES } from '../../../server/feed/viewer.ts';
import { enter, frame, heardBy, shake } from './raw.ts';
import { ask, heard, openStage, subscribe, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

test('a forged origin is refused, a good one and none are taken', async () => {
  const host = `127.0.0.1:${stage.port}`;
  const forged = [
    'https://evil.example',
    `http://evil.example:${stage.port}`,
    `http://${host}.evil.example`,
    `http://localhost:8080.evil.example`,
    `http://evil.example/?http://${host}`,
    `http://${host}@evil.example`,
    `http://evil.example@${host}`,
    `http://user:word@${host}`,
    `http://${host}/`,
    `http://${host}, https://evil.example`,
    `http://127.0.0.1:${stage.port === 65535 ? 1 : stage.port + 1}`,
    'http://127.0.0.1',
    `ftp://${host}`,
    `ws://${host}`,
    `file://`,
    'null',
    'undefined',
    '*',
    '',
    ' ',
    host,
    `//${host}`,
    'http://',
    'https://noc.example.evil.example',
    'https://noc.example:444',
    'http://noc.example',
    'https://NOC.example.',
    'https://xnoc.example',
    'chrome-extension://abcdef',
    'about:blank',
    'data:text/html,x',
  ];
  for (const origin of forged) {
    const { status } = await shake(stage.http, { origin, host });
    assert.equal(status, 400, `Origin: ${origin}`);
  }
  assert.equal((await shake(stage.http, { origin: 'http://a@b', host: 'a@b' })).status, 400, 'a host that is none');
  assert.equal(stage.socket.figures().refused, forged.length + 1);
  for (const headers of [{ host }, { host, origin: `http://${host}` }, { host, origin: 'https://noc.example' }]) {
    const { status, socket: taken } = await shake(stage.http, headers);
    assert.equal(status, 101, JSON.stringify(headers));
    taken?.destroy();
  }
});

test('only WebSocket is spoken', async () => {
  const answer = await fetch(`http://127.0.0.1:${stage.port}/socket.io/?EIO=4&transport=polling`);
  assert.equal(answer.status, 400);
});

test('a silent viewer is cut after ten seconds at the latest, and may not send much', async () => {
  const { raw, told } = await enter(stage.http);
  const opened = JSON.parse(/\{"sid".*?\}/.exec(told)?.[0] ?? '{}') as Record<string, unknown>;
  assert.deepEqual([opened['pingInterval'], opened['pingTimeout'], opened['maxPayload']], [5000, 5000, 16 * 1024]);
  raw.destroy();
});

test('there is an end to the number of viewers', async () => {
  await Promise.all([stage.connect(), stage.connect(), stage.connect()]);
  await assert.rejects(stage.connect());
  assert.deepEqual([stage.socket.figures().viewers, stage.socket.figures().refused], [3, 1]);
});

for (const [what, said] of [
  ['an event of its own', ['shout', 'hello']],
  ['an event called error', ['error', {}]],
  ['a topic that is none', ['subscribe', 'everything', () => undefined]],
  ['no acknowledgement', ['subscribe', 'gaps']],
  ['a topic that is an object', ['subscribe', { topic: 'gaps' }, () => undefined]],
  ['bytes', ['subscribe', Buffer.from('gaps'), () => undefined]],
  ['too much', ['subscribe', 'x'.repeat(20_000), () => undefined]],
] as const) {
  test(`a viewer that sends ${what} is cut`, async () => {
    const client = await stage.connect();
    const cut = heard(client, 'disconnect');
    client.emit(...(said as unknown as [string, ...unknown[]]));
    const reason = await cut;
    assert.match(String(reason), /^transport (close|error)$/, 'so that a browser comes back by itself');
  });
}

test('a viewer that subscribes too often within a second is cut', async () => {
  const client = await stage.connect();
  const cut = heard(client, 'disconnect');
  for (let time = 0; time <= MOST_ASKED; time += 1) client.emit('subscribe', 'gaps', () => undefined);
  await cut;
  assert.deepEqual(stage.socket.figures().cut, { slow: 0, junk: 0, flood: 1, barred: 0 });
});

test('broken messages of a hand-written viewer cut it', async () => {
  const broken = [
    '40',
    '42["subscribe","gaps"]',
    '451-["x",{"_placeholder":true,"num":0}]',
    '42{"a":1}',
    '42["disconnect"]',
    '42[0]',
    '4',
    '9',
    '2',
    '4😀',
    '42' + '['.repeat(10_000),
  ];
  for (const text of broken) {
    const { raw } = await enter(stage.http);
    raw.resume().write(frame(text));
    await once(raw, 'close');
  }
  assert.equal(stage.socket.figures().viewers, 0);
});

test('a viewer that says more than a page ever does is cut: 23 messages of any kind a second', async () => {
  assert.equal(MOST_MESSAGES, 23);
  // It has connected, which is one of them.
  for (const [many, isCut] of [
    [MOST_MESSAGES - 1, false],
    [MOST_MESSAGES, true],
  ] as const) {
    const { raw } = await enter(stage.http);
    const places = Array.from({ length: many }, (_, place) => frame(`40/place${place},`));
    raw.write(Buffer.concat(places));
    if (isCut) await once(raw.resume(), 'close');
    else await heardBy(raw, `44/place${many - 1},`);
    assert.equal(stage.socket.figures().cut.flood, isCut ? 1 : 0);
    raw.destroy();
  }
});

test('a viewer gets all parts of a large topic, however fast it asks for them', async (t) => {
  const row = { at: 0, device: null, from: '', messageId: null, severity: null, outcome: 'noted' } as const;
  const text = 'x'.repeat(200_000);
  for (let id = 0; id < 18; id += 1) stage.feed.topic('messages').put(String(id), { ...row, id, text });
  while (stage.feed.flush().length > 0);
  const client = await stage.connect();
  // What had to wait for the sockets is answered at a flush.
  const beat = setInterval(() => stage.flush(), 5);
  t.after(() => clearInterval(beat));
  let parts = 0;
  for (let time = 0; time < 3; time += 1)
    for (
      let what: 'subscribe' | 'more' = 'subscribe', left: number | undefined = 1;
      left !== undefined;
      what = 'more'
    ) {
      ({ left } = await ask(client, what, 'messages'));
      parts += 1;
    }
  assert.ok(parts > 2 * MOST_MESSAGES, `${parts} parts, while the clock stands`);
  assert.equal(stage.socket.figures().cut.flood, 0);
});

test('a viewer that reads no more is cut when too much waits for it', async () => {
  const { raw } = await enter(stage.http);
  raw.pause().write(frame('420["subscribe","messages"]'));
  const healthy = await stage.connect();
  await subscribe(healthy);
  const text = 'x'.repeat(1024 * 1024);
  for (let id = 0; id < 64 && stage.socket.figures().cut.slow === 0; id += 1) {
    const row = { id, at: 0, device: null, from: '', messageId: null, severity: null, outcome: 'noted', text } as const;
    stage.feed.topic('messages').put('latest', row);
    stage.flush();
    // Lets the sockets work.
    await new Promise((done) => setImmediate(done));
  }
  assert.equal(stage.socket.figures().cut.slow, 1);
  assert.equal(healthy.connected, true);
  raw.destroy();
});
