import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import type { Finding } from '../../server/domain/doctor/finding.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { busyAsa } from '../collectors/show/lab.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

interface Told {
  readonly configuration: { readonly source: string; readonly complete: boolean } | null;
  readonly findings: readonly Finding[];
}

test('the page of a device says that there is no configuration, then what the file gets wrong, then what is polled', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await tunnelwatch(lab.database, 'device', 'add', 'edge', '127.0.0.2');
  await addHeadEnd(lab);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const alarms = alarmsOf(page);

  await page.goto(`${program.url}/devices/edge`);
  await page.getByText('No configuration yet, so').waitFor();
  assert.match(await page.locator('main').innerText(), /tunnelwatch device config edge --running-config FILE/);

  await send(program.syslogPort, login('marty'));
  const told = await until(
    () => program.get<Told>('/api/devices/HV-ASA/findings'),
    ({ findings }) => findings.some(({ touches = [] }) => touches.some(({ sessions }) => sessions === 1)),
  );
  assert.equal(told.configuration?.source, 'file');
  const order = told.findings.map(({ severity }) => ['critical', 'warning', 'note'].indexOf(severity));
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  await page.goto(`${program.url}/devices`);
  await page.getByRole('link', { name: 'HV-ASA', exact: true }).click();
  const missing = page.locator('[data-finding="policy-missing"]');
  await missing.waitFor();
  assert.match(await missing.innerText(), /default-group-policy hillvalleyvpn/);
  assert.match(await page.locator('.findings').innerText(), /No safe fix: migrate/);
  assert.match(await page.locator('.findings').innerText(), /1 session in hillvalleyvpn/);

  const to = await serveSsh(deviceOf(await busyAsa('9.1')), { syslog: false });
  t.after(() => to.close());
  const act = (action: string, body: object) =>
    callControl(socketPath(lab.database), action, { device: 'edge', ...body });
  const url = `ssh://tunnelwatch@127.0.0.1:${to.port}`;
  await act('polling.set', { url, password: 'flux capacitor', enable: 'great scott' });
  await page.goto(`${program.url}/devices/edge`);
  await page.locator('[data-failure="key unknown"]').first().waitFor();
  assert.match(await page.locator('main').innerText(), /tunnelwatch device key edge SHA256:/);
  await act('polling.accept', { fingerprint: `SHA256:${to.fingerprint}` });
  const polled = await until(
    () => program.get<Told>('/api/devices/edge/findings'),
    ({ configuration }) => configuration !== null,
  );
  assert.deepEqual([polled.configuration?.source, polled.configuration?.complete], ['poll', true]);
  await page.reload();
  await page.getByText('9.1(7)').first().waitFor();
  await page
    .getByText(/polled .* ago/)
    .first()
    .waitFor();

  const shots = process.env['SHOTS'];
  for (const [width, name] of [
    [1440, 'edge'],
    [1440, 'HV-ASA'],
    [360, 'edge'],
    [360, 'HV-ASA'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${program.url}/devices/${name}`);
    await page.locator('.finding').first().waitFor();
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(wide <= width, `${name} at ${width} is ${wide} wide`);
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
  }
  assert.deepEqual(alarms, []);
});
