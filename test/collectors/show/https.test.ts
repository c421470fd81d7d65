import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';

import { LIMITS, type Conversation } from '../../../collectors/show/conversation.ts';
import { PollFault } from '../../../collectors/show/fault.ts';
import { openHttps } from '../../../collectors/show/https.ts';
import { sendable } from '../../../collectors/show/sendable.ts';
import type { Polling } from '../../../server/domain/polling.ts';
import { makeCertificate } from '../certificate.ts';

const command = sendable('show vpn-sessiondb detail anyconnect') ?? assert.fail();
const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-https-'));

/** An ASA's HTTPS server of which each answer is written by hand, and what it saw. */
async function startServer(answer: (socket: TLSSocket, nth: number) => void, options: TlsOptions = {}, name = 'first') {
  const files = makeCertificate(folder, name);
  const pair = { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  const seen = { requests: [] as string[], connections: 0, open: 0, most: 0 };
  const sockets = new Set<TLSSocket>();
  const server = createServer({ ...pair, ...options }, (socket) => {
    seen.connections += 1;
    seen.most = Math.max(seen.most, (seen.open += 1));
    sockets.add(socket);
    let text = '';
    socket.setEncoding('utf8').on('data', (data: string) => {
      text += data;
      if (!text.endsWith('\r\n\r\n')) return;
      seen.requests.push(text);
      text = '';
      answer(socket, seen.requests.length);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      seen.open -= 1;
      sockets.delete(socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  stops.push(stop);
  const { port } = server.address() as AddressInfo;
  return { ...{ port, seen, stop }, fingerprint: new X509Certificate(pair.cert).fingerprint256 };
}
const stops: (() => Promise<void>)[] = [];
type Listening = Awaited<ReturnType<typeof startServer>>;

const whole =
  (body: string, status = '200 OK') =>
  (socket: TLSSocket) =>
    void socket.write(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
/** As an old ASA: the body ends with the connection. */
const untilClose = (body: string) => (socket: TLSSocket) => void socket.end(`HTTP/1.0 200 OK\r\n\r\n${body}`);

function open(to: Listening, how: Partial<Polling> = {}, limits = LIMITS): Promise<Conversation> {
  const polling: Polling = {
    ...{ device: 1, transport: 'https', host: '127.0.0.1', port: to.port, user: 'monitor', legacy: false },
    ...{ fingerprint: to.fingerprint, everySeconds: 60 },
    ...how,
  };
  return openHttps(polling, { password: 'great scott' }, { limits, now: Date.now });
}

async function fault(trying: Promise<unknown>): Promise<PollFault> {
  const met: unknown = await trying.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(met instanceof PollFault, String(met));
  return met;
}

async function askOnce(to: Listening, how: Partial<Polling> = {}, limits = LIMITS): Promise<readonly [string, string]> {
  const conversation = await open(to, how, limits);
  const { text, end } = await conversation.ask(command);
  await conversation.close();
  return [text, end];
}

describe('https', () => {
  after(async () => {
    await Promise.all(stops.map((stop) => stop()));
    rmSync(folder, { recursive: true });
  });

  it('asks one command a request, by its own name, on one connection', async () => {
    const to = await startServer(whole('one\ntwo\n'));
    const conversation = await open(to);
    for (let n = 0; n < 3; n++) assert.deepEqual((await conversation.ask(command)).text, 'one\ntwo\n');
    await conversation.close();
    assert.deepEqual([to.seen.connections, to.seen.requests.length], [1, 3]);
    const [head = ''] = to.seen.requests;
    assert.match(head, /^GET \/admin\/exec\/show%20vpn-sessiondb%20detail%20anyconnect HTTP\/1\.1\r\n/);
    assert.match(head, /\r\nUser-Agent: Tunnelwatch\r\n/);
    assert.ok(head.includes(`\r\nAuthorization: Basic ${Buffer.from('monitor:great scott').toString('base64')}\r\n`));
  });
  it('connects anew for each command where the device closes, and never beside the connection before', async () => {
    const to = await startServer(untilClose('one\ntwo\n'));
    const conversation = await open(to);
    for (let n = 0; n < 5; n++) assert.deepEqual((await conversation.ask(command)).end, 'unknown');
    await conversation.close();
    assert.deepEqual([to.seen.connections, to.seen.most], [5, 1]);
  });
  it('tells whether the length was announced', async () => {
    assert.deepEqual(await askOnce(await startServer(whole('one\n'))), ['one\n', 'length']);
    assert.deepEqual(await askOnce(await startServer(untilClose('one\n'))), ['one\n', 'unknown']);
    const chunked = (socket: TLSSocket): void =>
      void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n0\r\n\r\n');
    assert.deepEqual(await askOnce(await startServer(chunked)), ['one\n', 'length']);
  });
  it('takes no body that is shorter than announced, or ends within a line', async () => {
    const cut = [
      (socket: TLSSocket): void => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\none\ntwo\n'),
      untilClose('one\nBytes Rx : 4'),
      (socket: TLSSocket): void => void socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\none\n'),
      (socket: TLSSocket): void => void socket.destroy(),
    ];
    for (const answer of cut) {
      const met = await fault(askOnce(await startServer(answer)));
      assert.deepEqual([met.at, met.why], [command, 'cut']);
    }
  });
  it('counts 401 as a login that failed, and others not', async () => {
    const refused = await fault(askOnce(await startServer(whole('', '401 Unauthorized'))));
    assert.deepEqual([refused.at, refused.why, refused.countsAsLogin], ['login', 'login refused', true]);
    for (const status of ['403 Forbidden', '404 Not Found', '302 Found', '500 Oops']) {
      const met = await fault(askOnce(await startServer(whole('', status))));
      assert.deepEqual([met.why, met.countsAsLogin], ['refused', false], status);
    }
    const page = await fault(askOnce(await startServer(whole('<html><body>log in</body></html>\n'))));
    assert.match(page.message, /basic-auth-client Tunnelwatch/);
  });

  it('writes nothing to a certificate that nobody has accepted, and tells which it is', async () => {
    const to = await startServer(whole('one\n'));
    const { fingerprint, ...rest } = { ...to, fingerprint: to.fingerprint };
    const none: Polling = { device: 1, transport: 'https', host: '127.0.0.1', port: rest.port, user: 'monitor', legacy: false, everySeconds: 60 }; // prettier-ignore
    const met = await fault(openHttps(none, { password: 'great scott' }, { limits: LIMITS, now: Date.now }));
    assert.deepEqual([met.why, met.fingerprint], ['key unknown', fingerprint]);
    assert.deepEqual(to.seen.requests, []);
  });
  it('writes nothing to a certificate that is another than the one accepted', async () => {
    const first = await startServer(whole('one\n'));
    const to = await startServer(whole('one\n'), {}, 'second');
    const met = await fault(askOnce(to, { fingerprint: first.fingerprint }));
    assert.deepEqual([met.why, met.fingerprint], ['key changed', to.fingerprint]);
    assert.deepEqual(to.seen.requests, []);
    const plain = to.fingerprint.replaceAll(':', '').toLowerCase();
    assert.equal((await askOnce(to, { fingerprint: plain }))[0], 'one\n');
  });
  it('looks at the certificate of every connection', async () => {
    const to = await startServer(untilClose('one\n'));
    const conversation = await open(to);
    await conversation.ask(command);
    await to.stop();
    const other = makeCertificate(folder, 'third');
    const seen: string[] = [];
    const server = createServer({ cert: readFileSync(other.cert), key: readFileSync(other.key) }, (socket) =>
      socket.on('data', (data) => seen.push(String(data))).on('error', () => socket.destroy()),
    );
    await new Promise<void>((resolve) => server.listen(to.port, '127.0.0.1', resolve));
    assert.equal((await fault(conversation.ask(command))).why, 'key changed');
    assert.deepEqual(seen, []);
    await new Promise((resolve) => server.close(resolve));
  });

  it('speaks old TLS only to a device whose setting allows it', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const to = await startServer(whole('one\n'), old);
    const met = await fault(askOnce(to));
    assert.equal(met.why, 'refused');
    assert.match(met.message, /old TLS only .* does not allow/);
    assert.equal((await askOnce(to, { legacy: true }))[0], 'one\n');
  });
  it('does not wait for ever', async () => {
    const to = await startServer((socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\none\n'));
    const met = await fault(askOnce(to, {}, { ...LIMITS, command: 2_000 }));
    assert.deepEqual([met.at, met.why], [command, 'deadline']);
  });
});
