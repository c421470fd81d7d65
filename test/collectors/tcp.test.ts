import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Batch, Sink, StoredMessage } from '../../server/domain/batch.ts';
import { startReceiver, type Receiver, type ReceiverOptions } from '../../collectors/receive.ts';
import { unpacked } from '../../server/domain/packed.ts';
import { makeCertificate } from './certificate.ts';

const ONE = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty';
const corpus = readdirSync('test/golden/syslog')
  .sort()
  .flatMap((name) => readFileSync(`test/golden/syslog/${name}/input.log`, 'utf8').split('\n').filter(Boolean));

class Kept implements Sink {
  readonly batches: Batch[] = [];
  readonly #taken = new EventEmitter();
  #gate: Promise<void> | undefined;
  #open: () => void = () => undefined;
  /** From now on nothing is taken, until `release`. */
  hang(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }
  release(): void {
    this.#open();
  }
  async take(batch: Batch): Promise<void> {
    await this.#gate;
    this.batches.push(structuredClone(batch));
    this.#taken.emit('batch');
  }
  get rows(): readonly StoredMessage[] {
    return this.batches.flatMap(({ rows }) => unpacked(rows));
  }
  get lines(): readonly string[] {
    return this.rows.map((row) => row[6]);
  }
  async until(enough: (kept: this) => boolean): Promise<void> {
    while (!enough(this)) await once(this.#taken, 'batch');
  }
  note(name: string): number {
    return this.batches.at(-1)?.health?.notes?.[name] ?? 0;
  }
  bucket(name: string): number {
    return this.batches.at(-1)?.health?.buckets[name] ?? 0;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-tls-'));
const files = makeCertificate(folder, 'one');
const running: Receiver[] = [];
const sockets: Socket[] = [];
after(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(running.map((receiver) => receiver.stop()));
  rmSync(folder, { recursive: true });
});

async function receive(sink: Sink, options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
  const receiver = await startReceiver(sink, {
    ...{
      port: 0,
      tcpPort: 0,
      firstMessage: 1,
      epoch: 5,
      admission: { known: ['127.0.0.1', '::1'], room: 0, storing: { '127.0.0.1': 'all', '::1': 'all' } },
    },
    onFault: (error) => {
      throw error;
    },
    ...options,
  });
  running.push(receiver);
  return receiver;
}

async function open(port: number | undefined, from = '127.0.0.1'): Promise<Socket> {
  assert.ok(port !== undefined);
  const six = from.includes(':');
  const socket = connect({ port, host: six ? '::1' : '127.0.0.1', ...(six ? {} : { localAddress: from }) });
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function openTls(port: number | undefined, cert = files.cert): Promise<Socket> {
  assert.ok(port !== undefined);
  const socket = connectTls({ port, host: '127.0.0.1', ca: readFileSync(cert), servername: 'localhost' });
  sockets.push(socket);
  await once(socket, 'secureConnect');
  return socket;
}

async function write(socket: Socket, bytes: string | Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;
/** What the messages behind the first `before` come to, but for when they came. */
function meaning(kept: Kept, before: number): unknown {
  const rows = kept.rows.slice(before);
  const first = rows[0]?.[0] ?? 0;
  const claims = kept.batches.flatMap((batch) => batch.claims).filter(({ message }) => message >= first);
  return [rows.map(([, , ...rest]) => rest), claims.map(({ claim, from, source }) => ({ claim, from, source }))];
}

test('the same lines by UDP, TCP and TLS, ended and cut in any way, come to the same messages and claims', async () => {
  const udp = new Kept();
  const { port } = await receive(udp);
  const datagrams = createSocket('udp4');
  for (const line of corpus)
    await new Promise<void>((resolve) => datagrams.send(line, port, '127.0.0.1', () => resolve()));
  await udp.until(({ rows }) => rows.length === corpus.length);
  datagrams.close();
  assert.deepEqual(udp.lines, corpus);

  const ways: Readonly<Record<string, (line: string) => string>> = {
    LF: (line) => `${line}\n`,
    CRLF: (line) => `${line}\r\n`,
    NUL: (line) => `${line}\0`,
    counted: (line) => (line.startsWith('<') ? counted(line) : `${line}\n`),
  };
  const kept = new Kept();
  const receiver = await receive(kept, { tls: { port: 0, ...files } });
  let before = 0;
  for (const [name, framed] of Object.entries(ways)) {
    for (const transport of ['tcp', 'tls'] as const) {
      for (const piece of [Infinity, 61]) {
        const socket = await (transport === 'tcp' ? open(receiver.tcpPort) : openTls(receiver.tlsPort));
        socket.setNoDelay(true);
        const bytes = Buffer.from(corpus.map(framed).join(''));
        for (let at = 0; at < bytes.length; at += piece) await write(socket, bytes.subarray(at, at + piece));
        socket.end();
        await kept.until(({ rows }) => rows.length >= before + corpus.length);
        assert.deepEqual(meaning(kept, before), meaning(udp, 0), `${name} by ${transport} in pieces of ${piece}`);
        before += corpus.length;
      }
    }
  }
  await receiver.stop();
  const { notes = {}, buckets } = receiver.health();
  assert.deepEqual([notes['tcp'], notes['tls'], buckets['stored']], [before / 2, before / 2, before]);
});

const sixHere = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
test('IPv6 is heard on the same TCP port', { skip: !sixHere && 'this machine has no ::1' }, async () => {
  const kept = new Kept();
  const { tcpPort } = await receive(kept);
  await write(await open(tcpPort, '::1'), `${ONE}\n`);
  await write(await open(tcpPort), `${ONE}\n`);
  await kept.until(({ rows }) => rows.length === 2);
  assert.deepEqual(kept.rows.map((row) => row[2]).sort(), ['127.0.0.1', '::1']);
});

test('while the sink hangs, connections are accepted, reading waits, and in the end nothing is lost', async () => {
  const kept = new Kept();
  const receiver = await receive(kept, { queueBytes: 100_000, longestHold: 60_000 });
  await kept.until(({ batches }) => batches.length > 0);
  kept.hang();
  const first = await open(receiver.tcpPort);
  const lines = Array.from({ length: 3_000 }, (_, n) => `${ONE}${n}`);
  first.write(`${lines.join('\n')}\n`);
  while ((receiver.health().notes?.['held'] ?? 0) === 0) await new Promise(setImmediate);
  const second = await open(receiver.tcpPort); // connected: it is accepted while the first waits
  second.write(`${ONE}\n`);
  assert.match(receiver.health().warnings.join(), /reading of TCP waits/);
  assert.ok(receiver.health().queuedBytes <= 100_000);
  kept.release();
  await kept.until(({ rows }) => rows.length === lines.length + 1);
  assert.equal(kept.bucket('overflow'), 0);
  assert.deepEqual(kept.lines.filter((line) => line !== ONE), lines); // prettier-ignore
});

test('when the sink hangs too long, TCP is read again, and what the queue cannot hold is counted', async () => {
  const kept = new Kept();
  const receiver = await receive(kept, { queueBytes: 100_000, longestHold: 50 });
  kept.hang();
  const socket = await open(receiver.tcpPort);
  await write(socket, `${ONE}\n`.repeat(100_000)); // more than the kernel's buffers hold: it ends when it was read
  kept.release();
  await kept.until((one) => one.bucket('stored') + one.bucket('overflow') === 100_000);
  assert.ok(kept.bucket('overflow') > 0);
  assert.ok(kept.note('held') > 0);
});

test('a frame that is too long or malformed is noted, and stands in one bucket like any other', async () => {
  const kept = new Kept();
  const { tcpPort } = await receive(kept);
  await write(await open(tcpPort), `${'x'.repeat(9000)}\n0 ${ONE}\n\n${ONE}\n`);
  await kept.until(({ rows }) => rows.length === 3);
  assert.deepEqual(['cut', 'badFrames', 'tcp', 'udp'].map((name) => kept.note(name)), [1, 1, 4, 0]); // prettier-ignore
  assert.deepEqual([kept.bucket('stored'), kept.bucket('empty')], [3, 1]);
});

test('a stranger’s frames are read and counted as refused, and taken from when it is admitted', async () => {
  const kept = new Kept();
  const receiver = await receive(kept, { admission: { known: [], room: 0 } });
  const socket = await open(receiver.tcpPort);
  await write(socket, `${ONE}\n${ONE}\n`);
  await kept.until((one) => one.bucket('refused') === 2);
  receiver.admit({ known: ['127.0.0.1'], room: 0, storing: { '127.0.0.1': 'all' } });
  await write(socket, `${ONE}\n`);
  await kept.until(({ rows }) => rows.length === 1);
});

test('of more than 32 connections of one sender the one silent longest is closed, and the new one is heard', async () => {
  const kept = new Kept();
  const { tcpPort } = await receive(kept);
  const all: Socket[] = [];
  for (let n = 0; n < 32; n += 1) all.push(await open(tcpPort));
  const [first, second] = all;
  assert.ok(first !== undefined && second !== undefined);
  await kept.until((one) => one.note('connections') === 32);
  await write(first, `${ONE}\n`);
  await kept.until(({ rows }) => rows.length === 1);
  const closed = once(second, 'close');
  second.resume();
  await write(await open(tcpPort), `${ONE}\n`);
  await closed;
  await kept.until(({ rows }) => rows.length === 2);
  assert.deepEqual([kept.note('connections'), kept.note('evicted')], [32, 1]);
  await write(first, `${ONE}\n`);
  await kept.until(({ rows }) => rows.length === 3);
});

test('stop takes what was said, also an unfinished last line, and then nothing listens', async () => {
  const kept = new Kept();
  const receiver = await receive(kept, { tls: { port: 0, ...files } });
  const lines = Array.from({ length: 500 }, (_, n) => `${ONE}${n}`);
  await write(await open(receiver.tcpPort), lines.join('\n'));
  await write(await openTls(receiver.tlsPort), lines.join('\n'));
  await receiver.stop();
  assert.deepEqual([...kept.lines].sort(), [...lines, ...lines].sort());
  await assert.rejects(open(receiver.tcpPort), { code: 'ECONNREFUSED' });
});

test('what is no TLS, or too old a TLS, is counted and harms nobody', async () => {
  const kept = new Kept();
  const { tlsPort = 0 } = await receive(kept, { tls: { port: 0, ...files } });
  const plain = await open(tlsPort);
  plain.resume().on('error', () => undefined);
  plain.write(`${ONE}\n`);
  await once(plain, 'close');
  const old = connectTls({ port: tlsPort, host: '127.0.0.1', maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0', rejectUnauthorized: false }); // prettier-ignore
  await once(old, 'error').catch(() => undefined);
  await write(await openTls(tlsPort), `${ONE}\n`);
  await kept.until((one) => one.rows.length === 1 && one.note('failedHandshakes') === 2);
});

test('a certificate that is renewed on disk serves the next connection; one that cannot be used leaves the old one', async () => {
  const paths = { cert: join(folder, 'live.pem'), key: join(folder, 'live.key') };
  const put = (from: { readonly cert: string; readonly key: string }) => {
    copyFileSync(from.cert, paths.cert);
    copyFileSync(from.key, paths.key);
  };
  put(files);
  const kept = new Kept();
  const { tlsPort } = await receive(kept, { tls: { port: 0, ...paths } });
  await openTls(tlsPort);
  writeFileSync(paths.cert, 'half');
  await openTls(tlsPort);
  await kept.until(({ batches }) => /renewed TLS certificate/.test(batches.at(-1)?.health?.warnings.join() ?? ''));
  const two = makeCertificate(folder, 'two');
  put(two);
  await openTls(tlsPort, two.cert);
  await kept.until(({ batches }) => batches.at(-1)?.health?.warnings.every((one) => !one.includes('renewed')) ?? false);
});

test('a port that is taken, and a certificate that cannot be used, are clear errors', async () => {
  const taken = createServer().listen(0, '0.0.0.0');
  await once(taken, 'listening');
  const { port } = taken.address() as { readonly port: number };
  await assert.rejects(receive(new Kept(), { tcpPort: port }), { message: `SYSLOG_TCP_PORT ${port} (TCP): already in use` }); // prettier-ignore
  await assert.rejects(receive(new Kept(), { tls: { port, ...files } }), { message: `SYSLOG_TLS_PORT ${port} (TCP): already in use` }); // prettier-ignore
  await assert.rejects(receive(new Kept(), { tls: { port: 0, cert: files.key, key: files.key } }), /^Error: SYSLOG_TLS_CERT/); // prettier-ignore
  taken.close();
});
