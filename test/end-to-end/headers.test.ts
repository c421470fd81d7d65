import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { MessageRow } from '../../server/domain/feed.ts';
import { allSessions, buckets } from './compare.ts';
import { makeLab } from './lab.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** Every form of header that an ASA, a relay or a file puts before the tag. */
const headers = [
  '<166>%ASA-6-',
  '<166>Jan 05 2026 10:11:12: %ASA-6-',
  '<166>Jan  5 10:11:12: %ASA-6-',
  '<166>Jan 05 2026 10:11:12 10.10.10.2 : %ASA-6-',
  '<166>Jan 05 2026 10:11:12 HV-ASA : %ASA-6-',
  '<166>HV-ASA : %ASA-6-',
  '<166>10.10.10.2: %ASA-6-',
  '<166>2026-01-05T10:11:12Z: %ASA-6-',
  '<166>2026-01-05T10:11:12Z HV-ASA : %ASA-6-',
  '<166>:Jan 05 10:11:12 UTC: %ASA-vpn-6-',
  '<166>:Jan 05 2026 10:11:12 MSK: %ASA-vpn-6-',
  '<166>:Jan 05 10:11:12 MSK 10.10.10.2: %PIX-vpn-6-',
  '<166>:2026-01-05T10:11:12Z: %ASA-6-',
  '<166>:: %ASA-vpn-6-',
  '<166>:Jan 05 10:11:12 MSK: %FWSM-vpn-6-',
  'Jan  5 10:11:12 10.10.10.2 %ASA-6-',
  '<190>Jan  5 10:11:12 hv.example : Jan 05 10:11:12 WEST: %ASA-vpn-6-',
  'Jan 05 2026 10:11:12 localhost CiscoASA[999]: %ASA-6-',
  'Jan  5 10:11:12.345678: %ASA-6-',
  '2026-01-05T10:11:12.345678+00:00 local4.info hv %ASA-6-',
  '%FTD-6-',
] as const;

const assigned = (n: number) =>
  `713228: Group = hillvalleyvpn, Username = user${n}, IP = 198.51.100.${n + 1}, Assigned private IP address 172.16.1.${100 + n} to remote user`;

async function stored(program: Program, count: number): Promise<void> {
  await until(
    () => buckets(program),
    (all) => all['stored'] === count,
  );
}

test('a datagram of every header form makes its session', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  await send(
    program.syslogPort,
    headers.map((header, n) => header + assigned(n)),
  );
  await stored(program, headers.length);
  const sessions = await allSessions(program, '&state=active');
  assert.deepEqual(sessions.map(({ user }) => user).sort(), headers.map((_, n) => `user${n}`).sort());
});

test('logger is a client like any other, over IPv4 and IPv6', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const words = ['--port', String(program.syslogPort), '--udp', `%ASA-6-${assigned(1)}`];
  await promisify(execFile)('logger', ['--server', '127.0.0.1', ...words]);
  await stored(program, 1);
  await send(program.syslogPort, [`<166>%ASA-6-${assigned(2)}`], { to: '::1' });
  await stored(program, 2);
  const { messages } = await program.get<{ messages: MessageRow[] }>('/api/messages?messageId=713228');
  assert.deepEqual(
    messages.map(({ from, severity, outcome }) => [from, severity, outcome]),
    [
      ['::1', 6, 'claim'],
      ['127.0.0.1', 6, 'claim'],
    ],
  );
});
