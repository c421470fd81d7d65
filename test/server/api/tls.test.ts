import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { connect, TLSSocket } from 'node:tls';
import { followCertificate, type CertificateFiles } from '../../../collectors/certificate.ts';
import { buildApp } from '../../../server/api/app.ts';
import { makeCertificate } from '../../collectors/certificate.ts';
import { deps } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-https-'));
after(() => rmSync(folder, { recursive: true }));
const one = makeCertificate(folder, 'one');
const two = makeCertificate(folder, 'two');

/** The API with TLS on a port of loopback, and why a renewed certificate was not taken so far. */
async function listen(t: TestContext, files: CertificateFiles) {
  const failures: string[] = [];
  const certificate = (serve: Parameters<typeof followCertificate>[1]) => {
    const look = followCertificate(files, serve);
    return () => void failures.push(...[look()].filter((failure) => failure !== undefined));
  };
  const app = await buildApp(deps({ certificate }));
  t.after(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: (app.server.address() as AddressInfo).port, failures };
}

async function ask(port: number, options: RequestOptions): Promise<IncomingMessage> {
  const asked = request({ host: '127.0.0.1', servername: 'localhost', port, path: '/api/health', ...options });
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer;
}

const trusting = ({ cert }: CertificateFiles) => ({ ca: readFileSync(cert) });

test('with a certificate the API speaks TLS 1.2 and 1.3, and nothing older', async (t) => {
  const { port } = await listen(t, one);
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const answer = await ask(port, { ...trusting(one), maxVersion: version, agent: false });
    assert.ok(answer.socket instanceof TLSSocket);
    assert.equal(answer.socket.getProtocol(), version);
    assert.equal(answer.statusCode, 200);
  }
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await assert.rejects(ask(port, { ...trusting(one), ...old }), /protocol version/);
});

test('no cipher without forward secrecy or authenticated encryption is taken', async (t) => {
  // With a key of RSA both can be had without the other.
  const files = makeCertificate(folder, 'rsa', 'rsa');
  const { port } = await listen(t, files);
  const by = (ciphers: string) => ask(port, { ...trusting(files), maxVersion: 'TLSv1.2', ciphers, agent: false });
  assert.equal((await by('ECDHE-RSA-AES128-GCM-SHA256')).statusCode, 200);
  for (const ciphers of ['AES128-GCM-SHA256', 'AES256-SHA', 'ECDHE-RSA-AES128-SHA256'])
    await assert.rejects(by(ciphers), /handshake failure/, ciphers);
});

test('whoever speaks TLS with us is told to come back in no other way, but for programs of this machine', async (t) => {
  const { port } = await listen(t, one);
  const hsts = async (host: string) =>
    (await ask(port, { ...trusting(one), headers: { host } })).headers['strict-transport-security'];
  assert.equal(await hsts('noc.example'), 'max-age=31536000');
  for (const host of ['localhost:8443', '127.0.0.1', '[::1]:8443']) assert.equal(await hsts(host), undefined, host);
});

test('a certificate that is renewed on disk serves the next connection, and those that are open go on', async (t) => {
  const live = { cert: join(folder, 'live.pem'), key: join(folder, 'live.key') };
  const put = (from: CertificateFiles) => {
    copyFileSync(from.cert, live.cert);
    copyFileSync(from.key, live.key);
  };
  put(one);
  const { port, failures } = await listen(t, live);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const { socket } = await ask(port, { ...trusting(one), agent });
  writeFileSync(live.cert, 'half');
  await ask(port, { ...trusting(one), agent: false });
  assert.match(failures.join(), /^the renewed TLS certificate cannot be used, the old one still is: /);
  put(two);
  await ask(port, { ...trusting(two), agent: false });
  await assert.rejects(ask(port, { ...trusting(one), agent: false }), /self-signed certificate|unable to verify/);
  assert.equal((await ask(port, { ...trusting(one), agent })).socket, socket);
  assert.equal(failures.length, 1);
});

test('an open connection gets no new handshake', async (t) => {
  const { port } = await listen(t, one);
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ...trusting(one), maxVersion: 'TLSv1.2' });
  await once(socket, 'secureConnect');
  const refused = new Promise<Error>((resolve) => {
    socket.once('error', resolve);
    socket.renegotiate({}, (error) => error !== null && resolve(error));
  });
  assert.match((await refused).message, /renegotiation/);
  socket.destroy();
});
