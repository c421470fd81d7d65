import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { sendTrap } from '../../../collectors/snmp/send-trap.ts';
import { deliveryKey } from '../../../server/domain/alert/route.ts';
import { snmpAuths, snmpPrivs, type SnmpAuth, type SnmpPriv } from '../../../server/domain/snmp.ts';
import { syslog } from '../../../server/alert/syslog.ts';
import { trap, TRAP_ROOT } from '../../../server/alert/trap.ts';
import { makeCertificate } from '../../collectors/certificate.ts';
import { ensureDebian, firstPath } from '../../debian.ts';
import { until } from '../../end-to-end/until.ts';
import { channel, endless, letter, raised, scratchFolder } from './lab.ts';

// Debian's snmptrapd and rsyslogd are the other side: they know nothing of us.
const resolve = (): Promise<readonly string[]> => Promise.resolve(['127.0.0.1']);
const ENGINE = '8000b98380aabbccddeeff0011';
const figures: Record<string, number> = {};

test('Debian’s snmptrapd takes each trap once, over v2c and over v3 with every protocol, and none with another secret', async (t) => {
  const folder = scratchFolder(t);
  const path = ensureDebian(() => firstPath('/usr/sbin/snmptrapd'), ['snmptrapd']);
  const port = await freeUdp();
  // `AES-256-C` is the key of Cisco's form.
  const auths = { md5: 'MD5', sha: 'SHA', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };
  const privs = { des: 'DES', aes: 'AES', aes256: 'AES-256-C' };
  const users = snmpAuths.flatMap((auth) => [undefined, ...snmpPrivs].map((priv) => ({ name: `${auth}-${priv ?? 'none'}`, auth, priv }))); // prettier-ignore
  const config = join(folder, 'snmptrapd.conf');
  const lines = users.flatMap(({ name, auth, priv }) => [
    `createUser -e 0x${ENGINE} ${name} ${auths[auth]} "great scott!" ${priv === undefined ? '' : `${privs[priv]} "1.21 gigawatts"`}`,
    `authUser log ${name} ${priv === undefined ? 'auth' : 'priv'}`,
  ]);
  writeFileSync(config, ['authCommunity log hoverboard', ...lines, ''].join('\n'));
  const args = ['-f', '-Lo', '-On', '-m', '', '-C', '-c', config, '-F', 'TRAP %v END\\n', `udp:127.0.0.1:${port}`];
  const env = { ...process.env, SNMP_PERSISTENT_DIR: folder, SNMPCONFPATH: folder, MIBS: '' };
  const output = await started(t, path, args, env, /NET-SNMP version/);

  const send = trap({ resolve, sendTrap });
  const via = async (key: string, settings: Record<string, string>, secrets: Record<string, string>): Promise<void> => {
    const to = { host: 'localhost', port: String(port), engineId: ENGINE, ...settings };
    const tried = await send(letter({ key, channel: channel({ kind: 'trap', settings: to }), secrets }), endless);
    assert.ok(tried.sent, tried.result);
  };
  const v3 = (auth: SnmpAuth, priv: SnmpPriv | undefined, authKey = 'great scott!') =>
    [
      { version: 'v3', user: `${auth}-${priv ?? 'none'}`, auth, ...(priv && { priv }) },
      { authKey, ...(priv && { privKey: '1.21 gigawatts' }) },
    ] as const;
  await via('key-wrong-2c', { version: 'v2c' }, { community: 'public' });
  await via('key-wrong-3', ...v3('sha256', 'aes', 'another passphrase'));
  await via('key-2c', { version: 'v2c' }, { community: 'hoverboard' });
  for (const { name, auth, priv } of users) await via(`key-${name}`, ...v3(auth, priv));
  const wanted = ['key-2c', ...users.map(({ name }) => `key-${name}`)];
  const traps = (): readonly string[] => [...output().matchAll(/TRAP (.*?) END/gs)].map(([, one = '']) => one);
  await until(
    () => Promise.resolve(traps()),
    (found) => found.length >= wanted.length,
  );
  const keyIn = (one: string): string => new RegExp(`\\.${TRAP_ROOT.replaceAll('.', '\\.')}\\.1\\.1\\.0 = STRING: "([^"]*)"`).exec(one)?.[1] ?? one; // prettier-ignore
  assert.deepEqual(traps().map(keyIn).sort(), [...wanted].sort(), 'each once, and the wrong ones not at all');
  for (const one of traps()) {
    assert.ok(one.includes(`.1.3.6.1.6.3.1.1.4.1.0 = OID: .${TRAP_ROOT}.0.1`), one);
    assert.ok(one.includes('.1.3.0 = STRING: "critical"'), one);
    assert.ok(one.includes('.1.6.0 = INTEGER: 1'), one);
  }
  figures['traps'] = traps().length;
  await assert.rejects(
    sendTrap({ version: 'v2c', community: 'x', address: '127.0.0.1', port: await freeUdp(), engineId: '' }, { oid: TRAP_ROOT, varbinds: [] }, endless), // prettier-ignore
    /ECONNREFUSED/,
  );
});

