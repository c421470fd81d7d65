import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { startSink } from '../server/alert/lab.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { entry, startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

test('an address that is refused is told over a channel within five seconds of its datagram', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  let arrived = 0;
  const sink = await startSink(t, {
    answer: (response) => {
      arrived ||= Date.now();
      response.writeHead(200).end();
    },
  });
  const ca = join(lab.folder, 'ca.pem');
  writeFileSync(ca, sink.ca);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  const options = ['--allow', '127.0.0.1', '--ca', ca];
  await new Promise<void>((done, fail) => {
    const env = { ...process.env, DATABASE: lab.database };
    const child = execFile(process.execPath, [entry, 'channel', 'add', 'noc', 'webhook', ...options], { env }, (error, _out, said) => (error === null ? done() : fail(new Error(said)))); // prettier-ignore
    child.stdin?.end(`https://127.0.0.1:${sink.port}/hook\n\n`);
  });
  const sentAt = Date.now();
  await send(program.syslogPort, ['<163>%ASA-3-713132: Group = hillvalleyvpn, Username = marty, IP = 203.0.113.5, Cannot obtain an IP address for remote peer']); // prettier-ignore
  const [one] = await until(
    () => Promise.resolve(sink.taken),
    (found) => found.length > 0,
  );
  const told = JSON.parse(one?.body ?? '') as { kind: string; open: number; alerts: { rule: string; messages: number[] }[]; circumstances: { lines: Record<string, string> } }; // prettier-ignore
  t.diagnostic(`${arrived - sentAt} ms: ${JSON.stringify(told)}`);
  assert.deepEqual([told.kind, told.open, told.alerts.map(({ rule }) => rule)], ['raised', 1, ['address.none']]);
  assert.match(Object.values(told.circumstances.lines).join(), /713132/);
  assert.ok(arrived - sentAt <= 5_000);
});
