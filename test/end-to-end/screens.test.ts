import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright';
import { keysOf } from '../../web/keys.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { screensOf, startEstate } from './estate.ts';
import { tunnelwatchTyped } from './lab.ts';
import { until } from './until.ts';

const PASSWORD = 'gigawatts at 88 mph';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** The rules of axe that look at colours: what all others say is the same in the dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe holds against the page as it stands, one line each, by all rules that it has, or by these.
 * A page that is cut off is dimmed on purpose: where the machine is so busy that the page takes its server for lost, it is looked at again.
 */
async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const { found } = await until(
    () =>
      page.evaluate<{ found: Violation[]; lost: boolean }>(`(async () => {
        const lost = () => document.querySelector('[data-testid=lost]') !== null;
        const before = lost();
        const { violations } = await axe.run(${rules === undefined ? '' : JSON.stringify({ runOnly: rules })});
        return { found: violations, lost: before || lost() };
      })()`),
    ({ lost }) => !lost,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

const rulesIn = (colorScheme: 'light' | 'dark') => (colorScheme === 'dark' ? COLOURS : undefined);

/** What answers to a pointer, and that no key reaches: neither it, nor what is in it, nor what listens around it. Only the debugger knows who listens. */
async function unreachable(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', {
    includeCommandLineAPI: true,
    returnByValue: true,
    expression: `(() => {
      const keys = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
      const listens = (one) => ['click', 'dblclick', 'pointerdown', 'mousedown'].some((event) => getEventListeners(one)[event]);
      const all = [...document.querySelectorAll('body *')].filter((one) => one.id !== 'app' && listens(one));
      const reached = (one) => one !== null && (one.closest(keys) !== null || one.querySelector(keys) !== null || reached(all.findLast((other) => other !== one && other.contains(one)) ?? null));
      return [all.length, all.filter((one) => !reached(one)).map((one) => one.outerHTML.slice(0, 200))];
    })()`,
  });
  await session.detach();
  const [listeners, found] = result.value as [number, string[]]; // as the expression makes it
  assert.ok(listeners > 0 || page.url().includes('/wall'), 'the debugger tells who listens');
  return found;
}