test('rsyslog takes each line once, over UDP, TCP and TLS, and reads its parts', async (t) => {
  const folder = scratchFolder(t);
  const path = ensureDebian(
    () => (existsSync('/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ossl.so') || existsSync('/usr/lib/aarch64-linux-gnu/rsyslog/lmnsd_ossl.so') ? firstPath('/usr/sbin/rsyslogd') : undefined), // prettier-ignore
    ['rsyslog', 'rsyslog-openssl'],
  );
  const files = makeCertificate(folder, 'rsyslog');
  const ca = readFileSync(files.cert, 'utf8');
  const [udp, tcp, tls] = [await freeUdp(), await freeTcp(), await freeTcp()];
  const taken = join(folder, 'taken');
  const config = join(folder, 'rsyslog.conf');
  const input = (type: string, port: number, more = ''): string => `input(type="${type}" address="127.0.0.1" port="${port}" ${more})`; // prettier-ignore
  const lines = [
    `global(workDirectory="${folder}" defaultNetstreamDriverCAFile="${files.cert}" defaultNetstreamDriverCertFile="${files.cert}" defaultNetstreamDriverKeyFile="${files.key}" maxMessageSize="16k")`,
    'module(load="imudp")',
    'module(load="imtcp")',
    input('imudp', udp),
    input('imtcp', tcp),
    input('imtcp', tls, 'StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"'),
    'template(name="parts" type="string" string="%pri%|%timestamp:::date-rfc3339%|%app-name%|%msgid%|%structured-data%|%msg%\\n")',
    `action(type="omfile" file="${taken}" template="parts")`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  await started(t, path, ['-n', '-f', config, '-i', join(folder, 'pid')], process.env, undefined);
  // What listens on TCP is the last that it starts.
  await until(
    () => reached(tls),
    (found) => found,
  );

  const send = syslog({ resolve });
  const ways = { udp, tcp, tls };
  for (const [transport, port] of Object.entries(ways))
    for (let n = 1; n <= 5; n += 1) {
      const settings = { host: 'localhost', port: String(port), transport, ca };
      const key = `${transport}-${n}-${deliveryKey(raised, 1)}`;
      const tried = await send(letter({ key, channel: channel({ kind: 'syslog', settings }) }), endless);
      assert.ok(tried.sent, tried.result);
    }
  const rows = await until(
    () => Promise.resolve(existsSync(taken) ? readFileSync(taken, 'utf8').split('\n').filter((one) => one.includes('tunnelwatch')) : []), // prettier-ignore
    (found) => found.length >= 15,
  );
  const keys = rows.map((row) => /key="([a-z]+-\d)-/.exec(row)?.[1]);
  assert.deepEqual(keys.sort(), Object.keys(ways).flatMap((way) => [1, 2, 3, 4, 5].map((n) => `${way}-${n}`)).sort()); // prettier-ignore
  for (const row of rows) {
    const [pri, stamp = '', app, kind, data, ...text] = row.split('|');
    assert.deepEqual([pri, app, kind], ['130', 'tunnelwatch', 'raised']);
    assert.equal(Date.parse(stamp), raised.at);
    assert.ok(data?.startsWith('[tunnelwatch@32473 key=') && data.endsWith(' alerts="1"]'), data);
    assert.ok(text.join('|').includes('[critical] HV-ASA: the pools of hillvalleyvpn are 96 % full'));
  }
  process.stdout.write(`FIGURES ${JSON.stringify({ ...figures, syslog: rows.length })}\n`);
});

/** Starts a daemon in the foreground; it is gone after the test. Resolves once it says that it is ready, with what it has said so far. */
async function started(
  t: TestContext,
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  ready: RegExp | undefined,
): Promise<() => string> {
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  if (ready !== undefined)
    await until(
      () => Promise.resolve(output),
      (text) => ready.test(text),
    );
  return () => output;
}

async function freeUdp(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}

async function freeTcp(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((done) => server.close(done));
  return port;
}

function reached(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });
}
