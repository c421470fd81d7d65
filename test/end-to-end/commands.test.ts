import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MessageRow } from '../../server/domain/feed.ts';
import { settled } from './compare.ts';
import { makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';

const lines: readonly string[] = [
  "<165>%ASA-5-111008: User 'enable_15' executed the 'username marty password canary1 privilege 15' command.",
  "<165>%ASA-5-111010: User 'admin', running 'CLI' from IP 172.16.1.60, executed 'ikev1 pre-shared-key canary2'",
  "<165>%ASA-5-111008: User 'enable_15' executed the 'snmp-s com canary3' command.",
  "<167>%ASA-7-111009: User 'admin' executed cmd: test aaa authentication radius1 username marty password canary4",
  '<165>%ASA-5-502101: New user added to local dbase: Uname: marty Priv: 15 Encpass: canary5',
  "r 'admin' executed the 'failover key canary6' command.",
  "<165>%ASA-5-111008: User 'enable_15' executed the 'vpn-sessiondb logoff name marty' command.",
];

test('secrets of commands that were typed on the ASA are in no file, log or answer, whatever FAILED_NAMES says', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { LOG_LEVEL: 'trace', FAILED_NAMES: 'clear' });
  t.after(() => program.kill());
  await send(program.syslogPort, lines);
  await settled(program, lines.length);
  const { messages } = await program.get<{ messages: MessageRow[] }>('/api/messages');
  assert.equal(messages.length, lines.length);
  const unknown = JSON.stringify(await program.get('/api/unknown'));
  const told = [JSON.stringify(messages), unknown, program.log()];
  assert.equal(await program.stop(), 0);
  const kept = readdirSync(lab.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const all = [...told, program.log(), ...kept];
  for (const text of all) assert.doesNotMatch(text, /canary/);
  assert.ok(
    kept.some((text) => text.includes('vpn-sessiondb logoff name marty')),
    'what is looked through is what was stored',
  );
});
