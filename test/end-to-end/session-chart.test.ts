import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SessionRow } from '../../server/domain/feed.ts';
import { launchBrowser } from './browser.ts';
import { tunnelwatch } from './lab.ts';
import { startScreen } from './screen.ts';

const MINUTE = 60_000;
const PROMPT = 'HV-ASA# ';

/** As an ASA 9.1 lists a session, minutes after its login. */
function listing(minutes: number): string {
  return [
    `${PROMPT}show vpn-sessiondb ra-ikev1-ipsec`,
    '',
    'Session Type: IKEv1 IPsec',
    '',
    'Username     : marty                  Index        : 11',
    'Assigned IP  : 172.16.1.100           Public IP    : 198.51.100.23',
    'Protocol     : IKEv1 IPsecOverNatT',
    'License      : Other VPN',
    'Encryption   : IKEv1: (1)3DES  IPsecOverNatT: (1)AES128',
    'Hashing      : IKEv1: (1)SHA1  IPsecOverNatT: (1)SHA1',
    `Bytes Tx     : ${String(minutes * 240_000).padEnd(22)} Bytes Rx     : ${minutes * 4680}`,
    'Group Policy : hillvalleyvpn          Tunnel Group : hillvalleyvpn',
    'Login Time   : 10:11:12 UTC Mon Jan 5 2026',
    `Duration     : 0h:${minutes}m:00s`,
    'Inactivity   : 0h:00m:00s',
    'VLAN Mapping : N/A                    VLAN         : none',
    '',
    PROMPT,
  ].join('\r\n');
}

test('a span of a session’s rates that is dragged over, and the table, stand in the address: opened anew it shows the same, and Back leads out', async (t) => {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const { lab, program, page, alarms } = await startScreen(t, browser);
  await tunnelwatch(lab.database, 'device', 'add', 'HV-ASA', '127.0.0.1');
  const now = Date.now();
  const file = join(lab.folder, 'session.log');
  for (const minutes of [22, 23, 24, 25, 26, 27, 28, 29]) {
    await writeFile(file, listing(minutes));
    const at = new Date(now - (30 - minutes) * MINUTE).toISOString();
    await tunnelwatch(lab.database, 'device', 'feed', 'HV-ASA', file, '--at', at);
  }
  const { sessions } = await program.get<{ sessions: SessionRow[] }>('/api/sessions?user=marty');
  const [session] = sessions;
  assert.ok(session);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.goto(`${program.url}/sessions/${session.id}`);
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Rate', exact: true }) });
  const table = panel.getByRole('region', { name: 'Rate' });
  const search = () => new URL(page.url()).searchParams;

  const chart = panel.getByRole('img');
  const box = (await chart.boundingBox()) ?? assert.fail('no chart');
  await page.mouse.move(box.x + box.width * 0.8, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.95, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL((url) => url.searchParams.has('from') && url.searchParams.has('to'));
  const [from = 0, to = 0] = ['from', 'to'].map((end) => Date.parse(search().get(end) ?? ''));
  assert.ok(Math.abs(to - from - 0.15 * 30 * MINUTE) < MINUTE, `${(to - from) / MINUTE} of 4.5 minutes`);
  await page.getByText('this page shows now, its charts this time').waitFor();

  await panel.getByRole('button', { name: 'Table' }).click();
  await page.waitForURL((url) => url.searchParams.get('charts') === 'table');
  const rows = await table.locator('tbody tr').allInnerTexts();
  assert.ok(rows.length > 1 && rows.length < 7, `${rows.length} counts in ${(to - from) / MINUTE} minutes`);
  assert.match(rows[0] ?? '', /3\.9 KiB\/s/);

  // Somebody else opens the link.
  const other = await page.context().newPage();
  await other.goto(page.url());
  const theirs = other.getByRole('region', { name: 'Rate', exact: true }).locator('tbody tr');
  await theirs.nth(rows.length - 1).waitFor();
  assert.equal(await theirs.count(), rows.length);
  await other.close();

  await page.goBack();
  await chart.waitFor();
  assert.equal(search().get('charts'), null);
  assert.ok(search().has('from'));
  await page.goBack();
  await panel.getByText('bytes a second since login').waitFor();
  assert.equal(search().size, 0);
  await page.goto(`${program.url}/sessions/${session.id}?from=2026-01-05&to=2026-01-06`);
  await panel.getByText('This session was not there then').waitFor();
  await panel.getByRole('button', { name: 'All of it' }).click();
  await chart.waitFor();
  assert.deepEqual(alarms, []);
});
