import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Health } from '../../server/api/committed.ts';
import type { Summary } from '../../server/domain/feed.ts';
import { openBare } from '../../server/store/sqlite.ts';
import { launchBrowser } from './browser.ts';
import { allSessions } from './compare.ts';
import { makeLab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

test('while somebody else has the database the page goes on from memory and says so, and all of it is saved afterwards', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  await send(program.syslogPort, login('marty'));
  await until(
    () => allSessions(program),
    (all) => all.length === 1,
  );
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${program.url}/sessions`);
  await page.locator('h1').getByText('1 active session.').waitFor();

  const outsider = await openBare(lab.database);
  await outsider.script('PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE');
  await send(program.syslogPort, login('docbrown', '172.16.1.101'));
  const band = page.getByTestId('unsaved');
  await band.getByText('Not saved since').waitFor();
  await page.locator('h1').getByText('2 active sessions.').waitFor();
  const health = await program.get<Health>('/api/health');
  assert.equal(health.status, 'critical');
  assert.match(
    JSON.stringify(health.collectors),
    /nothing can be saved .*: another program holds it locked\. What is shown is from memory/,
  );
  assert.equal((await allSessions(program)).length, 1, 'lists read what is saved');

  await outsider.script('COMMIT');
  await outsider.close();
  await band.waitFor({ state: 'detached' });
  assert.equal((await allSessions(program)).length, 2);
  assert.equal((await program.get<Summary>('/api/summary')).unsaved, undefined);
  const { collectors } = await program.get<Health>('/api/health');
  assert.equal(collectors.find(({ collector }) => collector === 'syslog')?.buckets['stored'], 2 * login('').length);
  assert.equal(await program.stop(), 0);
});
