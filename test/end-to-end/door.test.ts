import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab, tunnelwatch, tunnelwatchTyped } from './lab.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';

const PASSWORD = 'gigawatts at 88 mph';
/** Whoever is put out must be out within so many milliseconds. */
const WITHIN = 5_000;

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A browser that nobody has ever logged in with. */
async function stranger(t: TestContext): Promise<Page> {
  const context = await browser.newContext({
    storageState: { cookies: [], origins: [] },
    viewport: { width: 1440, height: 900 },
  });
  t.after(() => context.close());
  return context.newPage();
}

/** A running program with one head-end, and accounts made beside it. */
async function startDoor(t: TestContext, accounts: Readonly<Record<string, string>>) {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  for (const [name, role] of Object.entries(accounts))
    await tunnelwatchTyped(lab.database, PASSWORD, 'user', 'add', name, '--role', role);
  return { lab, program };
}

const door = (page: Page) => page.locator('h1', { hasText: /^Log in$/ });

async function logIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

async function comeIn(page: Page, program: Program, path: string, name: string): Promise<void> {
  await page.goto(`${program.url}${path}`);
  await logIn(page, name);
  await page.locator('summary', { hasText: name }).waitFor();
}

test('the first administrator is made by the link of the console, which the address forgets at once', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, {}, true);
  t.after(() => program.kill());
  const link = /http:\S+\/set-up#\S+/.exec(program.first)?.[0] ?? '';
  const page = await stranger(t);
  const alarms = alarmsOf(page);
  await page.goto(`${program.url}/sessions`);
  await page.locator('h1', { hasText: 'Nobody may log in yet.' }).waitFor();
  await page.getByText('tunnelwatch user add NAME --role admin').waitFor();
  await page.goto(link);
  await page.getByRole('form', { name: 'Make it, and come in' }).waitFor();
  assert.equal(page.url(), `${program.url}/set-up`);
  await page.getByLabel('Name').fill('emmett');
  await page.getByLabel('Password').fill('short');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'too short' }).waitFor();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('summary', { hasText: 'emmett' }).waitFor();
  assert.equal(page.url(), `${program.url}/`);

  // The same link makes no other one.
  const other = await stranger(t);
  await other.goto(link);
  await other.getByText('There is an administrator already').waitFor();
  assert.deepEqual(alarms, []);
});

test('who logs in finds the page that was asked for; with one-time codes a code is asked for, and each is good once', async (t) => {
  const { program } = await startDoor(t, { emmett: 'viewer' });
  const page = await stranger(t);
  const alarms = alarmsOf(page);
  const asked = `${program.url}/sessions?state=any`;
  await page.goto(asked);
  await door(page).waitFor();
  assert.equal(await page.evaluate('document.activeElement.name'), 'username');
  await logIn(page, 'emmett', 'flux');
  await page.getByRole('alert').filter({ hasText: 'Name or password is wrong.' }).waitFor();
  assert.equal(await page.evaluate('document.activeElement.name'), 'current-password');
  await logIn(page, 'emmett');
  const menu = page.locator('summary', { hasText: 'emmett' });
  await menu.waitFor();
  assert.equal(page.url(), asked);

  // What a viewer may not do is not offered, and a page of others is refused in words.
  await page.goto(`${program.url}/alerts/silences`);
  await page.getByText('None holds.').waitFor();
  assert.equal(await page.getByRole('button', { name: /^New / }).count(), 0);
  await page.goto(`${program.url}/accounts`);
  await page.locator('h1', { hasText: 'Your role does not permit this.' }).waitFor();
  await menu.press('Enter');
  assert.deepEqual(await page.locator('.own-menu a').allInnerTexts(), ['Your account']);

  await page.locator('.own-menu a').click();
  const button = page.getByRole('button', { name: 'Ask for codes' });
  await button.press('Enter');
  const form = page.getByRole('form', { name: 'Ask for codes from now on' });
  const seed = (await form.locator('.raw').innerText()).replaceAll(/\s/g, '');
  const totp = new TOTP({ secret: Secret.fromBase32(seed) });
  const uri = (await form.getByRole('link').getAttribute('href')) ?? '';
  assert.equal(new URL(uri).searchParams.get('secret'), seed);
  const used = totp.generate();
  await form.getByLabel('Code that the app shows').fill(used);
  await form.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Each login asks for one.').waitFor();
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Ask for none any more', 'the focus is kept');

  await page.getByRole('main').getByRole('button', { name: 'Log out' }).press('Enter');
  await door(page).waitFor();
  await logIn(page, 'emmett');
  await page.getByLabel('One-time code').waitFor();
  assert.equal(await page.evaluate('document.activeElement.name'), 'code');
  assert.equal(await page.getByRole('alert').innerText(), '', 'to be asked for a code is no fault');
  for (const [code, isIn] of [
    [used, false],
    [totp.generate({ timestamp: Date.now() + 30_000 }), true],
  ] as const) {
    await page.getByLabel('One-time code').fill(code);
    await page.keyboard.press('Enter');
    if (isIn) await menu.waitFor();
    else await page.getByRole('alert').filter({ hasText: 'This code is not the one.' }).waitFor();
  }
  assert.deepEqual(alarms, []);
});

