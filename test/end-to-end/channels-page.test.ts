import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { test } from 'node:test';
import { alarmsOf, launchBrowser } from './browser.ts';
import { raised } from '../server/alert/lab.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { putLetters } from './letters.ts';
import { startProgram } from './program.ts';
import { until } from './until.ts';

test('a channel is tested from its page, and what was given up is sent again, by keyboard', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const taken: string[] = [];
  const open = async (port: number): Promise<Server> => {
    const server = createServer((socket) => socket.on('data', (data) => taken.push(String(data))));
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    return server;
  };
  const first = await open(0);
  const { port } = first.address() as AddressInfo; // it listens on a port, not on a pipe
  await new Promise((closed) => first.close(closed));
  const added = ['add', 'siem', 'syslog', '--host', '127.0.0.1', '--port', String(port), '--transport', 'tcp'];
  await tunnelwatch(lab.database, 'channel', ...added);
  await putLetters(lab.database);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const alarms = alarmsOf(page);

  await page.goto(`${program.url}/alerts/channels`);
  await page.locator('h1', { hasText: '1 channel; 1 message could not be sent.' }).waitFor();
  await page.getByText(`syslog to 127.0.0.1 port ${port}`).waitFor();
  const tests = page.getByRole('button', { name: 'Test siem' });
  await tests.press('Enter');
  const refused = 'NOT sent: nobody listens there (connection refused)';
  await page.getByRole('status').filter({ hasText: refused }).waitFor();
  await page.locator('[data-channel=siem]', { hasText: 'test,' }).waitFor();

  const second = await open(port);
  t.after(() => second.close());
  await page.getByRole('button', { name: `Send again: ${raised.title}, to siem` }).press('Enter');
  await page.getByText('It is on its way to siem again.').waitFor();
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'It is on its way to siem again.', 'whoever pressed stands where it is said'); // prettier-ignore
  await until(
    () => Promise.resolve(taken.join('')),
    (all) => all.includes(' tunnelwatch - raised ['),
  );
  await page.locator('h1', { hasText: '1 channel; nothing is held up.' }).waitFor();
  await tests.press('Enter');
  await page.getByRole('status').filter({ hasText: /^sent: / }).waitFor(); // prettier-ignore
  assert.deepEqual(alarms, []);
});
