import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LedgerFile } from './ledger.ts';
import { range } from './address.ts';
import { runningConfig, runningConfigFile } from './lab/running-config.ts';
import { readOptions } from './options.ts';
import { labPools } from './simulation.ts';
import { openSyslogUdp } from './syslog-udp.ts';

const program = fileURLToPath(new URL('./run.js', import.meta.url));

/** A UDP socket on loopback that keeps what arrives. */
async function receiver() {
  const socket = createSocket('udp4');
  const got: { readonly line: string; readonly from: string }[] = [];
  socket.on('message', (message, { address }) => got.push({ line: message.toString(), from: address }));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, got, port: socket.address().port };
}

/** A folder of its own, gone after the test. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'asa-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('sending over UDP', () => {
  it('hands every line to the kernel in order, from the address it was given', async () => {
    const { socket, got, port } = await receiver();
    const udp = await openSyslogUdp({ host: '127.0.0.1', port, from: '127.0.0.2', most: 5000 });
    const lines = Array.from({ length: 300 }, (_, number) => `line ${number}`);
    for (const line of lines) udp.send(line);
    await udp.close();
    while (got.length < lines.length) await once(socket, 'message');
    socket.close();
    assert.equal(udp.handedOver, 300);
    assert.deepEqual(
      got.map(({ line }) => line),
      lines,
    );
    assert.ok(got.every(({ from }) => from === '127.0.0.2'));
  });

  it('refuses a local address that is not ours', async () => {
    await assert.rejects(openSyslogUdp({ host: '127.0.0.1', port: 9, from: '192.0.2.1', most: 1 }), /EADDRNOTAVAIL/);
  });
});

describe('the process', () => {
  it('sends until SIGTERM, writes its ledger at SIGUSR2 and at the end, and exits 0', async () => {
    await inFolder(async (folder) => {
      const { socket, got, port } = await receiver();
      const ledger = join(folder, 'ledger.json');
      const args = [
        '--syslog',
        `127.0.0.1:${port}`,
        '--from',
        '127.0.0.3',
        '--users',
        '50',
        '--lines-per-second',
        '100',
      ];
      const child = spawn(process.execPath, [program, ...args, '--ledger', ledger, '--quiesce']);
      const exit = once(child, 'exit');
      const [ready] = (await once(child.stdout, 'data')) as [Buffer];
      assert.equal(ready.toString(), 'ready\n');
      while (got.length < 20) await once(socket, 'message');
      const watcher = watch(folder);
      const written = once(watcher, 'change');
      child.kill('SIGUSR2');
      await written;
      watcher.close();
      child.kill('SIGTERM');
      assert.deepEqual(await exit, [0, null]);
      const told = JSON.parse(readFileSync(ledger, 'utf8')) as LedgerFile & { datagrams: { handedOver: number } };
      while (got.length < told.lines.total) await once(socket, 'message');
      socket.close();
      assert.equal(told.datagrams.handedOver, told.lines.total);
      assert.ok(told.sessions.length > 0 && told.sessions.every(({ end }) => end !== null));
    });
  });

  it('sends over TCP too', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const args = ['--syslog', `127.0.0.1:${port}`, '--transport', 'tcp', '--framing', 'octets', '--duration', '0.2'];
    const child = spawn(process.execPath, [program, ...args, '--scenario', 'everything', '--lines-per-second', '200']);
    const exit = once(child, 'exit');
    const [socket] = (await once(server, 'connection')) as [Socket];
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    await once(socket, 'end');
    assert.match(text, /^\d+ <16\d>/);
    assert.deepEqual(await exit, [0, null]);
    server.close();
  });

  it('exits 2 and says what is wrong, all at once', () => {
    const { status, stderr } = spawnSync(process.execPath, [program, '--users', 'x', '--from', 'here'], {
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /^--from here: not an IP address\n--users x: not a whole number from 1 to 100000\n$/);
  });
});

describe('the options', () => {
  const faults = (...args: readonly string[]) => {
    const asked = readOptions(args);
    return asked.ask === 'nothing' ? asked.faults.join() : asked.ask;
  };

  it('must fit together', () => {
    assert.match(faults('--dialect', '7.2', '--anyconnect', '0.5'), /release 7\.2 has no AnyConnect/);
    assert.match(faults('--scenario', 'full-pool', '--users', '100'), /full-pool wants more IKEv1 users/);
    assert.match(faults('--pool-first', '172.16.2.1'), /ends before it begins/);
    assert.match(faults('--ac-pool-first', '172.16.1.150'), /overlap/);
    assert.match(faults('--transport', 'tls'), /needs --ca/);
    assert.match(faults('--nonsense'), /Unknown option '--nonsense'/);
  });

  it('move the AnyConnect pool out of the way of a bigger one', () => {
    assert.equal(faults('--pool-first', '172.16.0.1', '--pool-last', '172.31.255.254'), 'run');
  });
});

describe('the running configuration of the lab', () => {
  it('has the pools of the lab, and the known mistake', () => {
    const text = readFileSync(runningConfigFile(), 'utf8');
    assert.equal(runningConfig(labPools), text);
    assert.match(text, /^ default-group-policy hillvalleyvpn$/m);
    assert.match(text, /^group-policy hillvalleyvpn1 internal$/m);
    assert.doesNotMatch(text, /^group-policy hillvalleyvpn internal$/m);
  });

  it('is printed with other pools', () => {
    const vpnpool = range('172.16.0.1', '172.31.255.254');
    const text = runningConfig({ vpnpool, acpool: range('10.128.0.1', '10.131.255.254') });
    assert.match(text, /^ip local pool vpnpool 172\.16\.0\.1-172\.31\.255\.254 mask 255\.240\.0\.0$/m);
    assert.match(text, /^ip local pool acpool 10\.128\.0\.1-10\.131\.255\.254 mask 255\.252\.0\.0$/m);
  });
});
