import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { fileOf } from '../../collectors/syslog/kernel.ts';
import { readerBy, readerOfMany, readNothing } from '../../collectors/syslog/recvmmsg.ts';
import { listen } from '../../collectors/syslog/udp.ts';

// Where there is no such call all is read by Node, which the other tests of receiving do.
const onLinux = { skip: process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch) };

const SENDERS = ['127.0.0.2', '127.1.2.3', '127.255.255.254'];
const TEXTS = [
  Buffer.from('<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty'),
  Buffer.alloc(0),
  Buffer.from('user = Émile 🚗, and no UTF-8: \xff\xfe', 'latin1'),
  Buffer.from('user = Émile 🚗'),
  Buffer.from('\0\r\n'),
  Buffer.alloc(9_000, 'long '),
  Buffer.from('short behind long'),
];

/** Sends these texts from each of these addresses, `times` times, while this thread stands still: they all wait in the kernel afterwards. */
async function sendMeanwhile(
  port: number,
  times: number,
  texts = TEXTS,
): Promise<readonly (readonly [string, string])[]> {
  const done = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const { createSocket } = require('node:dgram');
    const { done, port, senders, texts, times } = require('node:worker_threads').workerData;
    (async () => {
      for (let time = 0; time < times; time += 1)
        for (const from of senders) {
          const socket = createSocket('udp4');
          await new Promise((bound) => socket.bind(0, from, bound));
          for (const text of texts) await new Promise((sent) => socket.send(text, port, '127.0.0.1', sent));
          socket.close();
        }
      Atomics.store(done, 0, 1);
      Atomics.notify(done, 0);
    })();`;
  const worker = new Worker(code, { eval: true, workerData: { done, port, senders: SENDERS, texts, times } });
  Atomics.wait(done, 0, 0);
  await worker.terminate();
  const round = SENDERS.flatMap((from) => texts.map((text) => [text.toString('utf8'), from] as const));
  return Array.from({ length: times }, () => round).flat();
}

async function bound(t: TestContext): Promise<Socket> {
  const socket = createSocket('udp4');
  t.after(() => socket.close());
  socket.bind(0, '0.0.0.0');
  await once(socket, 'listening');
  return socket;
}

test(
  'what waits in a socket is read by one call, each text with its sender, in the order in which it came',
  onLinux,
  async (t) => {
    const { port } = (await bound(t)).address();
    const read = await readerOfMany(await fileOf(port));
    assert.notEqual(read, readNothing, 'koffi is there');
    const got: (readonly [string, string])[] = [];
    const sending = sendMeanwhile(port, 2); // it has stood still before it returns
    read((text, from) => got.push([text, from]));
    assert.deepEqual(got, await sending);
    read(() => assert.fail('nothing waits any more'));
    const longest = sendMeanwhile(port, 1, [Buffer.alloc(65_507, 'as long as there are')]);
    got.length = 0;
    read((text, from) => got.push([text, from]));
    assert.deepEqual(got, (await longest).slice(0, got.length), 'as many as the buffer of this socket holds');
    assert.ok(got.length > 0);
  },
);

test('a listener takes what waits once, be it by Node or by the reader of many', onLinux, async (t) => {
  const got: (readonly [string, string])[] = [];
  let onEach = (): void => undefined;
  const listening = await listen(
    0,
    (text, from) => {
      got.push([text, from]);
      onEach();
    },
    (error) => assert.ifError(error),
  );
  t.after(() => listening.close());
  for (const times of [1, 3]) {
    got.length = 0;
    const sending = sendMeanwhile(listening.port, times);
    const all = await sending;
    await new Promise<void>((done) => {
      onEach = () => {
        if (got.length >= all.length) done();
      };
      onEach();
    });
    assert.deepEqual(got, all);
  }
});

test('a thousand are read at a time, and then others have their turn', async () => {
  let read = 0;
  const reader = readerBy(
    () => 64,
    () => 0n,
  );
  for (let turn = 1; turn <= 3; turn += 1) {
    reader(() => (read += 1));
    reader(() => assert.fail('twice in one turn'));
    assert.equal(read, turn * 1024);
    await new Promise(setImmediate);
  }
});

test('a socket that is not there is no fault: nothing waits in it', onLinux, async (t) => {
  assert.equal(await readerOfMany(undefined), readNothing);
  const { port } = (await bound(t)).address();
  assert.equal(await fileOf(port === 65_535 ? port - 1 : port + 1), undefined);
  const read = await readerOfMany(1_000_000);
  read(() => assert.fail('of no socket'));
});
