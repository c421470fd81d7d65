import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import { CLIENT, startOidc } from '../server/access/provider.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab, tunnelwatch, tunnelwatchTyped } from './lab.ts';
import { startProgram } from './program.ts';

const PASSWORD = 'gigawatts at 88 mph';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A program whose provider is another site (127.0.0.1), an account `marty` without a password, and a browser that nobody has logged in with. */
async function startBoth(t: TestContext) {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const provider = await startOidc(t);
  provider.mood.claims = { preferred_username: 'Marty' };
  // The provider is told where it sends people back to before the program is there.
  const port = await freePort();
  const start = async () => {
    const started = await startProgram(lab.database, {
      ...{ PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, OIDC_LABEL: 'Hill Valley' },
      ...{ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
    });
    t.after(() => started.kill());
    return started;
  };
  const program = await start();
  await tunnelwatch(lab.database, 'user', 'add', 'marty', '--role', 'viewer', '--no-password');
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  t.after(() => context.close());
  const page = await context.newPage();
  return { lab, provider, program, start, context, page, alarms: alarmsOf(page) };
}

const button = (page: Page) => page.getByRole('button', { name: 'Log in with Hill Valley' });
const menu = (page: Page, name: string) => page.locator('summary', { hasText: name });

test('one presses the button, is let in by the provider, and finds the page that was asked for', async (t) => {
  const { lab, provider, program, context, page, alarms } = await startBoth(t);
  assert.deepEqual(provider.asked, [], 'the start waits for nobody');
  const asked = `${program.url}/sessions?state=any`;
  await page.goto(asked);
  await button(page).press('Enter');
  await menu(page, 'marty').waitFor();
  assert.equal(page.url(), asked);
  await page.locator('.live', { hasText: 'Live' }).waitFor();
  const cookies = await context.cookies(program.url);
  assert.deepEqual(
    cookies.map(({ name, sameSite, secure, httpOnly }) => [name, sameSite, secure, httpOnly]),
    [['__Host-tunnelwatch', 'Strict', true, true]],
    'the cookie of the way there is gone',
  );
  await page.reload();
  await menu(page, 'marty').waitFor();
  assert.match(await tunnelwatch(lab.database, 'audit', 'show'), /marty.*logged in.*oidc/);
  assert.doesNotMatch(program.log(), new RegExp(`${CLIENT.secret}|flux|eyJ`));
  assert.deepEqual(alarms, []);
});

test('whoever is not let in reads why, and what the provider calls them; a password lets in beside', async (t) => {
  const { lab, provider, program, start, page, alarms } = await startBoth(t);
  provider.mood.claims = { preferred_username: 'biff@hill.example' };
  await page.goto(`${program.url}/pools`);
  await button(page).press('Enter');
  await page.locator('h1', { hasText: 'The provider knows you, but no account here lets you in.' }).waitFor();
  await page.getByText('It calls you biff@hill.example.').waitFor();
  assert.equal(page.url(), `${program.url}/enter`, 'the address has forgotten it');
  provider.mood.error = 'access_denied';
  await page.getByRole('link', { name: 'Log in' }).press('Enter');
  await button(page).press('Enter');
  await page.locator('h1', { hasText: 'The provider has not let you in.' }).waitFor();
  await page.goto(`${program.url}/api/oidc/back?code=x&state=y`);
  await page.locator('h1', { hasText: 'This login is over.' }).waitFor();

  await provider.stop();
  await tunnelwatchTyped(lab.database, PASSWORD, 'user', 'add', 'doc', '--role', 'viewer');
  await program.stop();
  const again = await start();
  await page.goto(`${again.url}/`);
  await button(page).press('Enter');
  await page.getByRole('alert').filter({ hasText: 'The provider cannot be asked just now' }).waitFor();
  assert.match(again.log(), /ECONNREFUSED/);
  await page.getByLabel('Name').fill('doc');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await menu(page, 'doc').waitFor();
  assert.deepEqual(alarms, []);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  await new Promise((done) => server.close(done));
  return port;
}
