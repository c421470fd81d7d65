import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { stage } from '../stage.ts';
import { answer } from './answer.ts';
import { ask } from './client.ts';
import { deviceOf } from './device.ts';
import { makeCertificate, serveHttps } from './https-server.ts';
import type { HttpsOptions } from './https-server.ts';
import type { CliServer } from './ssh-server.ts';

const servers: CliServer[] = [];
after(async () => {
  for (const server of servers) await server.close();
});
const certificate = makeCertificate('asa.corp.com');

async function served(options: HttpsOptions = {}) {
  const { asa, sent } = stage({ level: 7, release: '9.16' });
  const device = deviceOf(asa);
  const server = await serveHttps(device, { certificate, ...options });
  servers.push(server);
  return { device, server, sent };
}

const version = '/admin/exec/show%20version';

describe('the command line over HTTPS', () => {
  it('gives the bare output of a command, of several joined by a slash, and of one that is filtered', async () => {
    const { server, device } = await served();
    const whole = answer(device, 'show version').map((line) => `${line}\n`);
    assert.deepEqual(await ask(server, version), { status: 200, body: whole.join('') });
    const { body } = await ask(server, '/admin/exec/show+clock/show+cpu+usage');
    assert.match(body, /^\d\d:\d\d:\d\d\.\d{3} UTC .*\nCPU utilization for 5 seconds = \d+%/);
    const pool = await ask(server, '/admin/exec/show%20running-config%20%7C%20include%20ip%20local%20pool%20vpnpool');
    assert.match(pool.body, /^ip local pool vpnpool \S+ mask \S+\n$/);
    assert.match((await ask(server, '/admin/exec/show%20nothing')).body, /^ +\^\nERROR: % Invalid input/);
  });

  it('lets in whom it knows, and only the user agents that it is told to', async () => {
    const { server, sent } = await served({ clients: ['Tunnelwatch'] });
    assert.equal((await ask(server, version, { user: 'tunnelwatch:wrong' })).status, 401);
    assert.equal((await ask(server, version, { user: ':great scott' })).status, 200);
    assert.equal((await ask(server, version, { agent: 'curl/8' })).status, 403);
    const { loginsFailed, loginsPermitted } = server.counts;
    assert.deepEqual([loginsFailed, loginsPermitted], [1, 1]);
    for (const id of ['605004', '605005', '111009']) assert.ok(sent.some(({ line }) => line.includes(`-${id}: `)));
  });

  it('ends a body that was cut as if it were whole', async () => {
    const { server, device } = await served({ trouble: { cut: 40 } });
    const { status, body } = await ask(server, version);
    assert.equal(status, 200);
    assert.equal(body, answer(device, 'show version').join('\n').slice(0, 40));
  });

  it('gives all of it, however slowly, and what disturbs it', async () => {
    const { server, device } = await served({ trouble: { slow: { bytes: 100, milliseconds: 1 } } });
    const whole = answer(device, 'show version').map((line) => `${line}\n`);
    assert.equal((await ask(server, version)).body, whole.join(''));
    server.trouble = { unauthorized: true };
    assert.equal((await ask(server, version)).body, 'ERROR: Command authorization failed\n');
    server.trouble = { stray: { line: 2, text: '%ASA-4-1: stray' } };
    assert.equal((await ask(server, version)).body.split('\n')[2], '%ASA-4-1: stray');
  });

  it('tells the length of a body where it keeps the connection', async () => {
    const { server, device } = await served({ keepAlive: true });
    assert.equal((await ask(server, version)).body.split('\n').length, answer(device, 'show version').length + 1);
  });

  it('speaks TLS 1.0 only if it is old, and shows another certificate after it was changed', async () => {
    const { server } = await served({ algorithms: 'old' });
    const look = () =>
      new Promise<readonly [string | null, string]>((resolve, reject) => {
        const { host, port } = server;
        const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
        const socket = connect({ host, port, rejectUnauthorized: false, ...old }, () => {
          resolve([socket.getProtocol(), socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase()]);
          socket.destroy();
        });
        socket.once('error', reject);
      });
    const before = server.fingerprint;
    assert.deepEqual(await look(), ['TLSv1', before]);
    server.changeKey();
    assert.notEqual(server.fingerprint, before);
    assert.deepEqual(await look(), ['TLSv1', server.fingerprint]);
  });

  it('hangs where it is told to, and works again after', async () => {
    const { server } = await served({ most: 9 });
    for (const hang of ['banner', 'key exchange', 'authentication', 'channel', 'output', 'close'] as const) {
      server.trouble = { hang, at: 10 };
      const silence = new Promise<string>((resolve) => setTimeout(resolve, 150, 'silence'));
      const asked = ask(server, version).then(
        () => 'answered',
        () => 'closed',
      );
      assert.equal(await Promise.race([asked, silence]), 'silence', hang);
    }
    await server.close();
    const again = await served();
    assert.equal((await ask(again.server, version)).status, 200);
  });
});
