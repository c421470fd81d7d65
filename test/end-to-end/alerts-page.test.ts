import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AlertEvent } from '../../server/domain/alert/alert.ts';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { startSimulator } from './simulator.ts';
import { until } from './until.ts';

const pool = ['--pool-first', '172.16.1.100', '--pool-last', '172.16.1.109'] as const;

test('a pool fills up: every page says so, somebody takes the alert on by keyboard, and it is over when there is room again', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab, pool);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const alarms = alarmsOf(page);
  const shots = process.env['SHOTS'];
  const shoot = async (name: string): Promise<void> => {
    if (shots === undefined) return;
    for (const width of [1440, 360])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  // A rule is set on its page; what it would have done is looked at first. Here: over as soon as it is good.
  for (const rule of ['pool.chain', 'pool.exhausted']) {
    await page.goto(`${program.url}/alerts/rules?rule=${rule}`);
    const row = page.locator(`[data-rule="${rule}"]`);
    await row.getByLabel(/^over (?:when good for|after so long)/).fill('1');
    const save = row.getByRole('button', { name: 'Save' });
    assert.equal(await save.isDisabled(), true, 'not before the look');
    await row.getByRole('button', { name: 'What would it have done?' }).click();
    await row.getByTestId('preview').waitFor();
    assert.match(await row.getByTestId('preview').innerText(), /Over the last 7 days this would have raised none/);
    await shoot(`rules-${rule}`);
    await save.click();
    await row.getByText('Everywhere').waitFor();
    assert.match(await row.innerText(), /Everywhere: .*over after 1s.* lab/);
  }

  await page.goto(program.url);
  await page.locator('h1').waitFor();
  assert.equal(await page.getByTestId('alerts').count(), 0);
  const story = ['--scenario', 'full-pool', '--users', '14', '--session-seconds', '80', '--duration', '38', ...pool];
  const simulator = await startSimulator(program.syslogPort, join(lab.folder, 'ledger.json'), story);

  // The band comes by itself, on whatever page one is; the tab counts.
  const band = page.getByTestId('alerts');
  await band.waitFor();
  const open = await until(
    () => program.get<{ alerts: readonly AlertRow[] }>('/api/alerts?state=open&rule=pool.chain'),
    ({ alerts }) => alerts.some(({ severity }) => severity === 'critical'),
  );
  const [alert] = open.alerts;
  assert.ok(alert !== undefined);
  assert.deepEqual([alert.rule, alert.device, alert.about.tunnelGroup], ['pool.chain', 'HV-ASA', 'hillvalleyvpn']);
  await until(
    () => page.title(),
    (title) => /^\(\d+\) /.test(title),
  );
  await page.getByText(/critical and \d+ warning/).waitFor({ state: 'attached' });
  await shoot('overview-alerts');

  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.waitForURL(/\/alerts$/);
  const item = page.locator(`[data-alert="${alert.id}"]`).first();
  await item.waitFor();
  assert.match(await item.innerText(), /\d+ of 10 addresses used.*hillvalleyvpn on HV-ASA/s);
  await shoot('alerts');
  // By keyboard alone: to the row, `a`, a note, Enter.
  await until(
    async () => {
      await page.keyboard.press('j');
      return item.getAttribute('aria-current');
    },
    (current) => current === 'true',
  );
  await page.keyboard.press('a');
  await page.getByLabel('What is being done').waitFor();
  await until(
    () => page.evaluate<string>('document.activeElement?.getAttribute("name") ?? ""'),
    (name) => name === 'note',
  );
  await page.keyboard.type('a second pool is on its way');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Somebody has these' }).waitFor();
  await page.getByText(/lab has it for .*: a second pool is on its way/).waitFor();
  await shoot('alerts-acknowledged');

  // The tide turns: it is over, and its whole story is kept.
  await page.goto(`${program.url}/alerts/${alert.id}`);
  await page.locator('h1', { hasText: 'Over: ' }).waitFor({ timeout: 90_000 });
  await shoot('alert');
  const { history } = await program.get<{ history: readonly AlertEvent[] }>(`/api/alerts/${alert.id}`);
  const kinds = history.map(({ kind }) => kind).filter((kind) => kind !== 'changed');
  assert.deepEqual(kinds, ['raised', 'acknowledged', 'cleared']);
  assert.equal(history.find(({ kind }) => kind === 'acknowledged')?.by, 'lab');
  await page.goto(`${program.url}/alerts/handover`);
  await page.getByRole('table', { name: 'Came and went in the last 12 hours' }).waitFor();
  await shoot('handover');
  await simulator.done;
  await band.waitFor({ state: 'detached' });
  assert.match(await page.title(), /^[^(]/);
  assert.deepEqual(alarms, []);
});