test('an account that is disabled is put out of its open pages within 5 s', async (t) => {
  const { lab, program } = await startDoor(t, { emmett: 'operator' });
  const page = await stranger(t);
  await comeIn(page, program, '/sessions', 'emmett');
  await page.locator('.live', { hasText: 'Live' }).waitFor();
  await tunnelwatch(lab.database, 'user', 'disable', 'emmett');
  await door(page).waitFor({ timeout: WITHIN });
  assert.equal(await page.locator('table').count(), 0, 'nothing of before is left on the page');
});

test('an account is added, changed and ended by keys; its other password and its tokens are its own to make', async (t) => {
  const { program } = await startDoor(t, {});
  const admin = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  t.after(() => admin.close());
  const alarms = alarmsOf(admin);
  await admin.goto(`${program.url}/accounts`);
  await admin.getByRole('button', { name: 'Add an account' }).press('Enter');
  const form = admin.getByRole('form', { name: 'Add' });
  await form.getByLabel('Name').fill('emmett');
  await form.getByLabel('Role').selectOption('operator');
  await form.getByLabel('Password').fill(PASSWORD);
  await admin.keyboard.press('Enter');
  const row = admin.locator('[data-account=emmett]');
  await row.getByText('operator').waitFor();
  assert.equal(await admin.evaluate('document.activeElement.textContent'), 'Add an account', 'the focus is kept');

  const page = await stranger(t);
  await comeIn(page, program, '/account', 'emmett');
  await page.getByRole('button', { name: 'New token' }).press('Enter');
  assert.deepEqual(await page.getByLabel('Role').locator('option').allInnerTexts(), ['helpdesk', 'viewer', 'operator']);
  await page.getByLabel('What it is for').fill('graphs');
  await page.keyboard.press('Enter');
  await page.getByText('It is not shown again').waitFor();
  const token = (await page.getByRole('status').locator('.raw').innerText()).trim();
  const asked = (): Promise<Response> =>
    fetch(`${program.url}/api/summary`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await asked()).status, 200);
  await page.getByRole('button', { name: 'Revoke: graphs' }).press('Enter');
  await page.getByRole('form', { name: 'Revoke graphs' }).getByRole('button', { name: 'Revoke graphs' }).press('Enter');
  await page.getByText('graphs lets nobody in any more.').waitFor();
  assert.equal((await asked()).status, 401);

  // Another password ends the other visits, and this one goes on.
  const elsewhere = await stranger(t);
  await comeIn(elsewhere, program, '/', 'emmett');
  await page.getByRole('button', { name: 'Change password' }).press('Enter');
  await page.getByLabel('Password so far').fill(PASSWORD);
  await page.getByLabel('New password').fill('another 1.21 gigawatts');
  const changed = page.waitForResponse((response) => response.url().endsWith('/api/me/password'));
  await page.keyboard.press('Enter');
  assert.equal((await changed).status(), 200);
  await door(elsewhere).waitFor({ timeout: WITHIN });
  await page.getByRole('form', { name: 'Change it' }).waitFor({ state: 'detached' });
  await page.locator('h1', { hasText: 'You are emmett, operator.' }).waitFor();

  await admin.getByRole('button', { name: 'Role: emmett' }).press('Enter');
  await row.getByRole('combobox').selectOption('viewer');
  await row.getByRole('button', { name: 'Give it this role' }).press('Enter');
  await row.getByText('viewer').first().waitFor();
  await door(page).waitFor({ timeout: WITHIN });
  assert.deepEqual(alarms, []);
});

