import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import type { HealthRow, SessionRow } from '../../server/domain/feed.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveSnmp } from '../asa/snmp/agent.ts';
import { busyAsa } from '../collectors/show/lab.ts';
import { allSessions } from './compare.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { startProgram, type Program } from './program.ts';
import { startSimulator, widePool, type SentLedger } from './simulator.ts';
import { until } from './until.ts';

/** Whom the simulator's receivers and agent know. */
const user = { version: '3', user: 'tunnelwatch', auth: 'sha256', priv: 'aes' };
const keys = { authKey: 'flux capacitor', privKey: 'great scott' };

test('traps, syslog and polls over SNMP of one day together make each session once', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab, widePool);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  const { trapPort } = await program.otherPorts();
  const agent = await freePort();
  const act = (action: string, body: object) =>
    callControl(socketPath(lab.database), action, { device: 'HV-ASA', ...body });
  await act('snmp.set', { ...user, ...keys, host: '127.0.0.1', port: agent, everySeconds: 30 });
  const story = ['--users', '60', '--presence', '0.8', '--session-seconds', '5', ...widePool];
  const over = [
    '--traps',
    `127.0.0.1:${trapPort}`,
    '--trap-version',
    'v3',
    '--history',
    '6',
    '--snmp',
    `127.0.0.1:${agent}`,
  ];
  const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), [...story, ...over]);
  await act('snmp.set', { ...user, ...keys });
  // Until it was asked once in the middle of it all, and sessions have ended since.
  await until(
    () => rowOf(program, 'snmp'),
    (row) => (row?.buckets['complete'] ?? 0) >= 1,
    60,
  );
  const ended = (await allSessions(program, '&state=ended')).length;
  await until(
    () => allSessions(program, '&state=ended'),
    (found) => found.length >= ended + 10,
  );
  const ledger = await simulator.stop();
  const sent = Object.values(trapsOf(ledger)).reduce((sum, count) => sum + count, 0);
  const traps = await until(
    () => rowOf(program, 'traps'),
    (row) => Object.values(row?.buckets ?? {}).reduce((sum, count) => sum + count, 0) >= sent,
  );
  assert.equal(traps?.buckets['passed'], sent, JSON.stringify(traps?.buckets));
  assert.ok((trapsOf(ledger)['cipSecTunnelStart'] ?? 0) > 0 && (trapsOf(ledger)['clogMessageGenerated'] ?? 0) > 0);

  const wanted = ledger.sessions.map(keyOf).sort();
  const believed = await until(
    async () => (await allSessions(program)).map(keyOf).sort(),
    (ours) => ours.length >= wanted.length,
  );
  assert.deepEqual(believed, wanted);
  assert.equal(await program.stop(), 0);
});

test('a device with nothing but SNMP has the sessions of its table, its engine and what it counts', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  const asa = await busyAsa('9.1');
  const agent = await serveSnmp(deviceOf(asa), { community: 'hoverboard' });
  t.after(() => agent.close());
  const act = (action: string, body: object) =>
    callControl(socketPath(lab.database), action, { device: 'HV-ASA', ...body });
  await act('snmp.set', { version: '2c', community: 'hoverboard', host: '127.0.0.1', port: agent.port });
  const open = asa.ledgerFile().sessions.filter(({ end }) => end === null);
  const wanted = open.map(({ user: name, publicIp, assignedIp }) => keyOf({ user: name, publicIp, assignedIp })).sort();
  const sessions = await until(
    () => allSessions(program, '&state=active'),
    (found) => found.length >= wanted.length,
  );
  assert.deepEqual(sessions.map(keyOf).sort(), wanted);
  assert.ok(sessions.every(({ startIs, id }) => startIs === 'listed' && id < 0));

  interface Told {
    readonly snmp: { readonly samples: readonly { readonly metric: string; readonly value: string }[] };
    readonly told: {
      readonly facts: { readonly version?: string };
      readonly from: Record<string, { readonly by: string }>;
    };
  }
  const told = await program.get<Told>('/api/devices/HV-ASA');
  assert.match(told.told.facts.version ?? '', /^9\.1/);
  assert.equal(told.told.from['version']?.by, 'snmp');
  assert.ok(told.snmp.samples.some(({ metric }) => metric === 'sessions.active'));

  interface Walked {
    readonly told: readonly { readonly name: string; readonly value: string }[];
    readonly failure?: { readonly why: string };
  }
  const walked = (await act('snmp.walk', { oid: '1.3.6.1.4.1.9.9.392.1.3.1' })) as Walked;
  assert.deepEqual(
    walked.told.map(({ name }) => name),
    ['crasNumSessions.0'],
  );
  await act('snmp.set', { version: '2c', community: 'skateboard' });
  const silent = (await act('snmp.walk', { oid: '1.3.6.1.2.1.1' })) as Walked;
  assert.deepEqual([silent.told, silent.failure?.why], [[], 'deadline']);
  assert.equal(await program.stop(), 0);
});

function keyOf({
  user: name,
  publicIp,
  assignedIp,
}: Pick<SessionRow, 'user' | 'publicIp'> & { readonly assignedIp?: string | null | undefined }): string {
  return [name, publicIp, assignedIp ?? ''].join(' ');
}

/** How many traps the simulator sent, by name. */
function trapsOf(ledger: SentLedger): Readonly<Record<string, number>> {
  return (ledger as SentLedger & { readonly traps?: Readonly<Record<string, number>> }).traps ?? {}; // as run.ts writes it
}

async function rowOf(program: Program, collector: string): Promise<HealthRow | undefined> {
  const { collectors } = await program.get<{ readonly collectors: readonly HealthRow[] }>('/api/health');
  return collectors.find((row) => row.collector === collector);
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
