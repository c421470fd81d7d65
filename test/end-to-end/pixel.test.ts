import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import type { Statistics } from '../../server/domain/statistics.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { makeLab, type Lab } from './lab.ts';
import { firewallRecord, login, logout } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A page that fails the test when it says anything on the console that is an error, or opens a dialog. */
async function open(t: TestContext, url: string): Promise<{ readonly page: Page; readonly alarms: readonly string[] }> {
  const page = await browser.newPage();
  const alarms = alarmsOf(page);
  await page.goto(url);
  t.after(() => page.close());
  return { page, alarms };
}

async function start(t: TestContext, given?: Lab) {
  const lab = given ?? (await makeLab());
  if (given === undefined) t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  return { lab, program };
}

const row = (user: string) => `[data-session][data-user=${JSON.stringify(user)}]`;

test('a datagram becomes a row on the page, and its end removes it', async (t) => {
  const { program } = await start(t);
  const { page, alarms } = await open(t, `${program.url}/sessions`);
  await page.waitForSelector('text=No device yet');
  await send(program.syslogPort, login('marty'));
  const line = page.locator(row('marty'));
  await line.waitFor();
  assert.match(await line.innerText(), /172\.16\.1\.100/);
  assert.match(await line.innerText(), /not counted/, 'a live session has no made-up number');
  await page.mouse.move(0, 0);
  await send(program.syslogPort, logout('marty'));
  await line.waitFor({ state: 'detached' });
  await page.goto(`${program.url}/sessions?state=ended`);
  await line.waitFor();
  assert.match(await line.innerText(), /3\.9/, '4000 bytes, as KiB');
  assert.deepEqual(alarms, []);
});

test('markup in a user name stays text on every screen', async (t) => {
  const { program } = await start(t);
  const evil = '<img src=x onerror=alert(1)>';
  await send(program.syslogPort, login(evil));
  const { page, alarms } = await open(t, `${program.url}/sessions`);
  const line = page.locator('[data-session]');
  await line.waitFor();
  assert.ok((await line.innerText()).includes(evil));
  const id = await line.getAttribute('data-session');
  for (const path of ['/', '/sessions', `/sessions/${id ?? ''}`, '/pools', '/devices', '/messages']) {
    await page.goto(`${program.url}${path}`);
    await page.waitForSelector('h1');
    await page.waitForSelector('.live__age');
    assert.equal(await page.locator('img[src=x]').count(), 0, path);
  }
  assert.deepEqual(alarms, []);
});

test('the firewall that a client reports stands in its tab, and its markup stays text', async (t) => {
  const { program } = await start(t);
  const evil = '<img src=x onerror=alert(1)>';
  const [first = '', ...rest] = login('marty');
  await send(program.syslogPort, [first, firewallRecord('marty', evil), ...rest]);
  const { page, alarms } = await open(t, `${program.url}/sessions`);
  await page.locator(row('marty')).waitFor();
  const id = (await page.locator(row('marty')).getAttribute('data-session')) ?? '';
  await page.goto(`${program.url}/sessions/${id}`);
  await page.getByRole('tab', { name: 'Firewall' }).click();
  const panel = page.locator('#panel');
  assert.ok((await panel.innerText()).includes(`Cisco Systems(1) CIC(1) ${evil}`));
  assert.equal(await page.locator('img[src=x]').count(), 0);
  const { statistics } = await program.get<{ statistics: Statistics }>(`/api/sessions/${id}`);
  const { value, is, at } = statistics.client.firewall;
  assert.deepEqual([value, is, typeof at], [`Cisco Systems(1) CIC(1) ${evil}`, 'measured', 'number']);
  assert.deepEqual(alarms, []);
});

test('a lost server is unmistakable within 5 seconds, and the page heals without a reload', async (t) => {
  const { lab, program } = await start(t);
  await send(program.syslogPort, login('marty'));
  const { page, alarms } = await open(t, `${program.url}/sessions`);
  await page.locator(row('marty')).waitFor();
  await page.evaluate(`window.mark = 'the same page'`);
  const { port } = new URL(program.url);
  await program.kill();
  await page.waitForSelector('[data-testid=lost]', { timeout: 30_000 });

  const again = await startProgram(lab.database, { PORT: port });
  t.after(() => again.kill());
  await send(again.syslogPort, logout('marty'));
  await send(again.syslogPort, login('docbrown'));
  await page.waitForSelector('[data-testid=lost]', { state: 'detached' });
  await page.locator(row('docbrown')).waitFor();
  await page.locator(row('marty')).waitFor({ state: 'detached' });
  assert.equal(await page.evaluate<unknown>('window.mark'), 'the same page');
  assert.deepEqual(alarms, []);
});

test('a server that hangs with its connections open is as lost as a dead one', async (t) => {
  const { program } = await start(t);
  await send(program.syslogPort, login('marty'));
  const { page } = await open(t, program.url);
  await page.waitForSelector('[data-figure=sessions]');
  program.child.kill('SIGSTOP');
  t.after(() => program.child.kill('SIGCONT'));
  await page.waitForSelector('[data-testid=lost]', { timeout: 30_000 });
  program.child.kill('SIGCONT');
  await page.waitForSelector('[data-testid=lost]', { state: 'detached' });
});
