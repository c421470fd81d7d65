import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright';
import { alarmsOf, launchBrowser } from './browser.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { login, logout } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const EDGE = '127.0.0.2';

/** Two head-ends at two sites, one user on each, and one of the first who has left. */
async function start(t: TestContext) {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const inventory = join(lab.folder, 'inventory.csv');
  await writeFile(
    inventory,
    `name,address,site,tags\nHV-ASA,127.0.0.1,Hill Valley,lab\nEDGE,${EDGE},London,edge;lab\n`,
  );
  await tunnelwatch(lab.database, 'device', 'import', inventory);
  await send(program.syslogPort, [
    ...login('biff', '172.16.1.102'),
    ...logout('biff', '172.16.1.102'),
    ...login('marty'),
  ]);
  await send(program.syslogPort, login('docbrown', '172.16.1.101'), { from: EDGE });
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, acceptDownloads: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: program.url });
  t.after(() => context.close());
  const page = await context.newPage();
  return { program, page, alarms: alarmsOf(page) };
}

const heading = (page: Page) => page.locator('h1');
const rows = (page: Page) => page.locator('[data-session]');
const users = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('[data-session]')].map((row) => row.dataset.user).sort()`);
const address = (page: Page) => new URL(page.url()).searchParams;
const pasted = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');

test('a range is typed, moved and widened by keys and clicks; Back leads to the one before; a copied link keeps its time', async (t) => {
  const { program, page, alarms } = await start(t);
  await page.goto(`${program.url}/sessions`);
  await heading(page).getByText('2 active sessions.').waitFor();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Range' }).fill('soon');
  await page.keyboard.press('Enter');
  await page.getByText('That is no range of time before now.').waitFor();
  await page.getByRole('textbox', { name: 'Range' }).fill('6h');
  await page.keyboard.press('Enter');
  await heading(page).getByText('3 sessions in the last 6 h.').waitFor();
  assert.equal(address(page).get('from'), 'now-6h');
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await heading(page).getByText('3 sessions in the last 12 h.').waitFor();
  await page.getByRole('button', { name: 'Earlier' }).click();
  await heading(page)
    .getByText(/^No session between .* is on record\.$/)
    .waitFor();
  assert.match(address(page).get('to') ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  await page.goBack();
  await heading(page).getByText('3 sessions in the last 12 h.').waitFor();
  await page.goBack();
  await heading(page).getByText('3 sessions in the last 6 h.').waitFor();

  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const link = new URL(await pasted(page));
  const [from, to] = ['from', 'to'].map((end) => Date.parse(link.searchParams.get(end) ?? ''));
  assert.equal((to ?? 0) - (from ?? 0), 6 * 3_600_000);

  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await heading(page).getByText('No failed login in the last 6 h is on record.').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await heading(page)
    .getByText(/stored messages like that in the last 6 h\.$/)
    .waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByText('this page shows now').waitFor();
  assert.equal(address(page).get('from'), 'now-6h');
  assert.deepEqual(alarms, []);
});

test('a site and a tag narrow every page down, and go along to the next one', async (t) => {
  const { program, page, alarms } = await start(t);
  await page.goto(`${program.url}/sessions`);
  await rows(page).nth(1).waitFor();
  await page.getByRole('combobox', { name: 'Site' }).selectOption('London');
  await heading(page).getByText('1 active session.').waitFor();
  assert.deepEqual(await users(page), ['docbrown']);
  await page.getByRole('button', { name: 'Any', exact: true }).click();
  await heading(page).getByText('1 session.').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.locator('[data-figure=sessions]', { hasText: /^1$/ }).waitFor();
  assert.match(await page.locator('main').innerText(), /EDGE/);
  assert.doesNotMatch(await page.locator('main').innerText(), /HV-ASA/);
  await page.getByRole('link', { name: 'Messages' }).click();
  await page.locator('[data-message]').first().waitFor();
  assert.doesNotMatch((await page.locator('[data-message]').allInnerTexts()).join(), /HV-ASA|marty/);
  await page.getByRole('link', { name: 'Devices' }).click();
  await page.locator('main', { hasText: 'EDGE' }).waitFor();
  assert.doesNotMatch(await page.locator('main table').first().innerText(), /HV-ASA/);
  await page.getByRole('combobox', { name: 'Site' }).selectOption('');
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('lab');
  await page.locator('main', { hasText: 'HV-ASA' }).waitFor();
  assert.deepEqual(alarms, []);
});

test('columns are chosen and filtered in the address; a cell is copied by keys; both exports tell the same rows', async (t) => {
  const { program, page, alarms } = await start(t);
  await page.goto(`${program.url}/sessions?state=any&sort=user`);
  await rows(page).nth(2).waitFor();
  await page.locator('summary', { hasText: 'Columns' }).click();
  for (const name of ['State', 'Public', 'Client', 'Login', 'Duration', 'From client', 'Reason'])
    await page.getByRole('checkbox', { name, exact: true }).click();
  assert.equal(address(page).get('columns'), 'user,tunnelGroup,assignedIp,protocol,endReason,bytesTx,device');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Filter columns' }).click();
  await page.getByRole('textbox', { name: 'Filter To client' }).fill('>3k');
  await heading(page).getByText('1 session.').waitFor();
  assert.deepEqual(await users(page), ['biff']);
  await page.getByRole('textbox', { name: 'Filter To client' }).fill('');
  await page.getByRole('textbox', { name: 'Filter User' }).fill('!doc');
  await heading(page).getByText('2 sessions.').waitFor();
  assert.equal(address(page).get('where'), 'user:!doc');

  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  for (const key of ['j', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'y']) await page.keyboard.press(key);
  await page.getByRole('status').getByText('Copied 172.16.1.102.').waitFor();
  assert.equal(await pasted(page), '172.16.1.102');

  await page.locator('summary', { hasText: 'Export' }).click();
  const download = async (role: 'button' | 'link', name: 'CSV' | 'JSON') => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole(role, { name, exact: true }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  };
  const table = (text: string): readonly Readonly<Record<string, string>>[] => parse(text, { columns: true });
  const shown = table(await download('button', 'CSV'));
  assert.deepEqual(shown, [
    { ...ikev1, user: 'biff', assignedIp: '172.16.1.102', endReason: 'User Requested', bytesTx: '4000' },
    { ...ikev1, user: 'marty', assignedIp: '172.16.1.100', endReason: '', bytesTx: '' },
  ]);
  assert.equal((JSON.parse(await download('button', 'JSON')) as unknown[]).length, 2);
  const all = table(await download('link', 'CSV'));
  assert.deepEqual(
    all.map(({ user }) => user),
    ['marty', 'biff'],
    'newest first',
  );
  assert.match(all[1]?.['end'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  assert.equal((JSON.parse(await download('link', 'JSON')) as unknown[]).length, 2);
  assert.deepEqual(alarms, []);
});

const ikev1 = { tunnelGroup: 'hillvalleyvpn', protocol: 'ikev1', device: 'HV-ASA' };

test('a span that is dragged over is zoomed into, and the chart has the same as a table', async (t) => {
  const { program, page, alarms } = await start(t);
  await page.goto(`${program.url}/?from=now-2h`);
  const chart = page.getByRole('img', { name: /^Active sessions: 2 now/ });
  await chart.scrollIntoViewIfNeeded();
  const box = (await chart.boundingBox()) ?? assert.fail('no chart');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL((url) => url.searchParams.has('to'));
  const [from = 0, to = 0] = ['from', 'to'].map((end) => Date.parse(address(page).get(end) ?? ''));
  assert.ok(Math.abs(to - from - 30 * 60_000) < 4 * 60_000, `${(to - from) / 60_000} of 30 minutes`);
  await page.getByRole('img', { name: 'Active sessions: no data in this time.' }).waitFor();
  await page.goBack();
  await chart.waitFor();
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Sessions over time' }) });
  await panel.getByRole('button', { name: 'Table', exact: true }).click();
  const told = await page.getByRole('region', { name: 'Sessions over time' }).locator('tbody tr').allInnerTexts();
  assert.match(told[0] ?? '', /\t2$/);
  assert.match(told.at(-1) ?? '', /no data/);
  await page.goto(`${program.url}/?from=now-30d`);
  await page.getByRole('img', { name: /^Active sessions: 2 now/ }).waitFor();
  assert.deepEqual(alarms, []);
});

test('the type of a chart follows its window to a greater screen and back, in one drawing', async (t) => {
  const { program, page, alarms } = await start(t);
  // What is written on a canvas is known only to it: the size of the type is that of the last text of the axis.
  await page.addInitScript(`
    const fill = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (...words) {
      window.typeOfChart = parseFloat(/[\\d.]+(?=px)/.exec(this.font)[0]);
      return fill.apply(this, words);
    };`);
  await page.goto(`${program.url}/?from=now-2h`);
  await page.getByRole('img', { name: /^Active sessions: 2 now/ }).waitFor();
  const sizes = async () => {
    const read = `[window.typeOfChart, 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize)]`;
    const [chart = 0, wanted = 0] = await page.evaluate<number[]>(read);
    return { chart, wanted };
  };
  const follows = () => until(sizes, ({ chart, wanted }) => Math.abs(chart - wanted) < 0.1);
  const desk = await follows();
  await page.setViewportSize({ width: 3840, height: 2160 });
  const wall = await until(sizes, ({ chart, wanted }) => wanted > desk.wanted && Math.abs(chart - wanted) < 0.1);
  assert.ok(wall.chart > 1.3 * desk.chart, `${wall.chart} px after ${desk.chart} px`);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await until(sizes, ({ chart }) => Math.abs(chart - desk.chart) < 0.1);
  assert.equal(await page.locator('canvas').count(), 1);
  assert.deepEqual(alarms, []);
});
