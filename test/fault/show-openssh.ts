import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeviceMemory } from '../../collectors/show/memory.ts';
import { due, plan } from '../../collectors/show/plan.ts';
import { poll } from '../../collectors/show/poll.ts';
import { readShow } from '../../collectors/show/read.ts';
import { readRelease } from '../../server/domain/release.ts';
import type { Polling } from '../../server/domain/polling.ts';
import { answer } from '../asa/cli/answer.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { ensureDebian, firstPath } from '../debian.ts';
import { until } from '../end-to-end/until.ts';
import { busyAsa } from '../collectors/show/lab.ts';

// OpenSSH's server with a forced command that replays what a device has printed, behind a real terminal. Needs root: the user whose password it
// asks for is in a passwd and shadow of its own, in a mount namespace of its own. Then the host key changes: no authentication is even begun.
const PASSWORD = 'flux capacitor';
const sshd = ensureDebian(() => firstPath('/usr/bin/ssh-keygen') && firstPath('/usr/sbin/sshd'), ['openssh-server']);
const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-openssh-'));
chmodSync(folder, 0o755);
const file = (name: string): string => join(folder, name);

const device = deviceOf(await busyAsa('9.1'));
const shown: Record<string, string> = {};
const rows = due(plan, {
  ...{ release: readRelease('9.1(7)'), interval: 60, stretch: 1, isBusy: false },
  age: () => undefined,
  isOff: () => false,
});
for (const { command } of rows) shown[command] = answer(device, command).join('\n');
writeFileSync(file('shown.json'), JSON.stringify(shown));
writeFileSync(
  file('replay.mjs'),
  `import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const shown = JSON.parse(readFileSync(${JSON.stringify(file('shown.json'))}, 'utf8'));
const prompt = () => process.stdout.write('ASA-AIP-CLI# ');
process.stdout.write("Type help or '?' for a list of available commands.\\n");
prompt();
for await (const line of createInterface({ input: process.stdin, terminal: false })) {
  if (shown[line] !== undefined) process.stdout.write(shown[line] + '\\n');
  else if (line !== '' && line !== 'terminal pager 0') process.stdout.write("ERROR: % Invalid input detected at '^' marker.\\n");
  prompt();
}
`,
);
for (const key of ['first', 'second'])
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)], { stdio: 'ignore' });
const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: `${PASSWORD}\n`, encoding: 'utf8' }).trim();
writeFileSync(file('passwd'), `${readFileSync('/etc/passwd', 'utf8').trimEnd()}\nmonitor:x:64999:65534::/:/bin/sh\n`);
writeFileSync(file('shadow'), `${readFileSync('/etc/shadow', 'utf8').trimEnd()}\nmonitor:${hash}:19000:0:99999:7:::\n`);
const port = await freePort();

try {
  const first = await startSshd('first');
  const polled = await ask(fingerprint('first'));
  await first.stop();
  const refused = polled.failures.filter(({ why }) => why === 'refused').length;
  assert.deepEqual(
    polled.failures.filter(({ why }) => why !== 'refused'),
    [],
  );
  assert.match(first.log(), /Accepted password for monitor/);
  assert.ok(polled.rosters.every(({ complete }) => complete));
  let sessions = 0;
  for (const roster of polled.rosters) {
    if (roster.kind !== 'sessions.listed') continue;
    sessions += roster.sessions.length;
    const alike = Object.entries(shown).some(([command, text]) => {
      const reading = readShow(command, text);
      if (reading?.outcome !== 'read') return false;
      const { listing, sessions } = reading.facts as Partial<typeof roster>; // compared right below
      return listing === roster.listing && JSON.stringify(sessions) === JSON.stringify(roster.sessions);
    });
    assert.ok(alike, `${roster.listing} is as it was printed`);
  }
  assert.ok(sessions > 3);

  const second = await startSshd('second');
  const changed = await ask(fingerprint('first'));
  await second.stop();
  assert.deepEqual(
    changed.failures.map(({ why, fingerprint: seen }) => [why, seen]),
    [['key changed', fingerprint('second')]],
  );
  assert.doesNotMatch(second.log(), /userauth-request|Accepted|Failed/, 'no authentication was begun');
  const figures = { openssh: version(), rosters: polled.rosters.length, sessions, refused };
  console.log(`FIGURES ${JSON.stringify({ ...figures, userauthAfterChange: 0 })}`);
} finally {
  rmSync(folder, { recursive: true });
}

async function ask(pinned: string) {
  const polling: Polling = {
    ...{ device: 1, transport: 'ssh', host: '127.0.0.1', port, user: 'monitor', legacy: false },
    ...{ fingerprint: pinned, everySeconds: 60 },
  };
  const clock = { now: Date.now, monotonic: () => performance.now() };
  const { polled } = await poll({ polling, secrets: { password: PASSWORD }, memory: new DeviceMemory(), ...clock });
  return polled;
}

/** The server, in a namespace where the user exists. */
async function startSshd(key: string) {
  const config = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file(key)}`, `PidFile ${file('pid')}`],
    ...['UsePAM no', 'PasswordAuthentication yes', 'PubkeyAuthentication no', 'LogLevel DEBUG1', 'PrintMotd no'],
    ...['AllowUsers monitor', 'PrintLastLog no', `ForceCommand ${process.execPath} ${file('replay.mjs')}`],
  ];
  writeFileSync(file('sshd_config'), `${config.join('\n')}\n`);
  const script = [
    ...[`mount --bind ${file('passwd')} /etc/passwd`, `mount --bind ${file('shadow')} /etc/shadow`],
    ...['mount -t tmpfs none /run', 'mkdir -m 755 /run/sshd', `exec ${sshd} -D -e -f ${file('sshd_config')}`],
  ];
  const child = spawn('unshare', ['-m', 'sh', '-c', script.join(' && ')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = once(child, 'exit');
  await until(
    () => Promise.resolve(log),
    (text) => {
      if (child.exitCode !== null) throw new Error(`needs root, unshare and OpenSSH's server: ${text}`);
      return text.includes('Server listening');
    },
  );
  return {
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function fingerprint(key: string): string {
  return execFileSync('ssh-keygen', ['-lf', `${file(key)}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
}

function version(): string {
  return execFileSync('sh', ['-c', 'ssh -V 2>&1'], { encoding: 'utf8' }).trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo; // it listens on TCP
  server.close();
  await once(server, 'close');
  return free;
}
