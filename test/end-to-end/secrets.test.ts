import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { showCommands } from '../../collectors/show/commands/all.ts';
import { commandFor } from '../../collectors/show/read.ts';
import { backup } from '../../server/commands/backup.ts';
import { callControl } from '../../server/commands/control.ts';
import { deviceFeed } from '../../server/commands/device-feed.ts';
import { deviceAdd, deviceConfig } from '../../server/commands/device.ts';
import { doctor } from '../../server/commands/doctor.ts';
import { readConfig, socketPath } from '../../server/config.ts';
import { answer } from '../asa/cli/answer.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { busyAsa, secrets as login } from '../collectors/show/lab.ts';
import { plantedSecrets } from '../planted-secrets.ts';
import { launchBrowser } from './browser.ts';
import { makeLab } from './lab.ts';
import { everyAnswer, everyFile } from './leaks.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const { lines, secrets } = plantedSecrets();
const planted = lines.filter((line) => line.includes('canary'));

/** What of the secrets, and of the passwords that we log in with, is in the text. */
function found(text: string): readonly string[] {
  const all = [...secrets, login.password, login.enable];
  return all.filter((secret) => text.includes(secret)).map((secret) => text.slice(Math.max(0, text.indexOf(secret) - 80)).slice(0, 160)); // prettier-ignore
}

test('300 secrets in configurations, outputs and typed commands are in no file, no log, no answer and on no page', async (t) => {
  assert.ok(planted.length > 250 && secrets.length >= 300);
  assert.equal(found(lines.join('\n')).length, secrets.length);
  const lab = await makeLab();
  t.after(() => lab.remove());
  const ours = mkdtempSync(join(tmpdir(), 'tw-'));
  t.after(() => rmSync(ours, { recursive: true }));
  const config = readConfig({ DATABASE: lab.database });
  const said: string[] = [];
  const print = (line: string): void => void said.push(line);
  const asa = await busyAsa('9.1', 12);
  const whole = deviceOf(asa, { config: lines.join('\n') });
  const file = join(ours, 'config.txt');
  writeFileSync(file, lines.join('\n'));
  const strayIn = [undefined, 'show version', 'show vpn-sessiondb summary', 'show interface'];
  const polled = strayIn.map((of, n) => (of === undefined ? 'whole' : `stray-${n}`));
  for (const [n, name] of [...polled, 'told', 'fed'].entries())
    await deviceAdd(config, name, `127.0.1.${n + 1}`, name === 'told' ? { runningConfig: file } : {}, print);

  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const act = (action: string, body: object) => callControl(socketPath(lab.database), action, body);

  // Polled: a configuration full of them, and outputs with one, which are not understood then and stand on the page.
  for (const [n, device] of polled.entries()) {
    const of = strayIn[n];
    const text = planted[Math.floor((n * planted.length) / polled.length)] ?? '';
    const to = await serveSsh(whole, { syslog: false, ...(of && { trouble: { of, stray: { line: 1, text } } }) });
    t.after(() => to.close());
    await act('polling.set', { device, url: `ssh://tunnelwatch@127.0.0.1:${to.port}`, ...login });
    await act('polling.accept', { device, fingerprint: `SHA256:${to.fingerprint}` });
  }
  // Given: the same configuration, and each of them in the output of some command.
  await deviceConfig(config, 'told', file, print);
  await doctor(file, true, print);
  await doctor(file, false, print);
  const commands = showCommands.flatMap(({ command }) => commandFor(command, { pool: 'vpnpool' }) ?? []);
  const begun = Date.now() - 3_600_000;
  for (let first = 0, n = 0; first < planted.length; first += commands.length, n += 1) {
    const at = new Date(begun + n * 1000).toISOString();
    writeFileSync(join(ours, 'session.log'), disturbed(planted.slice(first, first + commands.length)));
    await deviceFeed(config, 'fed', join(ours, 'session.log'), { at }, print).catch((fault: unknown) =>
      print(String(fault)),
    );
  }
  // Typed on the device, as it logs them.
  const typed = planted.map((line) => line.trim().replace(/^.*?%ASA-5-\d+: /, ''));
  await send(program.syslogPort, [
    ...typed.map((line) => `<189>%ASA-5-111008: User 'enable_15' executed the '${line}' command.`),
    ...typed.map((line) => `<189>%ASA-5-111010: User 'enable_15', running 'CLI' from IP 10.0.0.1, executed '${line}'`),
  ]);

  const last = (name: string) => program.get<{ poll: { last?: { failures: readonly { why: string }[] } } }>(`/api/devices/${name}`); // prettier-ignore
  const patience = 120;
  for (const name of polled.slice(1))
    await until(() => last(name), ({ poll }) => poll.last?.failures.some(({ why }) => why === 'misfit') === true, patience); // prettier-ignore
  await until(
    () => program.get<{ configuration: object | null }>('/api/devices/whole/findings'),
    ({ configuration }) => configuration !== null,
    patience,
  );
  await until(
    () => program.get<{ devices: readonly { messages: number }[] }>('/api/devices'),
    ({ devices }) => devices.some(({ messages }) => messages >= 2 * planted.length),
    patience,
  );
  const { answers, count } = await everyAnswer(program);
  const pages = await everyPage(t, program, [...polled, 'told', 'fed']);
  assert.ok(answers.includes('<removed>') && pages.includes('<removed>'.replace('<', '&lt;').replace('>', '&gt;')));
  assert.ok(count > 30, `${count} answers`);
  // With what only the write-ahead logs hold, and again with all in its place.
  const backups = join(lab.folder, 'backups');
  await backup(config, backups, print);
  // The manifest, the database, and the day of the lines and of what is typed.
  const kept = everyFile(backups);
  assert.ok(kept.size >= 3 && [...kept.values()].some((text) => text.includes('<removed>')), `${kept.size} files`);
  const running = everyFile(lab.folder);
  assert.ok([...running.keys()].some((name) => name.endsWith('-wal')));
  assert.equal(await program.stop(), 0);
  for (const [what, text] of [
    ...[
      ['what the commands say', said.join('\n')],
      ['the log', program.log()],
      ['the API', answers],
      ['the pages', pages],
    ],
    ...running,
    ...everyFile(lab.folder),
  ] as const)
    assert.deepEqual(found(text), [], what);

  /** A saved session with one of the lines in the output of each command. */
  function disturbed(some: readonly string[]): string {
    const typed = commands.slice(0, some.length).flatMap((command, n) => {
      const [first = '', ...rest] = answer(whole, command);
      return [`asa# ${command}`, first, some[n] ?? '', ...rest];
    });
    return [...typed, 'asa# '].join('\r\n');
  }
});

/** All that stands on the pages, folded up or not. */
async function everyPage(t: TestContext, program: Program, devices: readonly string[]): Promise<string> {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const texts: string[] = [];
  const paths = ['/', '/sessions', '/attempts', '/pools', '/messages', '/unknown', '/devices'];
  for (const path of [...paths, ...devices.map((name) => `/devices/${name}`)]) {
    await page.goto(`${program.url}${path}`);
    await page.locator('main').first().waitFor();
    if (path.startsWith('/devices/')) await page.locator('.kv, [data-fed], .findings').first().waitFor();
    texts.push(await page.content());
  }
  return texts.join('\n');
}
