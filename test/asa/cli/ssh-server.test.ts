import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Seat } from '../people.ts';
import { ways } from '../protocols.ts';
import { stage } from '../stage.ts';
import type { Setting } from '../stage.ts';
import { answer } from './answer.ts';
import { password, terminal } from './client.ts';
import { deafPort } from './deaf-port.ts';
import { deviceOf, pairOf } from './device.ts';
import { makeHostKey, serveSsh } from './ssh-server.ts';
import type { CliServer, SshOptions } from './ssh-server.ts';

const servers: CliServer[] = [];
after(async () => {
  for (const server of servers) await server.close();
});

const marty: Seat = {
  ...{ user: 'marty', publicIp: '10.10.10.50', clientType: 'WinNT', clientVersion: '5.0.07.0440' },
  ...{ behindNat: true, known: true },
  protocol: 'ikev1',
};

/** A served ASA with one session. */
async function served(options: SshOptions = {}, setting: Setting = {}) {
  const played = stage({ level: 7, ...setting });
  played.play(ways.ikev1.login(played.asa, marty));
  const device = deviceOf(played.asa);
  const server = await serveSsh(device, options);
  servers.push(server);
  return { ...played, device, server };
}

const hash = /ASA-AIP-CLI# $/;
const bare = (text: string) => text.replace(/<--- More --->\r {14}\r/g, '').replace(/[\r\n]+/g, '\n');

