import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { io } from 'socket.io-client';

import { socketPath } from '../../server/config.ts';
import { settled } from './compare.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { everyFile } from './leaks.ts';
import { COOKIE, posting } from './let-in.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { ask, failing, sendRaw, type Answer } from './refused.ts';
import { send } from './send.ts';

/** What was planted, by its text; each is in one place only. */
const planted = new Map<string, string>();

function plant(what: string): string {
  const canary = `canary${String(planted.size).padStart(4, '0')}x`;
  planted.set(canary, what);
  return canary;
}

function found(told: string): readonly string[] {
  return [...planted].filter(([canary]) => told.includes(canary)).map(([canary, what]) => `${canary}: ${what}`);
}

test('no report of what was refused, has failed or was thrown tells a password, key, token or login of it', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  // A fault of ours, as some packages throw it: with what they were given hanging on it. Two signals, for it ends the program.
  const fault = join(lab.folder, 'fault.mjs');
  const secret = plant('on an error that nobody caught');
  const below = plant('on its cause');
  writeFileSync(
    fault,
    `process.on('SIGUSR2', () => {
       const cause = Object.assign(new Error('below'), { key: Buffer.from('${below}').toString() });
       throw Object.assign(new Error('the injected fault', { cause }), { password: '${secret}', options: { auth: '${secret}' } });
     });`,
  );
  const program = await startProgram(lab.database, { LOG_LEVEL: 'trace', NODE_OPTIONS: `--import=${fault}` });
  t.after(() => program.kill());
  rmSync(fault);
  await send(program.syslogPort, login('marty'));
  await settled(program, login('marty').length);

  const port = Number(new URL(program.url).port);
  const json = posting(program.url);
  const reports: string[] = [];
  const refused = async (answering: Promise<Answer>, what: string): Promise<void> => {
    const { status, told } = await answering;
    assert.ok(status >= 400, `${what}: ${status} ${told}`);
    reports.push(told);
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    refused(ask({ port }, path, 'POST', { ...json, ...headers }, body), `POST ${path}`);
  const get = (path: string, headers: Record<string, string>) =>
    refused(ask({ port }, path, 'GET', headers), `GET ${path}`);

  for (const path of ['/api/login', '/api/set-up', '/api/enter', '/api/me/password', '/api/accounts']) {
    await post(path, `{"password": "${plant('JSON that is cut')}`);
    await post(path, plant('no JSON at all'));
    await post(
      path,
      JSON.stringify({ name: [plant('a list as a name')], password: { is: plant('an object as a password') } }),
    );
    await post(path, JSON.stringify({ [plant('a name of a field')]: plant('an unknown field') }));
    await post(path, JSON.stringify({ password: plant('a body too long') + 'x'.repeat(70_000) }));
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      `text/${plant('a type')}`,
    ])
      await post(path, `password=${plant(type)}`, { 'content-type': type });
  }
  for (const path of ['sessions', 'attempts', 'devices', 'alerts', 'message-ids', 'addresses', 'nothing', `%zz`])
    await get(`/api/${path}/${plant('a path')}`, { cookie: COOKIE });
  for (const query of ['limit', 'cursor', 'token', 'from', 'password', 'state'])
    await get(`/api/sessions?${query}=${plant('a query')}`, { cookie: COOKIE });
  for (const header of [
    'authorization',
    'cookie',
    'proxy-authorization',
    'x-api-key',
    'referer',
    'user-agent',
    'x-forwarded-for',
  ])
    for (const before of ['', 'Bearer ', 'Basic ', '__Host-tunnelwatch='])
      await get('/api/sessions', { [header]: `${before}${plant(`the header ${header}`)}` });
  await get('/api/sessions', { host: `${plant('a host')}.example`, cookie: COOKIE });
  await post('/api/logout', '{}', { origin: `https://${plant('an origin')}.example` });
  await post('/api/logout', '{}', { 'x-tunnelwatch-post': plant('what is posted with') });
  for (const bytes of [
    `GET /${plant('a wrong version')} HTTP/9.9\r\n\r\n`,
    `${plant('no HTTP')}\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${plant('a header too long')}${'x'.repeat(40_000)}\r\n\r\n`,
    `POST /api/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${plant('smuggled')}`,
    `GET / HTTP/1.1\r\n${plant('a bad header')} : x\r\n\r\n`,
  ])
    reports.push(await sendRaw(port, bytes));

  // The feed: handshakes that are refused, and viewers who say what there is not.
  for (const extraHeaders of [
    { cookie: `__Host-tunnelwatch=${plant('the cookie of a handshake')}` },
    { authorization: `Bearer ${plant('the token of a handshake')}` },
    { cookie: COOKIE, origin: `https://${plant('the origin of a handshake')}.example` },
  ])
    await new Promise<void>((done) => {
      const how = { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token: plant('auth of a handshake') }, query: { token: plant('a query of a handshake') } }; // prettier-ignore
      const socket = io(program.url, { ...how, extraHeaders });
      socket.once('connect_error', (error) => {
        reports.push(error.message);
        socket.close();
        done();
      });
      socket.once('connect', () => assert.fail('let in'));
    });
  for (const say of [
    [plant('an event'), plant('what it says')],
    ['subscribe', plant('a topic')],
    ['subscribe', { topic: plant('an object as a topic') }],
    ['more', plant('what is more')],
    ['subscribe', `${plant('a message too long')}${'x'.repeat(20_000)}`],
  ] as const)
    await new Promise<void>((done) => {
      const how = { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: { cookie: COOKIE } };
      const socket = io(program.url, how);
      const [event, said] = say;
      const over = (): void => {
        socket.close();
        done();
      };
      socket.once('disconnect', over);
      socket.once('connect', () => {
        socket.emit(event, said, (answer: unknown) => {
          reports.push(JSON.stringify(answer));
          over();
        });
      });
    });

  // The control socket: what the commands send, gone wrong on its way.
  const act = (action: string, body: string) =>
    refused(ask({ socketPath: socketPath(lab.database) }, `/${action}`, 'POST', {}, body), action);
  for (const action of ['polling.set', 'snmp.set', 'channel.add', 'user.add', 'user.passwd', 'user.erase', 'backup']) {
    await act(action, `{"password": "${plant(`${action}: JSON that is cut`)}`);
    await act(action, plant(`${action}: no JSON`));
    await act(action, JSON.stringify({ password: plant(`${action}: a password`), community: plant('a community'), authKey: plant('a key') })); // prettier-ignore
  }
  const device = 'HV-ASA';
  await act(
    'polling.set',
    JSON.stringify({ device, url: `ssh://u:${plant('a password in a URL')}@127.0.0.1`, password: plant('a password') }),
  );
  await act(
    'polling.set',
    JSON.stringify({ device, url: 'ssh://u@127.0.0.1', password: [plant('a list as a password')] }),
  );
  await act(
    'snmp.set',
    JSON.stringify({
      device,
      version: '3',
      user: 'u',
      auth: 'sha256',
      authKey: plant('a passphrase'),
      community: plant('a community too many'),
    }),
  );
  await act(
    'channel.add',
    JSON.stringify({
      name: 'x',
      kind: 'webhook',
      url: `ftp://127.0.0.1/${plant('a URL with a token')}`,
      hmacKey: plant('a key'),
    }),
  );
  await act(
    'channel.add',
    JSON.stringify({ name: 'x', kind: 'email', host: 'a b', user: 'u', password: plant('a password of a mailbox') }),
  );
  await act('user.add', JSON.stringify({ name: 'doc', role: 'emperor', password: plant('a password of an account') }));
  await act('user.passwd', JSON.stringify({ name: 'nobody', password: plant('a new password') }));

  // Commands that fail, while the server runs.
  const env = { DATABASE: lab.database };
  const file = join(lab.folder, 'given.txt');
  const write = (what: string): string => {
    writeFileSync(file, `${plant(what)}\n`);
    return file;
  };
  for (const [typed, ...words] of [
    [plant('typed for a device that is none'), 'device', 'poll', 'nobody', 'ssh://u@127.0.0.1'],
    ['', 'device', 'poll', device, `ssh://u:${plant('in a URL of a device')}@127.0.0.1`],
    ['', 'device', 'poll', device, `telnet://u:${plant('in another URL')}@127.0.0.1`],
    [plant('typed as a community'), 'device', 'snmp', 'nobody', '--version', '2c'],
    [plant('typed as a passphrase'), 'device', 'snmp', 'nobody', '--version', '3', '--user', 'u', '--auth', 'sha256'],
    [`ftp://x/${plant('typed as a URL')}`, 'channel', 'add', 'x', 'webhook'],
    [plant('typed as a password of mail'), 'channel', 'add', 'x', 'email', '--host', 'a b', '--user', 'u', '--sender', 'a@b', '--to', 'a@b'], // prettier-ignore
    [plant('typed as a password'), 'user', 'add', 'doc', '--role', 'emperor'],
    [plant('typed as a new password'), 'user', 'passwd', 'nobody'],
    [plant('typed as a name'), 'erase', 'marty', '--reason', 'x'],
    ['', 'device', 'config', device, '--running-config', write('a file that is no configuration')],
  ])
    reports.push(await failing(env, typed ?? '', ...words));
  reports.push(await failing(env, '', 'doctor', write('a file that is none')));
  // Settings that stop the start.
  for (const settings of [
    { OIDC_ISSUER: `ftp://u:${plant('the issuer')}@login.example` },
    { PUBLIC_URL: `https://u:${plant('the pages')}@noc.example` },
    { OIDC_CLIENT_SECRET: plant('the secret of the client') },
    { TLS_CERT: file, TLS_KEY: write('a key that is none') },
    { SYSLOG_TLS_CERT: file, SYSLOG_TLS_KEY: file },
    { TUNNELWATCH_KEY: plant('the key of the installation'), DATABASE: join(lab.folder, 'other.db'), BACKUP_KEEP: 'x' },
  ] as const)
    reports.push(await failing({ ...env, ...settings }, '', 'serve'));
  const another = { TUNNELWATCH_KEY: plant('a key that is none'), DATABASE: join(lab.folder, 'new.db') };
  reports.push(await failing(another, '', 'device', 'add', 'x', '192.0.2.1'));
  rmSync(file);

  // A request that fails by a fault of ours: a day that somebody took away.
  const days = `${lab.database}.messages`;
  for (const name of readdirSync(days)) rmSync(join(days, name));
  await get(`/api/messages?text=${plant('what was searched for')}&user=${plant('who was searched for')}`, {
    cookie: COOKIE,
    authorization: `Bearer ${plant('the token of a request that failed')}`,
  });

  const before = everyFile(lab.folder);
  program.child.kill('SIGUSR2');
  const [code] = await new Promise<readonly unknown[]>((done) => program.child.once('close', (...how) => done(how)));
  assert.equal(code, 1);
  const log = program.log();
  assert.match(log, /^tunnelwatch: a fault of ours, which ends the program: the injected fault: below$/m);
  assert.match(log, /^tunnelwatch: {5}at /m);
  assert.match(log, /"msg":"a request failed"/);
  assert.ok(planted.size >= 100, `${planted.size} canaries`);
  for (const [where, told] of [
    ['the log', log],
    ['what was answered and said', reports.join('\n')],
    ...before,
    ...everyFile(lab.folder),
  ] as const)
    // prettier-ignore
    assert.deepEqual(found(told), [], where);
  t.diagnostic(`${planted.size} canaries, ${reports.length} reports, ${log.length} characters of log: none found`);
});
