import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PoolRow, SessionRow } from '../../server/domain/feed.ts';
import { addressMap } from '../../web/addresses.ts';
import { ipv4 } from '../../server/domain/pool.ts';
import type { Session } from '../asa/model.ts';
import { people } from '../asa/people.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { startProgram, type Program } from './program.ts';
import { polledAsa } from './statistics-lab.ts';
import { until } from './until.ts';

const range = { first: ipv4('10.99.0.0') ?? 0, last: ipv4('10.99.0.255') ?? 0 };

/** What the ASA knows of its pool: who has which address, in the order of addresses, and the figures. */
function ledgerOf({ asa }: Awaited<ReturnType<typeof polledAsa>>) {
  const file = asa.ledgerFile();
  const pool = asa.pools().find(({ name }) => name === 'vpnpool') ?? assert.fail('no vpnpool');
  const holders = file.sessions
    .filter(({ end, assignedIp }) => end === null && assignedIp !== null)
    .map(({ user, assignedIp }) => `${assignedIp ?? ''} ${user}`);
  const held = pool.held(asa.options.now());
  return { holders: holders.sort(), used: pool.used, held, free: pool.size - pool.used - held, size: pool.size };
}

/** The same as the page of pools draws it, by its own functions. */
async function toldBy(program: Program) {
  const { pools } = await program.get<{ pools: PoolRow[] }>('/api/pools');
  const { sessions } = await program.get<{ sessions: SessionRow[] }>('/api/sessions?state=active&limit=500');
  const row = pools.find(({ name }) => name === 'vpnpool') ?? assert.fail('no vpnpool');
  const map = addressMap(row, sessions) ?? assert.fail('no map');
  const { used: cells, held: resting, leaked, free: empty } = map.counts;
  const holders = [...map.told.values()].flatMap(({ address, session }) => session === undefined ? [] : [`${address} ${session.user}`]); // prettier-ignore
  const { used = -1, held = -1, free = -1 } = row.polled ?? {};
  return {
    listed: { holders: holders.sort(), used, held, free, size: row.size },
    drawn: { used: cells, held: resting, leaked, free: empty },
    byMessages: row.used,
    listedAt: row.polled?.at ?? 0,
  };
}

test('a /24 is told as the ASA holds it, while people come and go: in use by whom, held, free', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab, ['--pool-first', '10.99.0.0', '--pool-last', '10.99.0.255']);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const asa = await polledAsa(program, lab.database, '9.16', { vpnpool: range, reuseDelay: 30 * 60_000 });
  t.after(() => asa.stop());
  const seats = people(60, 0, '9.16', 7).filter(({ user }, n, all) => all.findIndex((one) => one.user === user) === n);
  const there: Session[] = [];
  const come = async (count: number) => {
    there.push(...(await Promise.all(seats.splice(0, count).map((seat) => asa.login(seat)))));
  };
  const go = async (count: number) => {
    await Promise.all(there.splice(0, count).map((session) => asa.logout(session)));
  };
  const assertSame = async (what: string) => {
    const { used } = ledgerOf(asa);
    await until(() => toldBy(program), ({ byMessages }) => byMessages === used); // prettier-ignore
    const begun = Date.now();
    await asa.poll();
    const wanted = ledgerOf(asa);
    const told = await until(() => toldBy(program), ({ listedAt }) => listedAt >= begun); // prettier-ignore
    assert.deepEqual(told.listed, wanted, what);
    const { held, free } = wanted;
    assert.deepEqual(told.drawn, { used, held, leaked: 0, free }, what);
  };

  await come(12);
  await assertSame('twelve are there');
  await go(5);
  await assertSame('five have left, and their addresses rest');
  await come(20);
  await go(9);
  await assertSame('others came, and nine have left');
  const last = ledgerOf(asa);
  assert.deepEqual([last.used, last.held, last.size], [18, 14, 256]);

  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const alarms = alarmsOf(page);
  await page.goto(`${program.url}/pools`);
  const pool = page.locator('[data-pool="HV-ASA/vpnpool"]');
  await pool.locator('.map__cell--used').nth(17).waitFor();
  const titles = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[data-pool="HV-ASA/vpnpool"] a.map__cell--used')].map(({ title }) => title)`,
  );
  assert.deepEqual(titles.map((title) => title.replace(':', '')).sort(), last.holders);
  assert.equal(await pool.locator('.map__cell[title^="10.99.0."]').count(), 256);
  assert.match((await pool.innerText()).replace(/\s+/g, ' '), /Used 18 Held 14 Free 224 Size 256/);
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/ledger.png` });
  assert.deepEqual(alarms, []);
});
