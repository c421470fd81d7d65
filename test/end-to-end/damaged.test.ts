import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Health } from '../../server/api/committed.ts';
import { allSessions } from './compare.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const told = async (program: Program): Promise<string> =>
  (await program.get<Health>('/api/health')).collectors.find((row) => row.collector === 'damage')?.warnings.join() ??
  '';

test('a database that is found damaged is set aside, its last backup and the messages since make it anew, and it is said until the note is gone', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const first = await startProgram(lab.database);
  t.after(() => first.kill());
  await tunnelwatch(lab.database, 'backup', `${lab.database}.backups`);
  await send(first.syslogPort, login('marty'));
  await until(
    () => allSessions(first),
    (all) => all.length === 1,
  );
  assert.equal(await first.stop(), 0);
  const bytes = readFileSync(lab.database);
  writeFileSync(lab.database, bytes.fill(0xa5, 2 * 4096, 40 * 4096));

  const second = await startProgram(lab.database, {}, true);
  t.after(() => second.kill());
  assert.deepEqual((await allSessions(second)).map(({ user }) => user), ['marty']); // prettier-ignore
  assert.match(
    await told(second),
    /was damaged .* the backup of .* is in its place, with the messages that came since/,
  );
  const health = await second.get<Health>('/api/health');
  assert.deepEqual([health.status, health.gaps.length > 0], ['warning', true]);
  assert.match(second.log(), /was damaged/);
  assert.equal(await second.stop(), 0);

  const third = await startProgram(lab.database);
  t.after(() => third.kill());
  assert.match(await told(third), /was damaged/, 'it is told after a restart as well');
  assert.equal(await third.stop(), 0);
  const [note = ''] = readdirSync(lab.folder).filter((name) => name.endsWith('.json'));
  rmSync(join(lab.folder, note));
  const fourth = await startProgram(lab.database);
  t.after(() => fourth.kill());
  assert.equal(await told(fourth), '');
});
