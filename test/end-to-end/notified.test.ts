import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { BrowserContext, Page } from 'playwright';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { fetchIn } from './let-in.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const NO_ADDRESS = 'Critical: Clients get no address: the pools are full';
/** The tones of one sound. */
const TONES = 2;

/** Notes what the page asks of the browser, and lets it have it. */
const witness = `
  const told = [];
  window.witness = told;
  window.Notification = new Proxy(Notification, {
    construct(real, [title, options]) {
      const made = new real(title, options);
      told.push(made);
      void noteNotification(title, options.body);
      return made;
    },
  });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    void noteTone(this.context.state);
    return start.apply(this, when);
  };`;

interface Witnessed {
  readonly page: Page;
  /** Title and text of each notification, whatever page of the tab it came from. */
  readonly notifications: string[];
  /** The state of the audio context at the start of each tone. */
  readonly tones: string[];
}

async function watched(context: BrowserContext): Promise<Witnessed> {
  const notifications: string[] = [];
  const tones: string[] = [];
  await context.exposeFunction('noteNotification', (title: string, body: string) => void notifications.push(`${title} | ${body}`)); // prettier-ignore
  await context.exposeFunction('noteTone', (state: string) => void tones.push(state));
  await context.addInitScript(witness);
  return { page: await context.newPage(), notifications, tones };
}

test('who has asked for it is told of each new alert by one notification and one sound, of nobody’s name, and of nothing twice', async (t) => {
  const { program, raise } = await stage(t);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const context = await browser.newContext();
  await context.grantPermissions(['notifications'], { origin: program.url });
  const { page, notifications, tones } = await watched(context);
  const alarms = alarmsOf(page);
  const notified = (): Promise<readonly string[]> => until(() => Promise.resolve(notifications.splice(0)), (all) => all.length > 0); // prettier-ignore
  await raise('noAddress', '127.0.0.3');

  await page.goto(program.url);
  await shows(page, 1);
  await page.getByText('Alarm', { exact: true }).click();
  const notify = page.getByRole('button', { name: 'Notify me in this browser' });
  const sound = page.getByRole('button', { name: 'Sound on critical' });
  await notify.click();
  await page.getByRole('button', { name: 'Notify me in this browser', pressed: true }).waitFor();
  await sound.click();
  await page.getByRole('button', { name: 'Sound on critical', pressed: true }).waitFor();
  await until(() => Promise.resolve(tones.length), (n) => n === TONES); // prettier-ignore
  tones.length = 0;
  assert.deepEqual(notifications, [], 'what was there before is on the page');

  await raise('noAddress', '127.0.0.4');
  assert.deepEqual(await notified(), [`${NO_ADDRESS} | 127.0.0.4`]);
  await raise('lockout', '127.0.0.1');
  assert.deepEqual(await notified(), ['Warning: A known user is locked out | HV-ASA']);
  assert.deepEqual(tones.splice(0), ['running', 'running'], 'a warning makes none');

  // A new page of the browser that has asked: what is there was told, or is on the page.
  await page.reload();
  await shows(page, 3);
  await silence(program, '127.0.0.5');
  const mute = await raise('noAddress', '127.0.0.5');
  assert.equal(mute.muted, 'silenced');
  await page.getByText('1 muted').waitFor();
  await raise('noAddress', '127.0.0.6');
  assert.deepEqual(await notified(), [`${NO_ADDRESS} | 127.0.0.6`]);
  await shows(page, 4);
  await until(() => Promise.resolve(tones.length), (n) => n >= TONES); // prettier-ignore
  assert.equal(tones.splice(0).length, TONES);

  // Switched off, and on again: what came meanwhile is on the page.
  await page.getByText('Alarm', { exact: true }).click();
  await notify.click();
  await sound.click();
  await page.getByRole('button', { name: 'Sound on critical', pressed: false }).waitFor();
  await raise('noAddress', '127.0.0.7');
  await shows(page, 5);
  await notify.click();
  await page.getByRole('button', { name: 'Notify me in this browser', pressed: true }).waitFor();
  const last = await raise('noAddress', '127.0.0.8');
  assert.deepEqual(await notified(), [`${NO_ADDRESS} | 127.0.0.8`]);
  assert.deepEqual(tones, []);

  await page.evaluate(`witness.at(-1).dispatchEvent(new Event('click'))`);
  await page.waitForURL(`${program.url}/alerts/${last.id}`);
  await page.locator('h1').waitFor();
  assert.deepEqual(notifications, []);
  assert.deepEqual(alarms, []);
});

test('a browser that refuses notifications is said to, at once', async (t) => {
  const { program, raise } = await stage(t);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const { page, notifications } = await watched(context);
  const devtools = await browser.newBrowserCDPSession();
  const { targetInfo } = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
  const permit = (setting: 'prompt' | 'granted' | 'denied') =>
    devtools.send('Browser.setPermission', {
      ...{ permission: { name: 'notifications' }, setting, origin: program.url },
      ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }),
    });
  await permit('prompt');
  await page.goto(program.url);
  await page.getByText('Alarm', { exact: true }).click();
  await page.getByText('Of each new alert that asks for somebody').waitFor();
  await permit('denied');
  await page.getByRole('button', { name: 'Notify me in this browser' }).click();
  await page.getByText('This browser refuses: allow notifications for this page in its settings.').waitFor();
  await page.getByRole('button', { name: 'Notify me in this browser', pressed: false }).waitFor();
  // Allowed in its settings after all, and taken back there.
  await permit('granted');
  await page.getByRole('button', { name: 'Notify me in this browser', pressed: true }).waitFor();
  await permit('denied');
  await page.getByRole('button', { name: 'Notify me in this browser', pressed: false }).waitFor();
  await raise('noAddress', '127.0.0.3');
  await shows(page, 1);
  assert.deepEqual(notifications, []);
});

interface Open {
  readonly alerts: readonly AlertRow[];
}

/** A head-end where somebody is known, others that come by themselves under their addresses, and what raises an alert there; it is there once it resolves. */
async function stage(t: TestContext) {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  await send(program.syslogPort, login('marty'));
  await until(
    () => program.get<{ sessions: readonly unknown[] }>('/api/sessions?limit=10'),
    ({ sessions }) => sessions.length === 1,
  );
  const lines = {
    noAddress:
      '<163>%ASA-3-713132: Group = hillvalleyvpn, Username = marty, IP = 192.0.2.7, Cannot obtain an IP address for remote peer',
    lockout: "<166>%ASA-6-113006: User 'marty' locked out on exceeding '5' successive failed authentication attempts",
  } as const;
  const raise = async (kind: keyof typeof lines, from: string): Promise<AlertRow> => {
    const { alerts: before } = await program.get<Open>('/api/alerts?state=open');
    await send(program.syslogPort, [lines[kind]], { from });
    const { alerts } = await until(
      () => program.get<Open>('/api/alerts?state=open'),
      (told) => told.alerts.length > before.length,
    );
    const raised = alerts.find(({ id }) => before.every((one) => one.id !== id));
    assert.ok(raised !== undefined);
    return raised;
  };
  return { program, raise };
}

async function silence({ url }: Program, device: string): Promise<void> {
  const body = { matchers: { device }, reason: 'a test', until: Date.now() + 3_600_000 };
  const answer = await fetchIn(`${url}/api/alerts/silences`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.text());
}

/** Resolves when the tab says that so many alerts ask for somebody. */
async function shows(page: Page, count: number): Promise<void> {
  await until(
    () => page.title(),
    (title) => title.startsWith(`(${count}) `),
  );
}
