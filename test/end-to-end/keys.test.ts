import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright';
import { keysOf } from '../../web/keys.ts';
import { launchBrowser } from './browser.ts';
import { login } from './lines.ts';
import { startScreen } from './screen.ts';
import { send } from './send.ts';

const { SHOTS } = process.env;

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

test('r asks anew for what nothing else would ask for, and ends a pause', async (t) => {
  const { program, page, alarms } = await startScreen(t, browser);
  await page.goto(`${program.url}/devices/add`);
  await page.locator('h1').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  const asked = page.waitForRequest((request) => request.url().endsWith('/api/listening'));
  await page.keyboard.press('r');
  await asked;
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  assert.deepEqual(alarms, []);
});

test('d k leaves the page alone and what tells whether it is true; the address keeps it from page to page, and Back undoes it', async (t) => {
  const { program, page, alarms } = await startScreen(t, browser);
  await send(program.syslogPort, login('marty'));
  await page.goto(`${program.url}/sessions`);
  await page.locator('[data-session]').waitFor();
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const listed = () => page.locator('dialog dt').allTextContents();
  const told = (here: 'page' | 'kiosk' | 'wall') => keysOf(here).map(({ keys }) => keys.join(''));
  const search = page.getByRole('combobox', { name: /search/i }).or(page.getByRole('searchbox'));
  await press('?');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await listed(), told('page'));
  await press('Escape', 'd', 'k');
  await page.getByRole('button', { name: 'Leave kiosk (d k)' }).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  assert.equal(await search.count(), 0);
  await page.locator('.frame', { hasText: /Live.*\d\d:\d\d:\d\d/ }).waitFor();
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/kiosk.png` });
  await press('?');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await listed(), told('kiosk'));
  await press('Escape', 'g', 'u');
  await page.waitForURL(/\/users\?kiosk=1$/);
  assert.equal(await page.getByRole('navigation').count(), 0);
  await page.goBack();
  await page.waitForURL(/\/sessions\?kiosk=1$/);
  await page.goBack();
  await page.getByRole('navigation').waitFor();
  assert.ok((await search.count()) > 0);
  assert.doesNotMatch(page.url(), /kiosk/);

  // The wall has keys of its own, which are not the second ones of others.
  await page.goto(`${program.url}/wall?inches=55&metres=3`);
  await page.locator('[data-tile=sessions]').waitFor();
  await press('?');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await listed(), told('wall'));
  await press('Escape', 'd', 'k');
  await page.getByRole('navigation', { name: 'Wall' }).waitFor();
  await press('g', 's');
  await page.waitForURL(/\/sessions/);
  await page.locator('[data-session]').waitFor();
  assert.doesNotMatch(page.url(), /ask|kiosk/);
  assert.deepEqual(alarms, []);
});
