import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright';
import type { SessionRow } from '../../server/domain/feed.ts';
import { launchBrowser } from './browser.ts';
import { login, logout } from './lines.ts';
import { startScreen } from './screen.ts';
import { send } from './send.ts';
import { until } from './until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A password that Xauth refuses, from an address of its own: from one address two in a row are one dialogue. */
const refused = (user: string, n: number): readonly string[] => [
  `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${user} : user IP = 198.51.100.${n}`,
  `<163>%ASA-3-713167: Group = hillvalleyvpn, Username = ${user}, IP = 198.51.100.${n}, Remote peer has failed user authentication -  check configured username and password`,
];
const change = `<165>%ASA-5-111010: User 'doc', running 'CLI' from IP 172.16.1.9, executed 'username marty password flux'`;

const heading = (page: Page, words: RegExp) => page.getByRole('heading', { level: 1, name: words }).waitFor();

/** Types into the search box, by keyboard alone. */
async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('why marty cannot get in is one search, and who had an address is another', async (t) => {
  const { program, page, alarms } = await startScreen(t, browser);
  await page.goto(program.url);
  await page.waitForSelector('[data-figure=failed]');
  await search(page, 'marty');
  await heading(page, /^Nothing arrived of marty\.$/);

  await send(program.syslogPort, login('marty'));
  await heading(page, /^marty is connected on \S+ since \d\d:\d\d:\d\d\.$/);
  assert.match(await page.locator('main').innerText(), /hillvalleyvpn[^]*172\.16\.1\.100/);

  await send(program.syslogPort, [...logout('marty'), change, ...[7, 8, 9, 10].flatMap((n) => refused('marty', n))]);
  await heading(page, /^marty is not connected: failed at Xauth on \S+ 4 times, last \d\d:\d\d:\d\d\.$/);
  const main = page.locator('main');
  await main.getByText('Last success', { exact: false }).first().waitFor();
  assert.equal(await page.locator('.ladder:not(.ladder--mini) .ladder__step--failed').innerText(), 'Xauth\nfailed');
  const text = await main.innerText();
  for (const words of [
    /from another address, 198\.51\.100\.23/,
    /Wrong password\./,
    /sure: a message ended this login/,
    /show running-config username marty/,
    /Nobody else on \S+ in the last hour; nobody elsewhere/,
    /by doc from 172\.16\.1\.9, .* before the first failure\.\nusername marty password <removed>/,
    /A login by SAML fails at the identity provider/,
    /30 days: 1 session, .*; 1 session and 5 tries on record/,
    /%ASA-3-713167: Group = hillvalleyvpn, Username = marty/,
  ])
    assert.match(text, words);
  assert.equal(await page.getByRole('table', { name: 'Sessions and tries' }).locator('[data-attempt]').count(), 4);
  assert.equal(await page.getByRole('table', { name: 'Days' }).locator('[data-day]').count(), 1);
  // Nothing here clears or logs off.
  assert.deepEqual(await main.getByRole('button').allInnerTexts(), ['Copy for a ticket', 'Copy']);

  await page.getByRole('button', { name: 'Copy for a ticket' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const ticket = await page.evaluate<string>('navigator.clipboard.readText()');
  assert.match(ticket, /^marty is not connected: failed at Xauth on \S+ 4 times/);
  assert.match(ticket, / {2}Xauth: failed\n[^]*What mends it: [^]*713167[^]*\/users\/marty\n$/);

  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await heading(page, /^1 user of the latest fails to log in/);
  assert.match(await page.locator('[data-user=marty]').innerText(), /wrong password, at authentication/);
  await page.mouse.move(0, 0);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await heading(page, /^marty is not connected/);

  const { sessions } = await until(
    () => program.get<{ sessions: SessionRow[] }>('/api/sessions'),
    ({ sessions: [first] }) => first?.state === 'ended',
  );
  const at = new Date(sessions[0]?.start ?? 0).toISOString().slice(0, 19);
  await search(page, `Who had 172.16.1.100 at ${at}Z?`);
  await heading(page, /^marty had 172\.16\.1\.100 on \S+ at /);
  await page.locator('[data-holder=marty]').getByRole('link', { name: 'marty' }).click();
  await heading(page, /^marty is not connected/);
  await search(page, '172.16.1.100');
  await heading(page, /^Nobody is on record as having 172\.16\.1\.100 now\.$/);
  assert.match(await main.innerText(), /Before: marty on /);
  await search(page, '713167');
  await page.waitForURL(/\/messages\?messageId=713167/);
  assert.deepEqual(alarms, []);
});

test('one person is found in every domain, and what a hash stands for only by the whole name', async (t) => {
  const { program, page } = await startScreen(t, browser);
  await send(program.syslogPort, [...login('HILL\\marty'), ...refused('docbrown', 7)]);
  await until(
    () => program.get<{ attempts: unknown[] }>('/api/attempts?outcome=failed'),
    ({ attempts }) => attempts.length === 1,
  );
  await page.goto(`${program.url}/users/marty`);
  await heading(page, /^marty is connected on /);
  await page.goto(`${program.url}/users/HILL%5Cmarty`);
  await heading(page, /^HILL\\marty is connected on /);
  await page.goto(`${program.url}/users`);
  await page.locator('[data-user]').first().waitFor();
  assert.equal(await page.locator('[data-user]').count(), 1);
  await search(page, 'docbrown');
  await heading(page, /^docbrown is not connected: failed at Xauth on \S+ once/);
  assert.match(await page.locator('.lines').innerText(), /Username = ~[\w-]{16}~8-11,/, 'in the raw line alone');
  assert.doesNotMatch((await page.locator('main :is(.kv, table, .lead)').allInnerTexts()).join(' '), /~[\w-]{16}/);
});

test('markup in a name stays text, and no page of users scrolls sideways on a phone', async (t) => {
  const { program, page, alarms } = await startScreen(t, browser);
  const evil = '<img src=x onerror=alert(1)>';
  const long = 'w'.repeat(60);
  const lines = [...login(evil), ...login(long, '172.16.1.101'), ...refused(evil, 7), ...refused(long, 8)];
  await send(program.syslogPort, lines);
  await until(
    () => program.get<{ attempts: unknown[] }>('/api/attempts?outcome=failed'),
    ({ attempts }) => attempts.length === 2,
  );
  for (const width of [360, 768]) {
    await page.setViewportSize({ width, height: 740 });
    const named = [evil, long, 'nobody'].map((name) => `/users/${encodeURIComponent(name)}`);
    for (const path of [...named, '/users', '/who?address=172.16.1.101']) {
      await page.goto(`${program.url}${path}`);
      await page.waitForSelector('main :is(.notes, [data-user], [data-holder])');
      const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
      assert.equal(wide, false, `${path} at ${width} px`);
      assert.equal(await page.locator('img[src=x]').count(), 0, path);
    }
  }
  assert.deepEqual(alarms, []);
});
