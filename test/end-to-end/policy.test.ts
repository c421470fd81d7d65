import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmsOf, launchBrowser } from './browser.ts';
import { makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { until } from './until.ts';

test('a page of ours makes no text to markup, and runs no script nor style that stands in it', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const browser = await launchBrowser();
  t.after(() => browser.close());

  await t.test('whoever gets text into the page gets no further', async () => {
    const page = await browser.newPage();
    const alarms = alarmsOf(page);
    await page.goto(program.url);
    await page.locator('h1').waitFor();
    assert.equal(alarms.length, 0);
    // Each is a way by which text becomes script; what it gives back is the error that it met.
    for (const way of [
      "document.createElement('p').innerHTML = '<b>bold</b>'",
      "document.body.insertAdjacentHTML('beforeend', '<b>bold</b>')",
      "new DOMParser().parseFromString('<b>bold</b>', 'text/html')",
      "document.createElement('script').src = '/main.js'",
      "document.createElement('script').text = 'window.ran = true'",
      "trustedTypes.createPolicy('default', { createHTML: (text) => text })",
    ])
      assert.match(
        await page.evaluate<string>(
          `(() => { try { ${way}; return 'it went through'; } catch (error) { return String(error); } })()`,
        ),
        /^TypeError: .*(?:Trusted|[Pp]olicy)/,
        way,
      );
    const styled = await page.evaluate<string>(`(() => {
      const one = document.body.appendChild(document.createElement('p'));
      one.setAttribute('style', 'color: rgb(1, 2, 3)');
      const sheet = document.head.appendChild(document.createElement('style'));
      sheet.textContent = 'p { color: rgb(1, 2, 3) }';
      return getComputedStyle(one).color;
    })()`);
    assert.notEqual(styled, 'rgb(1, 2, 3)');
    await until(
      () => Promise.resolve(alarms),
      (all) => ['trusted-types', 'style-src'].every((directive) => all.some((one) => one.includes(directive))),
    );
    await page.close();
  });

  await t.test('the documentation of the API works, with nothing from elsewhere', async () => {
    const page = await browser.newPage();
    const alarms = alarmsOf(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).protocol + new URL(request.url()).host));
    await page.goto(`${program.url}/api/docs`);
    await page.getByText('/api/summary', { exact: true }).click();
    await page.getByRole('button', { name: 'Try it out' }).first().waitFor();
    assert.deepEqual(alarms, []);
    const { protocol, host } = new URL(program.url);
    assert.deepEqual(
      [...new Set(asked)].filter((one) => one !== 'data:'),
      [protocol + host],
    );
    await page.close();
  });
});
