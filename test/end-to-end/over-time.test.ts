import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import type { SeriesMetric, SeriesSample } from '../../server/domain/series.ts';
import { openStore } from '../../server/store/open.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { busyAsa } from '../collectors/show/lab.ts';
import { setOf } from '../server/store/scratch.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Told {
  readonly step: number;
  readonly series: readonly { readonly metric: SeriesMetric; readonly points: readonly { readonly at: number }[] }[];
}

test('what was told over the last day stands on the page of a head-end and on the overview, with what polls tell now; trends outlive a reload', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const now = Date.now();
  await keepDay(lab.database, now);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  await send(program.syslogPort, login('marty'));

  const ssh = await serveSsh(deviceOf(await busyAsa('9.1')), { syslog: false });
  t.after(() => ssh.close());
  const act = (action: string, body: object) => callControl(socketPath(lab.database), action, { device: 'HV-ASA', ...body }); // prettier-ignore
  await act('polling.set', { url: `ssh://tunnelwatch@127.0.0.1:${ssh.port}`, password: 'flux capacitor', enable: 'great scott' }); // prettier-ignore
  await until(
    () => program.get<{ poll: { last?: { failures: readonly { why: string }[] } } }>('/api/devices/HV-ASA'),
    ({ poll }) => poll.last?.failures.some(({ why }) => why === 'key unknown') === true,
  );
  await act('polling.accept', { fingerprint: `SHA256:${ssh.fingerprint}` });
  const polled = (chart: string) =>
    until(
      () => program.get<Told>(`/api/series?chart=${chart}&device=HV-ASA&from=${now}`),
      ({ series }) => series.some(({ points }) => points.length > 0),
    );
  for (const chart of ['cpu', 'memory', 'connections', 'sessions'])
    assert.equal((await polled(chart)).step, 10_000, chart);

  const browser = await launchBrowser();
  t.after(() => browser.close());
  const shots = process.env['SHOTS'];
  for (const scheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: scheme });
    const alarms = alarmsOf(page);
    await page.goto(`${program.url}/devices/HV-ASA`);
    const chart = (name: string) => page.locator(`[data-over-time="${name}"]`);
    await chart('cpu').locator('canvas').waitFor();
    assert.match((await chart('cpu').locator('canvas').getAttribute('aria-label')) ?? '', /CPU over a minute: \d+ % now, between .* without data/); // prettier-ignore
    await chart('bytes').locator('canvas').waitFor();
    assert.match((await chart('bytes').locator('canvas').getAttribute('aria-label')) ?? '', /To clients: [\d.]+ Mbit\/s/); // prettier-ignore
    // Of what nobody told there is no chart, once that is known.
    await chart('interfaces').waitFor({ state: 'detached' });
    if (shots !== undefined) await page.screenshot({ path: `${shots}/device-${scheme}.png`, fullPage: true });
    await page.goto(`${program.url}/?charts=table`);
    await chart('bytes').getByRole('row').nth(3).waitFor();
    // What was there before the page was: nothing was seen of it here.
    await page.locator('[data-load="HV-ASA"] [aria-label$="in 14m"], [data-load="HV-ASA"] [aria-label*=" in 1"]').first().waitFor(); // prettier-ignore
    await page.goto(`${program.url}/`);
    await chart('bytes').locator('canvas').waitFor();
    if (shots !== undefined) await page.screenshot({ path: `${shots}/overview-${scheme}.png`, fullPage: true });
    assert.deepEqual(alarms, []);
    await page.close();
  }
});

/** A day of polls each minute, with two hours in which nobody collected, and one in which no poll came. */
async function keepDay(path: string, now: number): Promise<void> {
  const store = await openStore({ path, now: () => now });
  const samples: SeriesSample[] = [];
  const gap = { from: now - 9 * HOUR, to: now - 7 * HOUR };
  for (let at = now - 25 * HOUR; at < now - MINUTE; at += MINUTE) {
    const isBlind = at >= gap.from && at < gap.to;
    if (isBlind || (at > now - 16 * HOUR && at < now - 15 * HOUR)) continue;
    const wave = 1 + Math.sin(at / (2 * HOUR)) + Math.sin(at / (7 * MINUTE)) / 5;
    const gauge = (metric: SeriesMetric, value: number) => samples.push({ device: 1, metric, instance: '', at, value: Math.round(value) }); // prettier-ignore
    gauge('cpu', 20 + 25 * wave);
    gauge('memory.used', 200_000_000 + 60_000_000 * wave);
    gauge('memory.total', 536_870_912);
    gauge('connections', 4000 * wave + 900);
    gauge('sessions', 300 * wave + 80);
    gauge('sessions.ikev1', 100 * wave + 30);
    gauge('sessions.anyconnect', 200 * wave + 50);
    for (const [metric, share] of [
      ['bytes.tx', 1],
      ['bytes.rx', 0.3],
    ] as const)
      // prettier-ignore
      samples.push({ device: 1, metric, instance: '', at, value: Math.round(2e8 * share * (wave + 0.3)), span: MINUTE });
  }
  for (let n = 0; n < samples.length; n += 3000) await store.commit(setOf({ series: samples.slice(n, n + 3000), at: now - 1000 })); // prettier-ignore
  await store.addGap(gap);
  await store.close();
}
