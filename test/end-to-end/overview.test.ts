import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import { answer } from '../asa/cli/answer.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { connections, memoryBytes } from '../asa/cli/health.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { simulate } from '../asa/simulation.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';

test('the overview shows what a polled ASA carries, as its ledger has it, and of one that is not polled that nothing is known', async (t) => {
  const story = { release: '9.1', scenario: 'everything', users: 40, sessionSeconds: 900 } as const;
  const { asa, engine } = simulate(() => undefined, story);
  await engine.run({ until: engine.now() + 3_600_000 });
  // From here on it stands still: what it has counted does not change.
  const truth = deviceOf(asa);
  const ssh = await serveSsh(truth, { syslog: false });
  t.after(() => ssh.close());
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  await tunnelwatch(lab.database, 'device', 'add', 'LON2', '127.0.0.9');
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const act = (action: string, body: object) => callControl(socketPath(lab.database), action, { device: 'HV-ASA', ...body }); // prettier-ignore
  const url = `ssh://tunnelwatch@127.0.0.1:${ssh.port}`;
  await act('polling.set', { url, password: 'flux capacitor', enable: 'great scott' });
  await act('polling.accept', { fingerprint: `SHA256:${ssh.fingerprint}` });
  // One line: a head-end of which no message is heard has no sessions that anybody knows of.
  await send(program.syslogPort, ['<166>%ASA-6-605005: Login permitted from 127.0.0.1/3601 to inside:172.16.1.2/ssh for user "tunnelwatch"']); // prettier-ignore
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const alarms = alarmsOf(page);
  const text = async (where: string): Promise<string> => (await page.locator(where).innerText()).replace(/\s+/g, ' ');

  const listings = ['ra-ikev1-ipsec', 'anyconnect', 'ra-ikev2-ipsec', 'webvpn'].map((word) => answer(truth, `show vpn-sessiondb ${word}`).join('\n')); // prettier-ignore
  const all = listings.join('\n');
  const sum = (label: string) => [...all.matchAll(new RegExp(`${label} *: (\\d+)`, 'g'))].reduce((total, [, told]) => total + Number(told), 0); // prettier-ignore
  const rows = (told: string) => told.match(/^Username/gm)?.length ?? 0;
  const sessions = rows(all);
  assert.equal(sessions, [...asa.sessions].length);

  await page.goto(`${program.url}/`);
  await page.locator('[data-figure=sessions]', { hasText: new RegExp(`^${sessions}$`) }).waitFor({ timeout: 30_000 });
  const { total, used } = memoryBytes(asa);
  await page.locator('[data-load=HV-ASA]', { hasText: `${Math.floor((100 * used) / total)} %` }).waitFor();
  assert.ok((await text('[data-load=HV-ASA]')).includes(` ${connections(asa).inUse} `), 'connections');
  assert.match(await text('[data-load=HV-ASA]'), new RegExp(`HV-ASA ${sessions} of 750`));
  assert.match(await text('[data-load=LON2]'), /Unknown LON2 unknown not polled/);
  await page.getByText('tunnelwatch device poll LON2 ssh://USER@ADDRESS').first().waitFor();
  // Bytes to the last one, of those sessions that the listings told.
  const bytes = page.locator('.tile', { has: page.locator('[data-figure=bytesTx]') });
  await bytes.getByText(`and ${sessions} running`).waitFor();
  for (const [id, label] of [
    ['bytesTx', 'Bytes Tx'],
    ['bytesRx', 'Bytes Rx'],
  ] as const) {
    const exact = await page.locator('.tile__figures > span', { has: page.locator(`[data-figure=${id}]`) }).getAttribute('title'); // prettier-ignore
    assert.equal(exact, `${sum(label).toLocaleString('en')} bytes`);
  }
  assert.match(await text('.tile:has([data-figure=rate-tx])'), /UNKNOWN.*a rate needs two listings/);
  assert.match(await text('[data-limit=ikev1]'), new RegExp(` ${rows(listings[0] ?? '')} `));
  assert.match(await text('[data-limit=all]'), new RegExp(`${sessions} limit known of 1 of 2 head-ends`));
  assert.equal((await page.locator('[data-aaa]').count()) > 0, true);

  // Every figure of the census leads to as many sessions as it says.
  const weak = all.split(/^Username/m).slice(1).filter((row) => /Encryption.*3DES/.test(row)).length; // prettier-ignore
  assert.ok(weak > 0);
  // Nobody watched fifteen minutes ago, and that is said.
  for (const one of ['[data-census="3DES"]', '[data-pool]', '.panel:has([data-aaa])'])
    assert.match(await page.locator(one).first().innerText(), /no trend yet/, one);
  assert.equal(await page.locator('[data-load=HV-ASA] td[title*="no trend yet"]').count(), 2, 'memory and connections');
  assert.match(await text('[data-census="3DES"]'), new RegExp(`3DES ${weak} of`));
  await page.locator('[data-census="3DES"]').click();
  await page.locator(`.table--sessions[aria-rowcount="${weak + 2}"], .table--sessions[aria-rowcount="${weak + 1}"]`).waitFor(); // prettier-ignore
  assert.match(page.url(), /where=crypto%3A3DES/);

  const shots = process.env['SHOTS'];
  for (const [width, height] of [
    [1440, 1000],
    [360, 800],
    [3840, 2160],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await page.goto(`${program.url}/`);
      await page.locator('[data-load=HV-ASA]', { hasText: 'of 750' }).waitFor();
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= width, `at ${width} it is ${wide} wide`);
      if (shots !== undefined) await page.screenshot({ path: `${shots}/overview-${width}-${colorScheme}.png`, fullPage: true }); // prettier-ignore
    }
  }
  assert.deepEqual(alarms, []);
});
