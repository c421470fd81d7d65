import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { openSyslogTcp } from './syslog-tcp.ts';
import type { Framing } from './syslog-tcp.ts';

const lines = Array.from({ length: 200 }, (_, number) => `<166>%ASA-6-113039: line ${number}, zoë`);

/** A server on loopback, and a promise of all that the first client sends. */
async function listening(server: Server) {
  const heard = new Promise<string>((resolve) => {
    server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('end', () => resolve(text)).on('error', () => undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { heard, port: (server.address() as AddressInfo).port };
}

async function sent(framing: Framing): Promise<string> {
  const server = createServer();
  const { heard, port } = await listening(server);
  const tcp = await openSyslogTcp({ host: '127.0.0.1', port, from: '127.0.0.1', framing });
  for (const line of lines) tcp.send(line);
  await tcp.close();
  server.close();
  assert.deepEqual([tcp.handedOver, tcp.refused], [lines.length, 0]);
  return heard;
}

/** A key and a certificate for it, made by openssl; `undefined` where there is none. */
function certificate(): { readonly key: string; readonly cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'asa-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const args = ['req', '-x509', ...curve, '-subj', '/CN=tunnelwatch.example', '-keyout', key, '-out', cert];
    if (spawnSync('openssl', args, { stdio: 'ignore' }).status !== 0) return undefined;
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('sending over TCP', () => {
  it('ends lines with LF, and sometimes a blank follows it', async () => {
    const text = await sent('lf');
    assert.equal(text.split('\n ').length - 1, Math.floor(lines.length / 61));
    assert.deepEqual(text.split(/\n ?/).slice(0, -1), lines);
  });

  it('ends lines with CRLF or NUL', async () => {
    assert.equal(await sent('crlf'), lines.map((line) => `${line}\r\n`).join(''));
    assert.equal(await sent('nul'), lines.map((line) => `${line}\0`).join(''));
  });

  it('counts octets, not letters', async () => {
    const text = await sent('octets');
    assert.equal(text, lines.map((line) => `${line.length + 1} ${line}`).join(''));
  });

  it('rejects when nobody listens, and counts what came after the end', async () => {
    const server = createServer();
    const { port } = await listening(server);
    server.on('connection', (socket) => socket.destroy());
    const tcp = await openSyslogTcp({ host: '127.0.0.1', port, from: '127.0.0.1', framing: 'lf' });
    while (tcp.refused === 0) {
      tcp.send('into the void');
      await new Promise((resolve) => setImmediate(resolve));
    }
    await tcp.close();
    server.close();
    await once(server, 'close');
    await assert.rejects(openSyslogTcp({ host: '127.0.0.1', port, from: '127.0.0.1', framing: 'lf' }), /ECONNREFUSED/);
  });
});

describe('sending over TLS', () => {
  const made = certificate();

  it('trusts the authority it is given, whatever the name, and no other', { skip: made === undefined }, async () => {
    assert.ok(made !== undefined);
    const server = createTlsServer(made);
    const { heard, port } = await listening(server);
    const to = { host: '127.0.0.1', port, from: '127.0.0.1', framing: 'lf' } as const;
    const other = certificate();
    await assert.rejects(openSyslogTcp({ ...to, ca: other?.cert ?? '' }), /certificate/i);
    const tls = await openSyslogTcp({ ...to, ca: made.cert });
    for (const line of lines) tls.send(line);
    await tls.close();
    assert.deepEqual((await heard).split(/\n ?/).slice(0, -1), lines);
    server.close();
  });
});
