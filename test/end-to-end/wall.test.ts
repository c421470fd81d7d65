import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright';
import { openNetwork } from '../web/wall-network.ts';
import { smallest } from '../web/wall-watch.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const viewport = { width: 1920, height: 1080 };
const radius = (state: 'FAILED' | 'ACTIVE') => [
  `<162>%ASA-2-11302${state === 'FAILED' ? 2 : 3}: AAA Marking RADIUS server 172.16.1.20 in aaa-server group RAD as ${state}`,
];

test('the wall asks once where it hangs, shows what is abnormal without a name, and says when it is cut off', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const inventory = join(lab.folder, 'inventory.csv');
  await writeFile(inventory, 'name,address,tags,owner\nNEW,127.0.0.3,maintenance,\nQUIET,127.0.0.4,,Lorraine\n');
  await tunnelwatch(lab.database, 'device', 'import', inventory);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const network = await openNetwork(program.url);
  t.after(() => network.close());
  const context = await browser.newContext({ viewport });
  t.after(() => context.close());
  const page = await context.newPage();
  const alarms = alarmsOf(page);

  await page.goto(`${network.url}/wall?names=1`);
  assert.equal(await page.getByLabel('Diagonal in inches').inputValue(), '55');
  await page.getByLabel('Farthest viewer in metres').fill('3');
  await page.getByRole('button', { name: 'Show the wall' }).press('Enter');
  const tile = (id: string) => page.locator(`[data-tile=${id}]`);
  await tile('sessions').waitFor();
  assert.match(page.url(), /inches=55&metres=3/);
  assert.equal(await page.locator('.frame').count(), 0, 'nothing of the frame');

  await send(program.syslogPort, [...login('marty'), ...radius('FAILED')]);
  await page.locator('[data-tile=aaa][data-state=crit]').waitFor();
  await tile('sessions').getByText('without QUIET').waitFor();
  assert.equal(await page.locator('[data-hero=sessions]').innerText(), '1');
  assert.match(
    await page.locator('h1').innerText(),
    /^Critical: AAA RAD on HV-ASA: no server answers\. 1 unknown, \d+ warning\.$/,
  );
  assert.match(await tile('head-ends').innerText(), /1 critical[^]*1 unknown: QUIET[^]*1 maintenance: NEW/);
  assert.match(await tile('abnormal').innerText(), /QUIET .*\(Lorraine\)/);
  assert.doesNotMatch(await page.locator('main').innerText(), /marty|198\.51\.100/, 'no user, no address of a client');
  const { angle, scrolls } = await smallest(page, { inches: 55, metres: 3 });
  assert.ok(angle >= 16 && !scrolls, `${angle} arc minutes`);

  await send(program.syslogPort, radius('ACTIVE'));
  await page.locator('[data-tile=aaa][data-state=ok]').waitFor();
  network.cut('hang');
  await page.locator('[data-testid=lost]').waitFor({ timeout: 30_000 });
  network.mend();
  await page.locator('[data-testid=lost]').waitFor({ state: 'detached', timeout: 30_000 });

  // A new page of the same browser does not ask again; by keyboard one comes to the question, and away from the wall.
  const again = await context.newPage();
  await again.goto(`${network.url}/wall`);
  await again.locator('[data-tile=sessions]').waitFor();
  await again.mouse.move(300, 300);
  await again.getByRole('button', { name: /^Sound/, pressed: false }).waitFor();
  await assertTurned(again);
  await again.keyboard.press('m');
  await again.getByRole('button', { name: /^Sound/, pressed: true }).waitFor();
  await again.keyboard.press('s');
  await again.getByLabel('Diagonal in inches').waitFor();
  assert.equal(await again.getByLabel('Farthest viewer in metres').inputValue(), '3');
  assert.deepEqual(alarms, []);
});

interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

/** Boxes of the parts of a wall that somebody stands at, as it is seen. */
const boxes = (page: Page) =>
  page.evaluate<Readonly<Record<'verdict' | 'clock' | 'tiles' | 'tools', Box>>>(
    `Object.fromEntries(['verdict', 'clock', 'tiles', 'tools'].map((part) => [part, document.querySelector('.wall__' + part).getBoundingClientRect().toJSON()]))`,
  );

/** Every other six hours the wall stands the other way round, which `turned` says; then as little of it is hidden as before. */
async function assertTurned(page: Page): Promise<void> {
  const turn = (on: boolean) =>
    page.evaluate(`document.querySelector('.wall').classList.toggle('wall--turned', ${String(on)})`);
  const upright = await boxes(page);
  assert.ok(upright.verdict.bottom <= upright.tiles.top + 1 && upright.tools.top > upright.verdict.bottom);
  const first = await page.locator('[data-tile]').first().boundingBox();
  await turn(true);
  const { verdict, clock, tiles, tools } = await boxes(page);
  const mirrored = await page.locator('[data-tile]').first().boundingBox();
  assert.ok(tiles.bottom <= verdict.top + 1, 'the header is the footer');
  assert.ok(verdict.bottom <= viewport.height && clock.bottom <= viewport.height, 'it is whole');
  assert.ok(tools.bottom <= verdict.top, 'the tools do not cover it');
  assert.ok(Math.abs(tiles.height - upright.tiles.height) < 1, 'the tiles have the room that they had');
  assert.ok((mirrored?.x ?? 0) > (first?.x ?? 0), 'the columns are mirrored');
  const { scrolls } = await smallest(page, { inches: 55, metres: 3 });
  assert.equal(scrolls, false);
  await turn(false);
}
