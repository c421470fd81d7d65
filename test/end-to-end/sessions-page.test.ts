import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import type { Summary } from '../../server/domain/feed.ts';
import { openSyslogUdp } from '../asa/syslog-udp.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { makeLab } from './lab.ts';
import { closed, opened } from './crowd-lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

async function start(t: TestContext) {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  t.after(() => page.close());
  return { program, page, alarms: alarmsOf(page) };
}

/** So many users who have been assigned an address. */
async function crowd({ syslogPort, get }: Program, size: number): Promise<void> {
  const syslog = await openSyslogUdp({ host: '127.0.0.1', port: syslogPort, from: '127.0.0.1', most: 3000 });
  for (let n = 0; n < size; n += 1) for (const line of opened(`user${n}`, n)) syslog.send(line);
  await syslog.close();
  await until(
    () => get<Summary>('/api/summary'),
    ({ sessions }) => sessions.total === size,
  );
}

const heading = (page: Page) => page.locator('h1');
const row = (page: Page, user: string) => page.locator(`[data-session][data-user=${user}]`);
const users = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('[data-session]')].map((row) => row.dataset.user)`);

test('a large table says how much of it is here until it is whole, and no search finds nothing before', async (t) => {
  const { program, page, alarms } = await start(t);
  await crowd(program, 1200);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      // The request for the second part of the sessions waits.
      if (String(message).includes('["more",')) void held.then(() => server.send(message));
      else server.send(message);
    });
  });
  await page.goto(`${program.url}/sessions?q=user0`);
  await heading(page)
    .getByText(/^Loading: \d+ of 1,200 sessions are here\.$/)
    .waitFor();
  await page.getByText('0 of them listed below. 1,200 sessions active now.').waitFor();
  assert.equal(await page.locator('[data-session]').count(), 0);
  release();
  await heading(page).getByText('1 active session matches “user0”.').waitFor();
  await page.goto(`${program.url}/sessions?sort=-user`);
  await heading(page).getByText('1,200 active sessions.').waitFor();
  // All may be here and not yet all in their places, and rows fill the window frame by frame.
  await page.locator('.table--sessions[aria-busy=false]').waitFor();
  await row(page, 'user1170').waitFor();
  assert.deepEqual((await users(page)).slice(0, 3), ['user1199', 'user1198', 'user1197']);
  const drawn = await page.locator('[data-session]').count();
  assert.ok(drawn < 80, `${drawn} rows of 1,200 are on the page`);
  await page.keyboard.press('End');
  await row(page, 'user0').waitFor();
  assert.deepEqual(alarms, []);
});

test('rows stay where they are under the pointer: new ones are counted and let in by a click, those that left are marked', async (t) => {
  const { program, page, alarms } = await start(t);
  const begun = performance.now();
  await send(program.syslogPort, [...opened('marty', 1), ...opened('docbrown', 2)]);
  await page.goto(`${program.url}/sessions?sort=user`);
  await heading(page).getByText('2 active sessions.').waitFor();
  await row(page, 'marty').hover();
  await send(program.syslogPort, [...opened('biff', 3), closed('docbrown', 2, (performance.now() - begun) / 1000)]);
  const fresh = page.getByRole('button', { name: '1 new' });
  await fresh.waitFor();
  assert.deepEqual(await users(page), ['docbrown', 'marty']);
  await page.locator('.is-gone[data-user=docbrown]').waitFor();
  await fresh.click();
  await row(page, 'biff').waitFor();
  assert.deepEqual(await users(page), ['biff', 'marty']);
  await page.mouse.move(0, 0);
  await send(program.syslogPort, opened('einstein', 4));
  await row(page, 'einstein').waitFor();
  assert.deepEqual(await users(page), ['biff', 'einstein', 'marty']);
  assert.deepEqual(alarms, []);
});
