import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { alarmsOf, launchBrowser } from './browser.ts';
import { settled } from './compare.ts';
import { makeLab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const evil = (n: number): string =>
  `<166>%ASA-6-702999: 100% <img src=x onerror=alert(1)> sure_thing "O'Brien" turned \u202eround ${n}`;
const near = '<166>%ASA-6-702999: 100x <img src=y> surething';

const rows = (page: Page) => page.locator('[data-message]');
const texts = async (page: Page) => page.locator('.hits__text').allInnerTexts();
const heading = (page: Page, words: RegExp) => page.getByRole('heading', { level: 1, name: words }).waitFor();

/** Types into a filter, by keyboard alone. */
async function filter(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
}

test('stored messages are searched, opened and followed as they come, by keyboard alone; hostile text stays text', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const alarms = alarmsOf(page);
  const first = [...login('marty'), evil(1), near];
  await send(program.syslogPort, first);
  await settled(program, first.length);

  await page.goto(`${program.url}/messages`);
  await heading(page, /^Messages are coming in\.$/);
  await rows(page).first().waitFor();
  assert.equal(await rows(page).count(), first.length);

  for (const text of ['100% <IMG', 'SURE_thing', `"o'brien"`, 'turned \u202e']) {
    await filter(page, 'Text', text);
    await heading(page, /^1 stored message like that\.$/);
    assert.match(await page.locator('.verdict__more').innerText(), /^7 lines looked at, back to /);
    assert.equal(await page.locator('mark').count(), 1, text);
  }
  await filter(page, 'Text', 'sure_thing');
  await heading(page, /^1 stored message like that\.$/);
  assert.match(page.url(), /text=sure_thing/);
  assert.match(
    (await texts(page))[0] ?? '',
    /^100% <img src=x onerror=alert\(1\)> sure_thing "O'Brien" turned \\u\{202e\}round 1$/,
  );

  await send(program.syslogPort, [near, evil(2)]);
  await heading(page, /^2 stored messages like that\.$/);
  assert.match((await texts(page))[0] ?? '', / 2$/, 'newest first, without a reload');

  await page.keyboard.press('j');
  await page.locator('[data-message][aria-current]').waitFor();
  await send(program.syslogPort, [evil(3)]);
  await page.getByRole('button', { name: '1 new' }).waitFor();
  assert.equal(await rows(page).count(), 2, 'rows do not move while one is chosen');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'The message' });
  await detail.getByText('Priority (PRI)').waitFor();
  const told = await detail.innerText();
  assert.match(told, /%ASA-6-702999: 100% <img src=x onerror=alert\(1\)> sure_thing .*\\u\{202e\}round 2/);
  for (const words of [
    /166: facility 20 \(local4\), severity 6/,
    /6, informational/,
    /not in the line/,
    /does not follow it/,
  ])
    assert.match(told, words);
  assert.match(page.url(), /[?&]open=\d+/);
  await page.keyboard.press('Escape');
  await detail.waitFor({ state: 'detached' });
  assert.equal(await rows(page).count(), 2);
  await page.keyboard.press('Escape');
  await page.locator('[data-message]:nth-child(3)').waitFor();
  assert.deepEqual(
    (await texts(page)).map((text) => text.slice(-1)),
    ['3', '2', '1'],
  );
  assert.equal(await page.locator('img[src=x]').count(), 0);

  const coming = page.waitForEvent('download');
  await page.getByText('Export').click();
  await page.getByRole('link', { name: 'CSV' }).click();
  const file = await readFile(await (await coming).path(), 'utf8');
  assert.match(file, /^id,receivedAt,device,sender,messageId,severity,severityName,outcome,line\r\n/);
  assert.equal(file.split('\r\n').length, 5);
  assert.doesNotMatch(file, /\u202e/);

  await page.mouse.move(0, 0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('713228');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/messages\?messageId=713228$/);
  await page.getByText('The user got an address. Tunnelwatch follows it: address.assigned.').waitFor();
  await rows(page).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await detail.getByText('this message is evidence of it').waitFor();
  assert.match(await detail.innerText(), /User\s+marty[^]*Assigned address\s+172\.16\.1\.100/);
  assert.match(await detail.innerText(), /Jan 05 2026 12:00:00 \(its line tells no zone\)/);
  await detail.getByRole('link', { name: /^Session of marty/ }).click();
  await page.waitForURL(/\/sessions\/\d+$/);
  assert.deepEqual(alarms, []);
});

test('a flood of messages leaves the page as small as it was, and says what it does not show', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await send(program.syslogPort, [evil(0)]);
  await page.goto(`${program.url}/messages?text=sure_&user=O%27Brien`);
  await heading(page, /^1 stored message like that\.$/);
  await send(
    program.syslogPort,
    Array.from({ length: 1_200 }, (_, n) => evil(n)),
  );
  await page
    .locator('.verdict__more')
    .getByText(/At least \d+ more came than are shown\./)
    .waitFor();
  await heading(page, /^The latest 500 stored messages like that\.$/);
  // All of the flood is here: what comes now is new.
  await until(
    async () => (await texts(page))[0] ?? '',
    (first) => first.endsWith('round 1199'),
  );
  assert.ok((await rows(page).count()) < 100);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(wide <= 360, `${wide} wide`);
  await page.evaluate('scrollTo({ top: 4000 })');
  const firstRow = async () => Number(await rows(page).first().getAttribute('aria-posinset'));
  await until(firstRow, (place) => place > 20);
  assert.ok((await rows(page).count()) < 100);
  await send(program.syslogPort, [evil(5)]);
  await page.getByRole('button', { name: '1 new' }).click();
  await until(firstRow, (place) => place === 1);
  await page.getByText('Live: what comes in').waitFor();
});
