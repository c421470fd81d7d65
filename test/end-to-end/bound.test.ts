import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright';
import { alarmsOf, launchBrowser } from './browser.ts';
import { tunnelwatchTyped } from './lab.ts';
import { BOTH, hill, london, seenLab, type SeenLab } from './seen-lab.ts';
import { send } from './send.ts';

const PASSWORD = 'gigawatts at 88 mph';
/** An ASA that hides who failed to log in. */
const hiding =
  '<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ***** : user IP = 198.51.100.9';
const nobody = { storageState: { cookies: [], origins: [] }, viewport: { width: 1440, height: 900 } };

let browser: Browser;
let lab: SeenLab;
before(async () => {
  [browser, lab] = [await launchBrowser(), await seenLab()];
});
after(async () => {
  await browser.close();
  await lab.end();
});

test('an operator who is bound to a site works with its head-ends, and is told why the rest is closed', async (t) => {
  await tunnelwatchTyped(
    lab.database,
    PASSWORD,
    'user',
    'add',
    'strickland',
    '--role',
    'operator',
    '--sites',
    'London',
  );
  const context = await browser.newContext(nobody);
  t.after(() => context.close());
  const page = await context.newPage();
  const alarms = alarmsOf(page);
  const refused: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(new URL(answer.url()).pathname);
  });
  const { url } = lab.program;
  await page.goto(`${url}/alerts`);
  await page.getByLabel('Name').fill('strickland');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText(`${london.live} was locked out`).first().waitFor();
  await page.getByRole('button', { name: 'Acknowledge' }).first().press('Enter');
  await page.getByRole('form', { name: 'Acknowledge' }).getByRole('button', { name: 'Acknowledge' }).press('Enter');
  await page.getByRole('button', { name: 'Let go' }).first().waitFor();
  assert.equal(await page.getByText(hill.live).count(), 0);

  await page.goto(`${url}/users/${BOTH}`);
  await page.locator('h1', { hasText: new RegExp(`^${BOTH} is connected`) }).waitFor();
  await page.getByText(london.device).first().waitFor();
  assert.equal(await page.getByText(hill.device).count(), 0);

  await page.goto(`${url}/alerts/silences`);
  await page.getByRole('button', { name: 'New window' }).press('Enter');
  await page.getByText('On (one at least)').waitFor();
  assert.deepEqual(await page.getByRole('checkbox').count(), 2, 'the site and its head-end');
  const words = 'This is of all sites together, and you are bound to site London.';
  for (const path of ['/alerts/rules', '/alerts/channels', '/devices/add', '/messages/unknown']) {
    await page.goto(`${url}${path}`);
    await page.locator('h1', { hasText: words }).waitFor();
  }
  await page.goto(`${url}/attempts`);
  const management = page.locator('.panel', { has: page.getByRole('heading', { name: 'Management logins' }) });
  await management.getByText(words).waitFor();
  await send(lab.program.syslogPort, [hiding], { from: london.from });
  await page.goto(`${url}/devices`);
  const hidden = page.locator('.panel', { has: page.getByRole('heading', { name: 'Hidden names' }) });
  await hidden.getByText(`From where they came? ${words}`).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Add an ASA' }).count(), 0);
  await page.goto(`${url}/pools`);
  await page.locator('h1').waitFor();
  assert.equal(await page.getByText('no message yet').count(), 0, 'there have been some');
  const sessions = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /^Sessions/ });
  await sessions.filter({ hasText: '2' }).waitFor();
  assert.deepEqual([alarms, refused], [[], []], 'what is closed is not asked for');
});

test('a viewer whose site has no head-end is told so, and not how to point one here', async (t) => {
  await tunnelwatchTyped(lab.database, PASSWORD, 'user', 'add', 'needles', '--role', 'viewer', '--sites', 'Tannen');
  const context = await browser.newContext(nobody);
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${lab.program.url}/`);
  await page.getByLabel('Name').fill('needles');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const none = page.locator('h1', { hasText: 'No head-end is known at site Tannen.' });
  await none.waitFor();
  for (const path of ['/', '/devices']) {
    await page.goto(`${lab.program.url}${path}`);
    await none.waitFor();
    await page.getByText('An administrator of all sites adds them').waitFor();
    assert.equal(await page.getByText('Point an ASA here').count(), 0);
  }
});

test('a wall is let in for a site by the form, and shows how many sessions that one has', async (t) => {
  const screen = await browser.newContext(nobody);
  const admin = await browser.newContext({ viewport: nobody.viewport });
  t.after(async () => {
    await screen.close();
    await admin.close();
  });
  const [wall, page] = [await screen.newPage(), await admin.newPage()];
  const alarms = alarmsOf(wall);
  await wall.goto(`${lab.program.url}/wall?inches=55&metres=3`);
  const code = wall.getByTestId('code');
  await code.filter({ hasText: /^[A-Z2-9]{4}-[A-Z2-9]{4}$/ }).waitFor();
  await page.goto(`${lab.program.url}/walls`);
  await page.getByLabel('Code that the screen shows').fill(await code.innerText());
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Let it in' });
  await form.getByLabel('Name', { exact: true }).fill('LON');
  await form.getByLabel(/^Sites/).fill('London');
  await page.keyboard.press('Enter');
  await page.locator('[data-wall=LON]', { hasText: 'site London' }).waitFor();
  await wall.locator('[data-tile=sessions]').getByText('2', { exact: true }).waitFor();
  assert.equal(await wall.getByText('HILL').count(), 0);
  assert.deepEqual(alarms, []);
});
