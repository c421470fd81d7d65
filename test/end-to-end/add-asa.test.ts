import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { serveSnmp } from '../asa/snmp/agent.ts';
import { sendTraps } from '../asa/snmp/trap-sender.ts';
import { busyAsa } from '../collectors/show/lab.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';

/** Presses Tab until the box, link or button with that selector has the focus: nothing is reached by the mouse. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) === true`)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`80 times Tab do not lead to ${selector}`);
}

test('from an empty database, by the keyboard alone: the lines for the ASA, and ticks that turn green as its line, trap and polls arrive', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  t.after(() => program.kill());
  const { trapPort = 0 } = await program.otherPorts();
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const alarms = alarmsOf(page);
  const tick = (id: string, state: string) => page.locator(`[data-tick="${id}"][data-state="${state}"]`);
  const block = (id: string): Promise<string> => page.locator(`[data-block="${id}"]`).innerText();

  await page.goto(program.url);
  await page.getByRole('link', { name: 'Add an ASA' }).first().waitFor();
  await tabTo(page, 'a[href="/devices/add"]');
  await page.keyboard.press('Enter');
  await page.locator('#add-name').waitFor();
  await tabTo(page, '#add-name');
  for (const text of ['HV-ASA', '127.0.0.1', '9.1(7)']) {
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  const asked = new URL(page.url()).searchParams;
  assert.deepEqual([asked.get('name'), asked.get('host'), asked.get('release')], ['HV-ASA', '127.0.0.1', '9.1(7)']);
  const syslog = await block('syslog');
  assert.match(syslog, new RegExp(`logging host inside \\S+ udp/${program.syslogPort}\\b`));
  assert.match(await block('snmp'), new RegExp(`udp-port ${trapPort}\\b`));
  assert.match(await block('form'), /logging timestamp\n/, '9.1 knows no rfc5424');
  assert.match(
    await block('our-poll'),
    /tunnelwatch device poll HV-ASA ssh:\/\/tunnelwatch@127\.0\.0\.1 --enable --legacy/,
  );
  for (const id of ['line', 'understood', 'trap', 'snmp', 'show', 'adopted']) await tick(id, 'waiting').waitFor();
  assert.match(await page.locator('h1').innerText(), /Nothing has come of HV-ASA yet/);

  // What other log servers get today stays: the level in force begins the list.
  await tabTo(page, '#add-filter');
  await page.keyboard.type('level warnings');
  await page.locator('[data-block="syslog"]', { hasText: 'logging list VPNMON level warnings' }).waitFor();
  assert.match(await block('syslog'), /other log servers keep what they get today/);

  await send(program.syslogPort, login('marty'));
  await tick('line', 'done').waitFor();
  await tick('understood', 'done').waitFor();
  assert.match(await tick('line', 'done').innerText(), /ago \(.*\) from 127\.0\.0\.1\.[^]*%ASA-6-113012/);
  assert.match(await page.locator('.ticks ~ [role="status"]').innerText(), /First syslog line: /);
  const adopt = /tunnelwatch (device adopt 127\.0\.0\.1 --name HV-ASA)/.exec(
    await tick('adopted', 'waiting').innerText(),
  );
  await tunnelwatch(lab.database, ...(adopt?.[1]?.split(' ') ?? []));
  await tick('adopted', 'done').waitFor();

  const asa = await busyAsa('9.1');
  const agent = await serveSnmp(deviceOf(asa), { community: 'hoverboard' });
  t.after(() => agent.close());
  const act = (action: string, body: object) =>
    callControl(socketPath(lab.database), action, { device: 'HV-ASA', ...body });
  await act('snmp.set', { version: '2c', community: 'hoverboard', host: '127.0.0.1', port: agent.port });
  await tick('snmp', 'done').waitFor();
  const access = { version: 'v2c', community: 'hoverboard' } as const;
  const traps = await sendTraps(deviceOf(asa), { host: '127.0.0.1', port: trapPort, access });
  t.after(() => traps.stop());
  traps.notify('coldStart');
  await tick('trap', 'done').waitFor();

  const ssh = await serveSsh(deviceOf(asa), { syslog: false });
  t.after(() => ssh.close());
  const url = `ssh://tunnelwatch@127.0.0.1:${ssh.port}`;
  await act('polling.set', { url, password: 'flux capacitor', enable: 'great scott' });
  await tick('show', 'failed').waitFor();
  assert.match(
    await tick('show', 'failed').innerText(),
    /key that nobody has accepted[^]*tunnelwatch device key HV-ASA/,
  );
  await act('polling.accept', { fingerprint: `SHA256:${ssh.fingerprint}` });
  await tick('show', 'done').waitFor();
  await page.locator('h1', { hasText: 'All has come of HV-ASA.' }).waitFor();

  // The devices' page tells the same, and of who waits.
  await send(program.syslogPort, login('biff', '172.16.1.101'), { from: '127.0.0.9' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  const row = page.locator('[data-device="HV-ASA"]');
  await row.getByText('each 60 s').first().waitFor();
  const told = (await row.innerText()).replace(/\s+/g, ' ');
  assert.match(told, /9\.1\(7\)/);
  assert.match(told, /critical|warning/);
  const pending = page.locator('[data-pending="127.0.0.9"]');
  await pending.getByText('lines of an ASA that tell of the VPN').waitFor();
  assert.match(await pending.innerText(), /5 messages[^]*%ASA-6-113012[^]*tunnelwatch device adopt 127\.0\.0\.9/);
  const shots = process.env['SHOTS'];
  const sizes = [[360, 800], [1440, 900], ...(shots === undefined ? [] : [[3840, 2160]])] as const; // prettier-ignore
  for (const path of ['devices', `devices/add?${asked.toString()}`]) {
    for (const [width = 0, height = 0] of sizes) {
      await page.setViewportSize({ width, height });
      await page.goto(`${program.url}/${path}`);
      await page.locator('[data-device], [data-tick="adopted"][data-state="done"]').first().waitFor();
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      assert.ok(wide <= width, `/${path} at ${width} is ${wide} wide`);
      for (const colorScheme of shots === undefined ? [] : (['light', 'dark'] as const)) {
        await page.emulateMedia({ colorScheme });
        const name = `${path.startsWith('devices/add') ? 'add' : 'devices'}-${width}-${colorScheme}`;
        await page.screenshot({ path: `${shots ?? ''}/${name}.png`, fullPage: true });
      }
    }
  }
  assert.deepEqual(alarms, []);
});
