import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as plainly, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import type { Snapshot } from '../../server/domain/feed.ts';
import { makeCertificate } from '../collectors/certificate.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { COOKIE } from './let-in.ts';
import { startProgram } from './program.ts';

test('with TLS_CERT and TLS_KEY the dashboard, its API and its feed are there over TLS only', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const { cert, key } = makeCertificate(lab.folder, 'one');
  const program = await startProgram(lab.database, { TLS_CERT: cert, TLS_KEY: key });
  t.after(() => program.kill());
  assert.match(program.url, /^https:\/\/localhost:\d+$/);
  const ca = readFileSync(cert);

  const asked = request(`${program.url}/api/health`, { ca, headers: { cookie: COOKIE } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  assert.equal(answer.statusCode, 200);
  const extraHeaders = { origin: program.url, cookie: COOKIE };
  const viewer = io(program.url, { ca: ca.toString(), transports: ['websocket'], reconnection: false, extraHeaders });
  t.after(() => viewer.disconnect());
  await once(viewer as unknown as NodeJS.EventEmitter, 'connect'); // an emitter of its own kind
  const { seq } = (await viewer.emitWithAck('subscribe', 'summary')) as Snapshot<'summary'>;
  assert.equal(typeof seq, 'number');

  await assert.rejects(once(plainly(program.url.replace('https', 'http')).end(), 'response'), /hang up|reset|Parse/);
  assert.equal(await program.stop(), 0);
});

test('a proxy on this machine reaches us by the name that people are told, and nobody by another', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const env = { PUBLIC_URL: 'https://noc.example', TRUSTED_PROXIES: '127.0.0.1' };
  const program = await startProgram(lab.database, env);
  t.after(() => program.kill());
  const answer = async (host: string) => {
    const headers = { host, cookie: COOKIE, 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.23' };
    const asked = plainly(`${program.url}/api/health`, { headers }).end();
    return ((await once(asked, 'response')) as [IncomingMessage])[0];
  };
  const { statusCode, headers } = await answer('noc.example');
  assert.deepEqual([statusCode, headers['strict-transport-security']], [200, 'max-age=31536000']);
  assert.equal((await answer('other.example')).statusCode, 421);
});

test('whom a listed proxy has let in is an account by its name, and what anybody else tells in that header is nothing', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const env = { TRUSTED_PROXIES: '127.0.0.1', ACCOUNT_HEADER: 'X-Forwarded-User' };
  const program = await startProgram(lab.database, env);
  t.after(() => program.kill());
  await tunnelwatch(lab.database, 'user', 'add', 'marty', '--role', 'viewer', '--no-password');
  const url = program.url.replace('localhost', '127.0.0.1');
  const asks = async (
    user: string | undefined,
    localAddress: string,
    path = '/api/health',
  ): Promise<number | undefined> => {
    const headers = user === undefined ? {} : { 'x-forwarded-user': user };
    const [{ statusCode }] = (await once(plainly(`${url}${path}`, { headers, localAddress }).end(), 'response')) as [
      IncomingMessage,
    ];
    return statusCode;
  };
  assert.deepEqual([await asks('Marty', '127.0.0.1'), await asks('marty', '127.0.0.1', '/api/accounts')], [200, 403]);
  assert.deepEqual([await asks('biff', '127.0.0.1'), await asks(undefined, '127.0.0.1')], [401, 401]);
  assert.equal(await asks('marty', '127.0.0.2'), 401, 'no proxy of ours');
  await tunnelwatch(lab.database, 'user', 'disable', 'marty');
  assert.equal(await asks('marty', '127.0.0.1'), 401);
});
