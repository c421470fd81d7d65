import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import type { HealthRow, SessionRow } from '../../server/domain/feed.ts';
import { allSessions } from './compare.ts';
import { addHeadEnd, type Lab } from './lab.ts';
import type { Program } from './program.ts';
import { startSimulator, widePool, type SentLedger } from './simulator.ts';
import { until } from './until.ts';

/** Whom the simulator's receivers and agent know. */
const user = { version: '3', user: 'tunnelwatch', auth: 'sha256', priv: 'aes' };
const keys = { authKey: 'flux capacitor', privKey: 'great scott' };

/** How much goes on, and until when: so many complete polls, and at least so many ended sessions. */
export interface Day {
  readonly users: number;
  readonly sessionSeconds: number;
  readonly polls: number;
  readonly ended: number;
  /** How long that may take, in seconds. */
  readonly patience: number;
}

/** What was believed of a day, and what really happened; `traps` are those that passed, and those that were sent. */
export interface DayTold {
  readonly believed: readonly string[];
  readonly wanted: readonly string[];
  readonly traps: { readonly passed: number; readonly sent: number; readonly tunnels: number; readonly syslog: number };
  readonly polls: number;
}

/** One day of the simulated ASA, told by syslog, by traps of version 3 that carry the same messages, and by polls over SNMP, all at once. */
export async function snmpDay(lab: Lab, program: Program, day: Day): Promise<DayTold> {
  const { trapPort } = await program.otherPorts();
  const agent = await freePort();
  const setUp = (more: object) =>
    callControl(socketPath(lab.database), 'snmp.set', { device: 'HV-ASA', ...user, ...keys, ...more });
  await setUp({ host: '127.0.0.1', port: agent, everySeconds: 30 });
  const story = ['--users', day.users, '--presence', '0.8', '--session-seconds', day.sessionSeconds, ...widePool];
  const traps = ['--traps', `127.0.0.1:${trapPort}`, '--trap-version', 'v3', '--history', '6'];
  const options = [...story, ...traps, '--snmp', `127.0.0.1:${agent}`].map(String);
  const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), options);
  // Told once more, it is asked at once.
  await setUp({});
  const complete = async (): Promise<number> => (await rowOf(program, 'snmp'))?.buckets['complete'] ?? 0;
  const polls = await until(complete, (count) => count >= day.polls, day.patience);
  const before = (await allSessions(program, '&state=ended')).length;
  await until(
    () => allSessions(program, '&state=ended'),
    (found) => found.length >= Math.max(day.ended, before + 10),
    day.patience,
  );
  const ledger = await simulator.stop();
  const named = trapsOf(ledger);
  const sent = sum(named);
  const row = await until(
    () => rowOf(program, 'traps'),
    (found) => sum(found?.buckets ?? {}) >= sent,
  );
  const wanted = ledger.sessions.map(keyOf).sort();
  const believed = await until(
    async () => (await allSessions(program)).map(keyOf).sort(),
    (ours) => ours.length >= wanted.length,
  );
  const counts = { tunnels: named['cipSecTunnelStart'] ?? 0, syslog: named['clogMessageGenerated'] ?? 0 };
  return { believed, wanted, traps: { passed: row?.buckets['passed'] ?? 0, sent, ...counts }, polls };
}

/** Makes the head-end of the day known. */
export function addDayDevice(lab: Lab): Promise<void> {
  return addHeadEnd(lab, widePool);
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Who was there, from where and with which address. */
export function keyOf({
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