test('every screen, in light and dark, on a desk and on a phone: axe finds nothing, no pointer is needed, and none is wider than the phone', async (t) => {
  const estate = await startEstate(t);
  const screens = screensOf(estate);
  const main = await readFile('web/main.tsx', 'utf8');
  const routes = [...main.matchAll(/<Route (?:path=)?[{"]?([^\s"}]+)/g)].map(([, route]) => route);
  assert.deepEqual(
    [...new Set(screens.map(([route]) => route))].sort(),
    [...routes].sort(),
    'every screen is looked at',
  );
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const shots = process.env['SHOTS'];
  for (const [, path] of screens)
    await t.test(path, async () => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const alarms = alarmsOf(page);
      await page.goto(`${estate.program.url}${path}`);
      await page.locator('h1').waitFor();
      await page.waitForLoadState('networkidle');
      await page.evaluate(axe.source);
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          if (shots !== undefined)
            await page.screenshot({ path: `${shots}/${path.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`, fullPage: true }); // prettier-ignore
          assert.deepEqual(await violations(page, rulesIn(colorScheme)), [], `${path}, ${colorScheme}, ${width} wide`);
        }
        assert.deepEqual(await unreachable(page), [], `${path} at ${width}`);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        assert.ok(wide <= width, `${path} at ${width} is ${wide} wide`);
      }
      assert.deepEqual(alarms, []);
      await page.close();
    });

  await t.test('the way in, and a wall that waits to be let in', async () => {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    for (const [path, whole] of [
      ['/', page.getByRole('form', { name: 'Log in' })],
      ['/wall', page.getByText(/^[A-Z2-9]{4}-/)],
    ] as const) {
      await page.goto(`${estate.program.url}${path}`);
      await whole.waitFor();
      await page.evaluate(axe.source);
      for (const width of [1440, 360])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          if (shots !== undefined)
            await page.screenshot({ path: `${shots}/out${path.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`, fullPage: true }); // prettier-ignore
          assert.deepEqual(await violations(page, rulesIn(colorScheme)), [], `${path}, ${colorScheme}, ${width} wide`);
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
          assert.ok(wide <= width, `${path} at ${width} is ${wide} wide`);
        }
    }
    await context.close();
  });

  await t.test('what an account with a password changes about itself', async () => {
    await tunnelwatchTyped(estate.database, PASSWORD, 'user', 'add', 'emmett', '--role', 'viewer');
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    const headers = { origin: estate.program.url, 'sec-fetch-site': 'same-origin' };
    const data = { name: 'emmett', password: PASSWORD };
    assert.ok((await page.request.post(`${estate.program.url}/api/login`, { headers, data })).ok());
    for (const [button, form] of [
      ['Change password', 'Change it'],
      ['Ask for codes', 'Ask for codes from now on'],
    ] as const) {
      await page.goto(`${estate.program.url}/account`);
      await page.getByRole('button', { name: button }).press('Enter');
      await page.getByRole('form', { name: form, exact: true }).waitFor();
      await page.evaluate(axe.source);
      assert.deepEqual(await violations(page), [], form);
    }
    await context.close();
  });

  await t.test('what opens by keys alone', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${estate.program.url}/sessions`);
    await page.locator('[data-session]').first().waitFor();
    await page.evaluate(axe.source);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    assert.deepEqual(await violations(page), [], 'the help');
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.getByRole('textbox', { name: 'Range' }).waitFor();
    assert.deepEqual(await violations(page), [], 'the ranges');
    await page.keyboard.press('Escape');
    await page.locator('summary', { hasText: 'Columns' }).press('Enter');
    await page.getByRole('checkbox').first().waitFor();
    assert.deepEqual(await violations(page), [], 'the columns');
    await page.goto(`${estate.program.url}/alerts`);
    await page.locator('[data-alert]').first().waitFor();
    await page.evaluate(axe.source);
    await page.keyboard.press('a');
    await page.getByRole('form', { name: 'Acknowledge' }).waitFor();
    assert.deepEqual(await violations(page), [], 'what acknowledges');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Silence' }).first().press('Enter');
    await page.getByRole('form', { name: 'Silence' }).waitFor();
    assert.deepEqual(await violations(page), [], 'what silences');
    await page.locator('summary', { hasText: 'Alarm' }).press('Enter');
    await page.getByRole('button', { name: 'Sound on critical' }).waitFor();
    assert.deepEqual(await violations(page), [], 'the alarm');
    for (const [path, button, form] of [
      ['/account', 'New token', 'Make the token'],
      ['/accounts', 'Add an account', 'Add'],
      ['/accounts', 'Role: lab', 'Give it this role'],
    ] as const) {
      await page.goto(`${estate.program.url}${path}`);
      await page.getByRole('button', { name: button }).press('Enter');
      await page.getByRole('form', { name: form, exact: true }).waitFor();
      await page.evaluate(axe.source);
      assert.deepEqual(await violations(page), [], form);
    }
    await page.locator('summary', { hasText: 'lab' }).press('Enter');
    await page.getByRole('link', { name: 'Your account' }).first().waitFor();
    assert.deepEqual(await violations(page), [], 'the menu of the own account');
    await page.goto(`${estate.program.url}/alerts/silences`);
    await page.getByRole('button', { name: 'New window' }).press('Enter');
    await page.getByRole('form', { name: 'Announce' }).waitFor();
    await page.evaluate(axe.source);
    assert.deepEqual(await violations(page), [], 'what announces work');
    await page.setViewportSize({ width: 360, height: 900 });
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(wide <= 360, `a window’s form is ${wide} wide`);
    await page.close();
  });

  await t.test('each key of the help leads where it says', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${estate.program.url}/messages/unknown`);
    await page.locator('h1').waitFor();
    const navigation = page.getByRole('navigation');
    const names = (await navigation.getByRole('link').allInnerTexts()).map((name) => name.replace(/\s*[\d,]+\??$/, ''));
    for (const { keys, does } of keysOf('page')) {
      const name = names.find((one) => does.startsWith(one.toLowerCase()));
      if (keys[0] !== 'g' || name === undefined || name === 'Wall') continue;
      // Together, as a hand types them: the second one must come within a moment, however busy the machine is.
      await Promise.all(keys.map((key) => page.keyboard.press(key)));
      await navigation.locator('[aria-current=page]', { hasText: name }).waitFor();
      names.splice(names.indexOf(name), 1);
    }
    assert.deepEqual(names, ['Wall']);
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.waitForURL(/\/wall/);
    await page.close();
  });
});
