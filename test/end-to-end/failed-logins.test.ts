import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import type { AttemptRow } from '../../server/domain/feed.ts';
import { launchBrowser } from './browser.ts';
import { login } from './lines.ts';
import { startScreen } from './screen.ts';
import { send } from './send.ts';
import { until } from './until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

async function start(t: TestContext) {
  const screen = await startScreen(t, browser);
  const failed = (count: number) =>
    until(
      () => screen.program.get<{ attempts: AttemptRow[] }>('/api/attempts?outcome=failed&limit=1000'),
      ({ attempts }) => attempts.length === count,
    );
  return { ...screen, failed };
}

const publicIp = (n: number) => `198.51.${100 + (n >> 8)}.${n & 255}`;

/** A clientless login whose password is wrong. */
const wrong = (user: string, n = 7): readonly string[] => [
  `<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${user} : user IP = ${publicIp(n)}`,
  `<166>%ASA-6-716039: Group <GP-WEB> User <${user}> IP <${publicIp(n)}> Authentication: rejected, Session Type: WebVPN.`,
];

/** Nothing tells what these were about. */
const nobodys =
  '<166>%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = admin';

const rows = (page: Page) => page.locator('[data-attempt]');
const heading = (page: Page) => page.locator('h1').innerText();

test('a failed login is a row with its cause, and its page proves it', async (t) => {
  const { program, page, alarms } = await start(t);
  await page.goto(program.url);
  await page.waitForSelector('[data-figure=failed]');
  await send(program.syslogPort, [...login('marty'), ...wrong('marty')]);
  await page.locator('[data-figure=failed]', { hasText: /^1$/ }).waitFor();
  await page.locator('a.tile', { has: page.locator('[data-figure=failed]') }).click();
  const row = page.locator('[data-attempt][data-user=marty]');
  await row.waitFor();
  assert.match(await row.innerText(), /198\.51\.100\.7[^]*wrong password/);
  assert.equal(await row.getByRole('img', { name: 'failed at authentication' }).count(), 1);
  assert.equal(await heading(page), '1 login failed in the last 15 minutes: wrong password.');
  await page.mouse.move(0, 0);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.lines');
  assert.match(
    await heading(page),
    /^marty · wrong password at authentication, .*\sago, sure \(told by 113015, 716039\)\.$/,
  );
  assert.equal(await page.locator('.ladder__step--failed').innerText(), 'Authentication\nfailed');
  assert.match(await page.locator('.ladder').innerText(), /^Reachable\npassed\nTLS\npassed/, 'no stage of IKE');
  assert.equal(await page.locator('.lines__line').count(), 2);
  assert.deepEqual(alarms, []);
});

test('who searches for a name finds the failures of which only its hash is kept', async (t) => {
  const { program, page, failed } = await start(t);
  await send(program.syslogPort, [...wrong('docbrown', 7), ...wrong('biff', 8)]);
  const { attempts } = await failed(2);
  assert.ok(attempts.every(({ user }) => user?.startsWith('~') === true));
  await page.goto(`${program.url}/attempts`);
  await rows(page).nth(1).waitFor();
  assert.match(await rows(page).first().innerText(), /not kept, 1-7 characters/);
  assert.doesNotMatch(await page.content(), /docbrown|biff/);
  const name = page.getByRole('textbox', { name: 'User', exact: true });
  await name.fill('docbrown');
  await page.locator('[data-attempt][data-user=docbrown]').waitFor();
  assert.equal(await rows(page).count(), 1);
  assert.match(await rows(page).innerText(), /198\.51\.100\.7/);
  assert.match(await heading(page), /^docbrown failed to log in once, the last time .* ago: wrong password\.$/);
  await name.fill('doc');
  await page.waitForSelector('text=No failed login of “doc” is on record.');
  await name.fill('');
  await page.getByRole('combobox', { name: 'Cause' }).selectOption('cert');
  await page.waitForSelector('text=No login on record is like that.');
});

test('a spray is told apart, over time and by source, and each opens the list behind it', async (t) => {
  const { program, page, alarms, failed } = await start(t);
  const source = publicIp(9);
  const names = Array.from({ length: 8 }, (_, n) => `guessed${n}`);
  await send(program.syslogPort, [...names.flatMap((name) => wrong(name, 9)), ...wrong('marty', 7)]);
  await failed(9);
  await page.goto(`${program.url}/attempts?by=source`);
  const row = page.locator('[data-pattern=spray]');
  await row.waitFor();
  assert.match(await row.innerText(), /One source, many users[^]*8 names refused in 8 tries/);
  const group = page.locator('[data-group]', { hasText: source });
  await group.waitFor();
  await page.getByRole('img', { name: /: .*logins? now, between/ }).waitFor();
  await page.getByRole('button', { name: 'Table' }).click();
  await page.getByRole('region', { name: 'Logins over time' }).getByRole('row').nth(1).waitFor();

  await row.getByRole('link', { name: source }).click();
  await page.waitForURL((url) => url.searchParams.get('publicIp') === source);
  await page.locator('[data-attempt]').first().waitFor();
  const sources = await page.locator('[data-attempt] td:nth-child(3)').allInnerTexts();
  assert.ok(sources.every((one) => one === source));
  await page.getByRole('button', { name: 'Stage', exact: true }).click();
  await page.getByRole('table', { name: 'By stage' }).getByRole('link').first().click();
  await page.waitForURL(/by=stage.*stage=|stage=.*by=stage/);
  assert.deepEqual(alarms, []);
});