describe('the command line over SSH', () => {
  it('greets, enables with a password, pages, and gives the whole listing', async () => {
    const { server, device } = await served({ banner: ['# not a prompt>', 'who goes there#'] });
    const person = await terminal(server);
    const greeting = await person.until(/ASA-AIP-CLI> $/);
    assert.match(greeting, /^# not a prompt>\r\nwho goes there#\r\nType help or '\?' for a list/);
    await person.type('enable\n', /Password: $/);
    await person.type('great scott\n', hash);
    let told = await person.type('show crypto ipsec sa\n', /<--- More --->$/);
    assert.match(told, /^show crypto ipsec sa\r\n/);
    while (/More --->$/.test(told)) told += await person.type(' ', /<--- More --->$|# $/);
    assert.ok(
      bare(told).includes(
        answer(device, 'show crypto ipsec sa')
          .filter((line) => line !== '')
          .join('\n'),
      ),
    );
    await person.type('terminal pager 0\n', hash);
    assert.doesNotMatch(await person.type('show running-config\n', hash), /More/);
    person.close();
  });

  it('drops the connection at exit, and can enable by itself', async () => {
    const { server } = await served({ autoEnable: true });
    const person = await terminal(server);
    await person.until(hash);
    await person.type('exit\n', /Logoff/).catch(() => '');
    await person.ended;
  });

  it('takes the password by keyboard-interactive, with old algorithms too', async () => {
    const { server } = await served({ autoEnable: true, algorithms: 'old', auth: ['keyboard-interactive'] });
    const person = await terminal(server, {
      tryKeyboard: true,
      algorithms: {
        ...{ kex: ['diffie-hellman-group1-sha1'], cipher: ['3des-cbc'] },
        ...{ hmac: ['hmac-sha1'], serverHostKey: ['ssh-rsa'] },
      },
    });
    assert.match(await person.until(hash), hash);
    assert.equal(server.counts.passwords, 1);
    person.close();
    await assert.rejects(terminal(server), /handshake|no matching/i);
  });

  it('mixes ends of lines, shows the role and the context in its prompt, and changes to another context', async () => {
    const { asa } = stage({ release: '9.16' });
    const { active } = pairOf(asa);
    const server = await serveSsh(active, {
      ...{ autoEnable: true, newline: 'mixed', pager: 0, contexts: ['admin', 'ctx1'] },
      prompt: ['hostname', 'context', 'priority', 'state'],
    });
    servers.push(server);
    const person = await terminal(server);
    await person.until(/ASA-AIP-CLI\/admin\/pri\/act# $/);
    const told = await person.type('show failover\n', /# $/);
    for (const end of [/\r\r\n/, /\n\r/]) assert.match(told, end);
    await person.type('changeto context ctx1\n', /ASA-AIP-CLI\/ctx1\/pri\/act# $/);
    person.close();
  });

  it('says its own logins and commands in its syslog', async () => {
    const { server, sent } = await served({}, { release: '9.1' });
    const person = await terminal(server);
    await person.until(/> $/);
    await person.type('show version\n', /> $|More/);
    const ids = sent.map(({ line }) => Number(/-(\d{6}): /.exec(line)?.[1]));
    for (const id of [113012, 611101, 605005, 111009]) assert.ok(ids.includes(id), String(id));
    await assert.rejects(terminal(server, { password: 'wrong', tryKeyboard: false }));
    assert.ok(sent.some(({ line }) => /-113015: /.test(line)));
    assert.equal(server.counts.loginsFailed, 1);
    person.close();
  });

  it('counts who is there at once, and sends the sixth away', async () => {
    const { server } = await served();
    const five = await Promise.all([1, 2, 3, 4, 5].map(() => terminal(server)));
    await assert.rejects(terminal(server));
    assert.deepEqual([server.counts.mostOpen, server.counts.noRoom], [5, 1]);
    for (const person of five) {
      person.close();
      await person.ended;
    }
  });

  it('refuses logins and commands if it is told to', async () => {
    const { server } = await served({ autoEnable: true, trouble: { refuseLogin: true } });
    await assert.rejects(terminal(server), /authentication/i);
    server.trouble = { unauthorized: ['show version'] };
    const person = await terminal(server);
    await person.until(hash);
    assert.match(await person.type('show version\n', hash), /ERROR: Command authorization failed\r\n/);
    assert.match(await person.type('show nothing\n', hash), /Invalid input detected/);
    person.close();
  });

  it('prints a stray log line where it is told to, and cuts at the byte it is told', async () => {
    const stray = '%ASA-5-111008: something else';
    const { server, device } = await served({
      autoEnable: true,
      pager: 0,
      trouble: { stray: { line: 3, text: stray } },
    });
    const person = await terminal(server);
    await person.until(hash);
    const lines = (await person.type('show version\n', hash)).split('\r\n').slice(1);
    assert.equal(lines[3], stray);
    const whole = answer(device, 'show version').join('\r\n');
    for (const cut of [1, 100, whole.length]) {
      server.trouble = { cut, of: 'show version' };
      const other = await terminal(server);
      await other.until(hash);
      await other.type('show version\n', /\r\n/);
      await other.ended;
    }
    person.close();
  });

  it('gives exactly as many bytes of the output as the cut says', async () => {
    const { server } = await served({ autoEnable: true, pager: 0, trouble: { cut: 25 } });
    const person = await terminal(server);
    await person.until(hash);
    const echo = 'show clock\r\n';
    const shown = person.type('show clock\n', /UTC Mon/).catch(() => '');
    await person.ended;
    assert.equal((await shown).length || person.rest().length, echo.length + 25);
  });

  it('hangs where it is told to, and works again after', async () => {
    const { server } = await served({ autoEnable: true, most: 9 });
    for (const hang of ['banner', 'key exchange', 'authentication', 'channel'] as const) {
      server.trouble = { hang };
      const silence = new Promise<string>((resolve) => setTimeout(resolve, 150, 'silence'));
      const asked = terminal(server).then(
        () => 'in',
        () => 'out',
      );
      assert.equal(await Promise.race([asked, silence]), 'silence', hang);
    }
    server.trouble = { hang: 'output', at: 10 };
    const person = await terminal(server);
    await person.until(hash);
    await person.type('show version\n', /Cisco Ad/);
    person.close();
    await person.ended;
    server.trouble = { hang: 'close' };
    const stuck = await terminal(server);
    await stuck.until(hash);
    await stuck.type('exit\n', /Logoff/);
    stuck.close();
    server.trouble = {};
    const well = await terminal(server);
    assert.match(await well.until(hash), hash);
    well.close();
  });

  it('does not even end a TCP handshake on a deaf port', async () => {
    const deaf = await deafPort();
    const socket = connect(deaf.port, '127.0.0.1');
    const outcome = await Promise.race([
      new Promise<string>((resolve) => socket.once('connect', () => resolve('connected'))),
      new Promise<string>((resolve) => setTimeout(resolve, 300, 'silence')),
    ]);
    socket.destroy();
    await deaf.close();
    assert.equal(outcome, 'silence');
  });

  it('shows another host key after it was changed', async () => {
    const { server } = await served({ hostKey: makeHostKey('modern') });
    const seen: string[] = [];
    const look = { hostHash: 'sha256', hostVerifier: (hex: string) => seen.push(hex) > 0 } as const;
    const before = server.fingerprint;
    (await terminal(server, look)).close();
    server.changeKey();
    assert.notEqual(server.fingerprint, before);
    (await terminal(server, look)).close();
    const shown = seen.map((hex) => Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, ''));
    assert.deepEqual(shown, [before, server.fingerprint]);
  });

  it('counts what came in before the login, and that no password came', async () => {
    const { server } = await served();
    await assert.rejects(terminal(server, { hostVerifier: () => false }));
    assert.equal(server.counts.passwords, 0);
    assert.ok(server.counts.bytesBeforeLogin > 0);
  });

  it('lets the client of OpenSSH in, with old algorithms', async (context) => {
    const { server } = await served({ algorithms: 'old', autoEnable: true, pager: 0 });
    const old = [
      ...['-oKexAlgorithms=+diffie-hellman-group1-sha1', '-oHostKeyAlgorithms=+ssh-rsa', '-oCiphers=+3des-cbc'],
      ...['-oMACs=+hmac-sha1', '-oStrictHostKeyChecking=no', '-oUserKnownHostsFile=/dev/null', '-oLogLevel=ERROR'],
      ...['-oPubkeyAuthentication=no', '-F/dev/null', '-tt', '-p', String(server.port), 'tunnelwatch@127.0.0.1'],
    ];
    const env = { ...process.env, SSH_ASKPASS: await echoing(password), SSH_ASKPASS_REQUIRE: 'force' };
    const told = await openSsh(old, env, 'show clock\nexit\n');
    if (told === undefined) {
      context.skip('no OpenSSH here');
      return;
    }
    assert.match(told, /ASA-AIP-CLI# show clock\r\n\d\d:\d\d:\d\d\.\d{3} UTC/);
  });

  it('keeps its sessions through a switchover, and drops who is logged in', async () => {
    const { asa, play } = stage({ release: '9.16' });
    play(ways.ikev1.login(asa, marty));
    const pair = pairOf(asa);
    const server = await serveSsh(pair.active, {
      autoEnable: true,
      prompt: ['hostname', 'priority', 'state'],
      pager: 0,
    });
    servers.push(server);
    const person = await terminal(server);
    await person.until(/ASA-AIP-CLI\/pri\/act# $/);
    const before = await person.type('show vpn-sessiondb ra-ikev1-ipsec\n', /# $/);
    assert.match(answer(pair.standby, 'show vpn-sessiondb').join('\n'), /Total Standby +: +1 /);
    const serial = answer(pair.active, 'show version').find((line) => line.startsWith('Serial'));
    pair.switchover();
    await person.ended;
    assert.notEqual(
      answer(pair.active, 'show version').find((line) => line.startsWith('Serial')),
      serial,
    );
    assert.match(answer(pair.active, 'show failover').join('\n'), /This host: Secondary - Active/);
    const again = await terminal(server);
    await again.until(/ASA-AIP-CLI\/sec\/act# $/);
    const session = (text: string) => /Username[^]*Audt Sess ID : \w+/.exec(text)?.[0];
    assert.equal(session(await again.type('show vpn-sessiondb ra-ikev1-ipsec\n', /# $/)), session(before));
    again.close();
  });
});

/** A program that prints this. */
async function echoing(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'asa-cli-'));
  after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'ask');
  await writeFile(path, `#!/bin/sh\necho '${text}'\n`, { mode: 0o700 });
  return path;
}

/** What OpenSSH printed; `undefined` if it is not installed. */
async function openSsh(args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const child = execFile('ssh', [...args], { env }, (error, stdout) => {
      resolve(error !== null && 'code' in error && error.code === 'ENOENT' ? undefined : stdout);
    });
    child.stdin?.end(input);
  });
}
