import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright';
import type { GapRow } from '../../server/domain/feed.ts';
import type { Ledger } from '../../server/domain/ledger.ts';
import { launchBrowser } from './browser.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { startScreen } from './screen.ts';
import { send } from './send.ts';
import { until } from './until.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

const books = (program: Program) => program.get<Ledger>('/api/ledger');

test('page, figures and command tell the same books, and each datagram sent is in them', async (t) => {
  const { lab, program, page, alarms } = await startScreen(t, browser);
  const { trapPort = 0 } = await program.otherPorts();
  const lines = [...login('marty'), '', 'no tag'];
  await send(program.syslogPort, lines);
  await send(program.syslogPort, lines, { from: '127.0.0.2' });
  await send(trapPort, ['junk', 'junk']);
  const sent = 2 * lines.length + 2;
  const told = await until(
    () => books(program),
    ({ total }) => total.received === sent && total.queued === 0,
  );
  assert.deepEqual(
    told.lines.map(({ collector, residual }) => [collector, residual]),
    [
      ['syslog', 0],
      ['traps', 0],
    ],
  );
  assert.deepEqual([told.total.sent, told.total.residual], [sent, 0]);
  assert.deepEqual([told.total.buckets['empty'], told.total.buckets['malformed']], [2, 2]);
  assert.deepEqual(told.senders.map(({ from, received, residual }) => [from, received, residual]).sort(), [
    ['127.0.0.1', lines.length, 0],
    ['127.0.0.2', lines.length, 0],
  ]);
  const printed = await tunnelwatch(lab.database, 'ledger');
  assert.match(printed, /everything is accounted for\n$/);
  assert.deepEqual((JSON.parse(await tunnelwatch(lab.database, 'ledger', '--json')) as Ledger).lines, told.lines);

  await page.goto(`${program.url}/devices`);
  const row = page.locator('[data-ledger="all"]');
  await row.waitFor();
  await page.getByText(`all ${sent} messages sent as far as is known, each accounted for: residual 0`).waitFor();
  assert.match(await row.innerText(), /2 empty.*2 no SNMP message/s);
  assert.equal(await page.locator('[data-sender="127.0.0.2"] td').nth(1).innerText(), String(lines.length));
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    assert.ok(await row.isVisible());
    if (process.env['LOOK'] !== undefined)
      await page.getByRole('region', { name: 'Ledger by sender' }).locator('xpath=ancestor::section').screenshot({ path: `${process.env['LOOK']}/${scheme}.png` }); // prettier-ignore
  }

  // A residual is nothing that can be brought about: the page is told of one.
  await page.route('**/api/ledger', (route) =>
    route.fulfill({ json: { ...told, lines: told.lines.map((one) => ({ ...one, residual: 3 })), total: { ...told.total, residual: 3 } } }),
  ); // prettier-ignore
  await page.reload();
  await page.getByText('not everything is accounted for (residual 3): this is a fault of ours').waitFor();
  assert.equal(await page.locator('[data-ledger="all"] .status--crit').innerText(), '3');
  if (process.env['LOOK'] !== undefined)
    await page.screenshot({ path: `${process.env['LOOK']}/residual.png`, fullPage: true });
  assert.deepEqual(alarms, []);
});

test('the heart beats while nothing comes, and a crash is declared as a gap from its last beat on every chart', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const first = await startProgram(lab.database);
  t.after(() => first.kill());
  await send(first.syslogPort, login('marty'));
  const committed = async (): Promise<number> => (await first.get<{ at: number }>('/api/summary')).at;
  await until(
    () => books(first),
    ({ total }) => (total.buckets['stored'] ?? 0) === login('marty').length,
  );
  const beats = [await committed()];
  // Nothing is sent any more: what is committed now is the beat alone.
  while (beats.length < 4) beats.push(await until(committed, (at) => at > (beats.at(-1) ?? 0)));
  const last = beats.at(-1) ?? 0;
  await first.kill();
  const killed = Date.now();

  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  const { gaps } = await second.get<{ gaps: readonly GapRow[] }>('/api/health');
  const [gap, ...none] = gaps;
  assert.ok(gap !== undefined && none.length === 0);
  assert.ok(gap.from >= last && gap.from <= killed && gap.to > killed, JSON.stringify({ gap, last, killed }));
  const { total } = await books(second);
  assert.equal(total.sent, 0, 'counts are of this start');
  // Whatever a chart is drawn from tells of it.
  const span = `from=${last - 3_600_000}&to=${Date.now()}`;
  for (const path of [
    `/api/minutes?${span}`,
    `/api/series?chart=sessions&${span}`,
    `/api/attempts/over-time?${span}`,
    `/api/pools/history?device=127.0.0.1&${span}`,
    `/api/alerts?thereFrom=${last - 3_600_000}`,
  ]) {
    const told = await second.get<{ gaps: readonly GapRow[] }>(path);
    assert.ok(
      told.gaps.some((one) => one.from <= gap.from && one.to >= gap.to),
      `${path} ${JSON.stringify(told.gaps)}`,
    );
  }
  const { sessions } = await second.get<{ sessions: readonly { readonly id: number }[] }>('/api/sessions?state=active');
  const { unwatched } = await second.get<{ unwatched: readonly GapRow[] }>(`/api/sessions/${sessions[0]?.id}`);
  assert.ok(
    unwatched.some(({ from, to }) => from === gap.from && to === gap.to),
    JSON.stringify(unwatched),
  );
  assert.equal(await second.stop(), 0);
});