test('management logins stand apart, and a source is a filter', async (t) => {
  const { program, page, alarms, failed } = await start(t);
  await send(program.syslogPort, [
    '<166>%ASA-6-605004: Login denied from 10.9.8.7/50022 to inside:172.16.1.1/ssh for user "admin"',
    '<164>%ASA-4-308001: console enable password incorrect for 3 tries (from 10.9.8.7)',
    ...wrong('docbrown'),
  ]);
  await failed(1);
  await page.goto(`${program.url}/attempts`);
  const management = page.getByRole('table', { name: 'Management logins' });
  await management.waitFor();
  assert.equal(await management.locator('[data-management=denied]').count(), 2);
  assert.match(await management.innerText(), /SSH\t10\.9\.8\.7/);
  await rows(page).first().waitFor();
  assert.equal(await rows(page).count(), 1, 'none of them is a login to the VPN');
  await page.getByRole('textbox', { name: 'Source' }).fill('203.0.113.1');
  await page.waitForSelector('text=No login on record is like that.');
  await page.getByRole('button', { name: 'Back to all that failed' }).click();
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Management', exact: true }).click();
  await page.getByRole('heading', { name: 'Rejected at management logins' }).waitFor();
  assert.deepEqual(alarms, []);
});

test('earlier ones are fetched page by page, and stay when the first page comes anew', async (t) => {
  const { program, page, failed } = await start(t);
  const clients = Array.from({ length: 130 }, (_, n) => n);
  await send(
    program.syslogPort,
    clients.flatMap((n) => wrong('marty', n)),
  );
  await failed(130);
  await page.goto(`${program.url}/attempts`);
  await rows(page).nth(99).waitFor();
  assert.equal(await rows(page).count(), 100);
  assert.match(await heading(page), /^More than 100 logins failed/);
  await page.getByRole('button', { name: 'Fetch earlier ones' }).click();
  await rows(page).nth(129).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Fetch earlier ones' }).count(), 0);
  const ids = await Promise.all((await rows(page).all()).map((row) => row.getAttribute('data-attempt')));
  assert.equal(new Set(ids).size, 130);
  await page.mouse.move(0, 0);
  await send(program.syslogPort, wrong('biff', 200));
  await rows(page).nth(130).waitFor();
  assert.match(await heading(page), /^131 logins failed/);
});

test('markup in a failed name stays text, and no page of logins scrolls sideways on a phone', async (t) => {
  const { program, page, alarms, failed } = await start(t);
  const evil = '<img src=x onerror=alert(1)>';
  const long = 'w'.repeat(60);
  await send(program.syslogPort, [
    ...login(evil),
    ...login(long, '172.16.1.101'),
    ...wrong(evil),
    ...wrong(long, 8),
    nobodys,
  ]);
  await send(program.syslogPort, [
    '<166>%ASA-6-702999: <img src=x onerror=alert(2)>',
    `<164>%ASA-4-113019: ${'x'.repeat(300)}`,
  ]);
  const { attempts } = await failed(2);
  for (const width of [360, 390, 768]) {
    await page.setViewportSize({ width, height: 740 });
    const one = `/attempts/${attempts.find(({ user }) => user === evil)?.id ?? ''}`;
    for (const path of ['/attempts', `/attempts?user=${encodeURIComponent(evil)}`, one, '/messages/unknown', '/']) {
      await page.goto(`${program.url}${path}`);
      await page.waitForSelector('main :is([data-attempt], .lines, table)');
      const wide = await page.evaluate<string[]>(
        `document.documentElement.scrollWidth <= innerWidth ? [...document.querySelectorAll('main *')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto').map((one) => one.className) : ['page']`,
      );
      assert.deepEqual(wide, [], `${path} at ${width} px`);
      assert.equal(await page.locator('img[src=x]').count(), 0, path);
      if (path.startsWith('/attempts')) await page.locator('main', { hasText: evil }).waitFor();
    }
  }
  assert.deepEqual(alarms, []);
});