test('a screen shows a code, an administrator lets it in, it shows the wall; revoked it shows another code within 5 s', async (t) => {
  const { program } = await startDoor(t, {});
  const wall = await stranger(t);
  const alarms = alarmsOf(wall);
  await wall.goto(`${program.url}/wall?inches=55&metres=3`);
  const code = wall.getByTestId('code');
  await code.filter({ hasText: /^[A-Z2-9]{4}-[A-Z2-9]{4}$/ }).waitFor();
  const first = await code.innerText();
  const { width = 0 } = (await code.boundingBox()) ?? {};
  assert.ok(width > 0.7 * 1440, `the code is ${width} pixels wide`);
  await wall.getByText(`${new URL(program.url).host}/walls`).waitFor();
  // Loaded anew it has the same one: a screen that restarts uses up no codes.
  await wall.reload();
  await code.filter({ hasText: first }).waitFor();

  const admin = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  t.after(() => admin.close());
  await admin.goto(`${program.url}/walls`);
  const box = admin.getByLabel('Code that the screen shows');
  await box.waitFor();
  assert.equal(await admin.locator('nav [aria-current]').count(), 0, 'the page of walls is not the wall');
  await box.fill('AAAA-AAAA');
  await admin.keyboard.press('Enter');
  await admin.getByRole('status').filter({ hasText: 'No screen shows this code' }).waitFor();
  await box.fill(first.toLowerCase().replace('-', ' '));
  await admin.keyboard.press('Enter');
  await admin.getByText('A screen at 127.0.0.1').waitFor();
  const form = admin.getByRole('form', { name: 'Let it in' });
  await form.getByLabel('Name', { exact: true }).fill('NOC');
  await admin.keyboard.press('Enter');
  await admin.locator('[data-wall=NOC]', { hasText: 'no names' }).waitFor();
  await wall.locator('[data-tile=sessions]').waitFor();
  assert.doesNotMatch(await wall.evaluate<string>('location.href + document.cookie'), new RegExp(first));

  await admin.getByRole('button', { name: 'Revoke: NOC' }).press('Enter');
  await admin.getByRole('form', { name: 'Revoke NOC' }).getByRole('button', { name: 'Revoke NOC' }).press('Enter');
  await code.filter({ hasText: /^[A-Z2-9]{4}-[A-Z2-9]{4}$/ }).waitFor({ timeout: WITHIN });
  assert.notEqual(await code.innerText(), first);
  assert.equal(await wall.locator('[data-tile]').count(), 0);
  assert.deepEqual(alarms, []);
});

test('a page whose browser has been logged in as somebody else meanwhile becomes theirs, and shows no more than they may see', async (t) => {
  const { program } = await startDoor(t, { emmett: 'admin', marty: 'viewer' });
  const page = await stranger(t);
  await comeIn(page, program, '/walls', 'emmett');
  await page.getByLabel('Code that the screen shows').waitFor();
  const { origin } = new URL(program.url);
  const headers = { origin, 'sec-fetch-site': 'same-origin' };
  const data = { name: 'marty', password: PASSWORD };
  assert.equal((await page.request.post(`${origin}/api/login`, { headers, data })).status(), 200);
  await page.locator('summary', { hasText: 'marty' }).waitFor({ timeout: WITHIN });
  await page.locator('h1', { hasText: 'Your role does not permit this.' }).waitFor();
});

test('helpdesk looks up one user for a reason, is refused another, and is shown no way around', async (t) => {
  const { program } = await startDoor(t, { lorraine: 'helpdesk' });
  await send(program.syslogPort, login('marty'));
  const page = await stranger(t);
  const alarms = alarmsOf(page);
  await comeIn(page, program, '/', 'lorraine');
  const navigation = page.getByRole('navigation', { name: 'Screens' });
  assert.deepEqual(await navigation.getByRole('link').allInnerTexts(), ['Look up', 'Account']);
  assert.equal(await page.getByRole('search').count(), 0);
  await page.getByLabel(/^User/).fill('marty');
  await page.getByLabel(/^Why/).fill('ticket 1955');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/users\/marty$/);
  await page.locator('h1', { hasText: /^marty is connected/ }).waitFor();
  await page.goto(`${program.url}/users/biff`);
  await page.locator('h1', { hasText: 'Helpdesk sees one user at a time' }).waitFor();
  await page.getByRole('link', { name: 'Look up biff' }).press('Enter');
  assert.equal(await page.getByLabel(/^User/).inputValue(), 'biff');
  await page.goto(`${program.url}/sessions`);
  await page.locator('h1', { hasText: 'Your role does not permit this.' }).waitFor();
  assert.equal(await page.getByText('marty').count(), 0);
  assert.equal(await page.getByTestId('lost').count(), 0);
  assert.deepEqual(alarms, []);
});
