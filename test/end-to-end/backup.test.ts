import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Manifest } from '../../server/store/backup.ts';
import { allSessions, settled } from './compare.ts';
import { addHeadEnd, makeLab, tunnelwatch, tunnelwatchTyped } from './lab.ts';
import { everyFile } from './leaks.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** The words on standard error of a command that fails, which it must. */
async function refusal(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => assert.fail('it was done'),
    (fault: unknown) => String((fault as { readonly stderr?: unknown }).stderr), // of node's execFile
  );
}

test('what was backed up while the program ran is there again after a restore, and what stood there is set aside', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const backups = join(lab.folder, 'backups');
  await addHeadEnd(lab);
  const first = await startProgram(lab.database, { BACKUP_FOLDER: backups });
  t.after(() => first.kill());
  await until(
    () => Promise.resolve(existsSync(backups) ? readdirSync(backups) : []),
    (names) => names.some((name) => name.startsWith('nightly-')),
  );
  await send(first.syslogPort, login('marty'));
  await settled(first, login('marty').length);
  await until(
    () => allSessions(first),
    (all) => all.length === 1,
  );
  const told = await tunnelwatch(lab.database, 'backup', backups);
  const [, folder = ''] = /^backed up: (\S+) \((\d+) files, \d+ bytes, each opened and looked through\)$/m.exec(told) ?? []; // prettier-ignore
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  assert.deepEqual(
    manifest.files.map(({ name }) => name.replace(/\d{4}-\d\d-\d\d/, 'DAY')),
    ['tunnelwatch.db', 'messages/DAY.db'],
  );
  const key = readFileSync(`${lab.database}.key`, 'utf8').trim();
  for (const [name, text] of everyFile(backups)) assert.ok(!text.includes(key), name);
  assert.equal(manifest.keys.length, 1);
  assert.match(await tunnelwatch(lab.database, 'audit', 'show'), /made a backup/);

  await send(first.syslogPort, login('jennifer'));
  await until(
    () => allSessions(first),
    (all) => all.length === 2,
  );
  await tunnelwatchTyped(lab.database, 'nobody', 'erase', 'nobody', '--reason', 'request 17');
  assert.match(await refusal(tunnelwatch(lab.database, 'restore', folder)), /another process of Tunnelwatch has it/);
  assert.equal(await first.stop(), 0);

  const restored = await tunnelwatch(lab.database, 'restore', folder);
  assert.match(restored, /^restored: .* is as of 2\d{3}-.* \(2 files, schema \d+\)$/m);
  const [aside = ''] = [...restored.matchAll(/^set aside: (\S+)$/gm)].map(([, path]) => path);
  assert.ok(everyFile(lab.folder).get(aside)?.includes('jennifer'), restored);
  assert.doesNotMatch(restored, /read-only/);
  assert.match(restored, /^users who were erased since then are there again.*\n {2}2\d{3}-\S+: request 17$/m);
  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  assert.deepEqual((await allSessions(second)).map(({ user }) => user), ['marty']); // prettier-ignore
  const { messages } = await second.get<{ messages: readonly unknown[] }>('/api/messages');
  assert.equal(messages.length, login('marty').length);
  assert.match(await tunnelwatchTyped(lab.database, 'nobody', 'erase', 'nobody', '--reason', 'request 1'), /^backups that were made until now/m); // prettier-ignore
  assert.equal(await second.stop(), 0);
});

test('without a server the command makes the backup itself, and says where to when nobody has told', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  assert.match(await refusal(tunnelwatch(lab.database, 'backup')), /where to\? Tell a FOLDER, or set BACKUP_FOLDER/);
  const told = await tunnelwatch(lab.database, 'backup', join(lab.folder, 'backups'));
  const [, folder = ''] = /^backed up: (\S+) \(1 files/m.exec(told) ?? [];
  const other = { folder: lab.folder, database: join(lab.folder, 'other.db') };
  const restored = await tunnelwatch(other.database, 'restore', folder);
  assert.match(restored, /the backup was made with the key [0-9a-f]{8}, and there is none/);
  assert.doesNotMatch(restored, /set aside/);
  assert.match(await tunnelwatch(other.database, 'device', 'list'), /HV-ASA/);
});
