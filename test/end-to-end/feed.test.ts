import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import type { SessionRow } from '../../server/domain/feed.ts';
import { terminal } from '../asa/cli/client.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { busyAsa } from '../collectors/show/lab.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { startProgram } from './program.ts';

test('what a person saved of a session at a terminal is on the page of the running server, as if the device had been polled', async (t) => {
  const lab = await makeLab();
  t.after(() => lab.remove());
  const asa = await busyAsa('8.4');
  const to = await serveSsh(asa, { autoEnable: true, syslog: false });
  t.after(() => to.close());
  await tunnelwatch(lab.database, 'device', 'add', 'asa01', '127.0.0.1');
  const program = await startProgram(lab.database);
  t.after(() => program.kill());

  const typed = await terminal(to);
  let screen = await typed.until(/# $/);
  const words = ['version', ...['ra-ikev1-ipsec', 'anyconnect', 'webvpn'].map((word) => `vpn-sessiondb ${word}`)];
  for (const word of [...words, 'ip local pool vpnpool', 'running-config']) {
    screen += await typed.type(`show ${word}\r`, /(?:# |<--- More --->)$/);
    while (screen.endsWith('<--- More --->')) screen += await typed.type(' ', /(?:# |<--- More --->)$/);
  }
  typed.close();
  assert.ok(screen.includes('<--- More --->'), 'it was paged');
  const file = join(lab.folder, 'putty.log');
  await writeFile(file, screen);

  const said = await tunnelwatch(lab.database, 'device', 'feed', 'asa01', file);
  assert.match(said, /^asa01 as of .*: \d+ sessions active, \d+ began and 0 ended by this\n/);
  const { sessions } = await program.get<{ sessions: readonly SessionRow[] }>('/api/sessions?state=active&limit=500');
  assert.deepEqual(sessions.map(({ user }) => user).sort(), [...asa.sessions].map(({ user }) => user).sort());
  const { device, poll } = await program.get<{
    device: { sessions: number };
    poll: { last?: { facts: { version?: string } } };
  }>('/api/devices/asa01');
  assert.equal(device.sessions, asa.sessions.size);
  assert.equal(poll.last?.facts.version, '8.4(7)');
  const { pools } = await program.get<{ pools: readonly { name: string; polled?: { used: number } }[] }>('/api/pools');
  assert.ok(pools.some(({ name, polled }) => name === 'vpnpool' && (polled?.used ?? 0) > 0));
  const { collectors } = await program.get<{ collectors: readonly { collector: string }[] }>('/api/health');
  assert.deepEqual(collectors.map(({ collector }) => collector), ['syslog', 'traps']); // prettier-ignore
  assert.equal(await program.stop(), 0);
});
