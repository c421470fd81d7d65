import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright';
import type { SessionRow } from '../../server/domain/feed.ts';
import { answer } from '../asa/cli/answer.ts';
import type { Listed } from '../asa/cli/listed.ts';
import type { Session } from '../asa/model.ts';
import type { Seat } from '../asa/people.ts';
import { alarmsOf, launchBrowser } from './browser.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { startProgram } from './program.ts';
import { polledAsa } from './statistics-lab.ts';
import { asaWindow, assertTexts, awaitedByAsa, awaitedByClient, clientWindow, grouped, NOT_REPORTED, policyOf } from './statistics-truth.ts'; // prettier-ignore
import { until } from './until.ts';

const seats: readonly Seat[] = [
  {
    ...{
      user: 'marty',
      publicIp: '198.51.100.23',
      protocol: 'ikev1',
      clientType: 'WinNT',
      clientVersion: '5.0.07.0440',
    },
    ...{ behindNat: true, known: true },
  },
  {
    ...{ user: 'jennifer', publicIp: '203.0.113.7', protocol: 'anyconnect', behindNat: false, known: true },
    ...{ clientType: 'Cisco AnyConnect VPN Agent for Windows', clientVersion: '4.10.01075' },
  },
];

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

async function start(t: TestContext) {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const asa = await polledAsa(program, lab.database, '9.16');
  t.after(() => asa.stop());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  t.after(() => page.close());
  return { program, asa, page, alarms: alarmsOf(page) };
}

type Lab = Awaited<ReturnType<typeof start>>;

/** A row of the window as it stands on the screen. */
interface Told {
  readonly box: string;
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly hover: string;
  readonly source: string;
}

const rowsOf = `[...document.querySelectorAll('.window [role=tabpanel] .kv__row')].map((row) => {
  const dd = row.querySelector('dd');
  const small = [...row.querySelectorAll('small')].map((one) => one.innerText).join(' ');
  const own = [...dd.childNodes].filter((one) => one.nodeName !== 'SMALL').map((one) => one.textContent).join('');
  return {
    box: row.closest('section').querySelector('h3').innerText,
    label: row.querySelector('dt').innerText.replace(/:$/, ''),
    value: own.trim(),
    note: small,
    hover: row.querySelector('dt').title,
    source: row.querySelector('.src b')?.innerText ?? '',
  };
})`;

/** What stands in the tab that is shown, by label. */
async function shown(page: Page): Promise<ReadonlyMap<string, Told>> {
  const rows = await page.evaluate<readonly Told[]>(rowsOf);
  return new Map(rows.map((row) => [`${row.box}: ${row.label}`, row]));
}

/** Seconds of the client's `0 day(s), 00:01.31`. */
function clientSeconds(text = ''): number {
  const [, days, hours, minutes, seconds] = /^(\d+) day\(s\), (\d\d):(\d\d)\.(\d\d)$/.exec(text)?.map(Number) ?? [];
  return (((days ?? NaN) * 24 + (hours ?? NaN)) * 60 + (minutes ?? NaN)) * 60 + (seconds ?? NaN);
}

/** Seconds of the ASA's `0h:01m:31s`. */
function asaSeconds(text = ''): number {
  const [, hours, minutes, seconds] = /^(\d+)h:(\d\d)m:(\d\d)s$/.exec(text)?.map(Number) ?? [];
  return ((hours ?? NaN) * 60 + (minutes ?? NaN)) * 60 + (seconds ?? NaN);
}

/** As long as the ledger says once it is over, and until then since the login. */
function assertLasted(seconds: number, { entry }: Session): void {
  if (entry.end !== null) assert.equal(seconds, entry.seconds);
  else assert.ok(Math.abs((Date.now() - entry.start) / 1000 - seconds) < 3, `${seconds} s is not since ${entry.start}`);
}

/** Waits until the window says it, and fails with what it says instead. */
async function says(page: Page, wanted: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Told>> {
  const read = async () => {
    const rows = await shown(page);
    return { rows, said: Object.fromEntries(Object.keys(wanted).map((key) => [key, rows.get(key)?.value])) };
  };
  const same = (said: object): boolean => JSON.stringify(said) === JSON.stringify(wanted);
  const last = await until(read, ({ said }) => same(said), 40).catch(read);
  assert.deepEqual(last.said, wanted);
  return last.rows;
}

/** The text of these is not known beforehand. */
const times = new Set(['Time', 'Duration', 'Login Time'].map((label) => `Connection Information: ${label}`));

/** The same, and that it has no field beside these and the times: none is left out here. */
async function saysAll(page: Page, wanted: Readonly<Record<string, string>>) {
  const rows = await says(page, wanted);
  assert.deepEqual([...rows.keys()].filter((field) => !times.has(field)).sort(), Object.keys(wanted).sort());
  return rows;
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const view = (page: Page, name: string) => page.getByRole('button', { name });

/** Both views and all three tabs against the truth; every value has its source. */
async function assertWindow({ page }: Lab, truth: Listed, session: Session, config: readonly string[]) {
  await view(page, 'As the client sees it').click();
  await tab(page, 'Tunnel Details').click();
  const rows = await saysAll(page, clientWindow(truth, session, config));
  assertLasted(clientSeconds(rows.get('Connection Information: Time')?.value), session);
  const measured = [...rows.values()].filter(({ value }) => value !== NOT_REPORTED && !/^need|^not /.test(value));
  assert.deepEqual(measured.filter(({ source }) => source === '').map(({ label }) => label), []); // prettier-ignore
  assert.equal(rows.get('Bytes: Received')?.note, 'ASA: Bytes Tx');
  assert.match(rows.get('Packets: Encrypted')?.note ?? '', /^ASA: (#pkts decaps|Pkts Rx)$/);

  await view(page, 'As the ASA sees it').click();
  const asa = await saysAll(page, asaWindow(truth, session));
  assertLasted(asaSeconds(asa.get('Connection Information: Duration')?.value), session);
  const login = asa.get('Connection Information: Login Time');
  assert.ok(Math.abs(Date.parse(login?.hover ?? '') - session.entry.start) < 2000, `${login?.hover} is not the login`);
  assert.ok(login?.hover.includes(login.value), `${login?.value} is not ${login?.hover}`);
  assert.equal(asa.get('Bytes: Bytes Tx')?.note, 'to the client: its Received');
  assert.deepEqual([...asa.values()].filter(({ value, source }) => source === '' && !/^not /.test(value)).map(({ label }) => label), []); // prettier-ignore

  await tab(page, 'Route Details').click();
  const policy = policyOf(config, truth.groupPolicy);
  const list = policy.map((line) => /^split-tunnel-network-list value (\S+)/.exec(line)?.[1]).find((name) => name !== undefined); // prettier-ignore
  const routes =
    list === undefined
      ? ['0.0.0.0 0.0.0.0']
      : config.flatMap((line) => new RegExp(`^access-list ${list} standard permit (\\S+ \\S+)`).exec(line)?.[1] ?? []);
  await page.getByRole('heading', { name: 'Secured Routes' }).waitFor();
  const told = await page.evaluate<readonly Told[]>(rowsOf);
  assert.deepEqual(told.filter(({ box }) => box === 'Secured Routes').map(({ value }) => value), routes); // prettier-ignore
  assert.equal(told.find(({ box, label }) => box === 'Local LAN Routes' && label === 'Network, mask')?.value, NOT_REPORTED); // prettier-ignore

  await tab(page, 'Firewall').click();
  const firewall = (await shown(page)).get('Reported by the client: Product');
  const { firewall: reported, unexpectedFirewall } = session.entry;
  assert.equal(firewall?.value, reported ?? NOT_REPORTED);
  const mismatch = (await shown(page)).get('Reported by the client: Mismatch')?.value;
  if (unexpectedFirewall === null) assert.equal(mismatch, undefined);
  else assert.match(mismatch ?? '', new RegExp(`received ${unexpectedFirewall}`));
  await tab(page, 'Tunnel Details').click();
  await view(page, 'As the client sees it').click();
}

/** The whole page fits at every width; pictures of it where somebody wants them. */
async function shoot(page: Page, name: string): Promise<void> {
  const shots = process.env['SHOTS'];
  for (const [width, height] of [
    [360, 800],
    [1440, 1000],
    [3840, 2160],
  ] as const) {
    // prettier-ignore
    await page.setViewportSize({ width, height });
    // A chart follows the width of its panel a moment later.
    const widthNow = () => page.evaluate<number>('document.documentElement.scrollWidth');
    await until(widthNow, (wide) => wide <= width, 5);
    for (const colorScheme of shots === undefined ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: width < 3840 });
    }
  }
  await page.setViewportSize({ width: 1440, height: 1000 });
}

const idOf = async ({ program }: Lab, user: string): Promise<number> => {
  const { sessions } = await until(
    () => program.get<{ sessions: SessionRow[] }>(`/api/sessions?user=${user}`),
    (told) => told.sessions.length === 1,
  );
  return sessions[0]?.id ?? 0;
};

for (const seat of seats) {
  test(`every field of the Statistics window is what the ledger says, live and past: ${seat.protocol}`, async (t) => {
    const made = await start(t);
    const { asa, page, program, alarms } = made;
    const config = answer(asa.device, 'show running-config');
    const session = await asa.login(seat);
    const id = await idOf(made, seat.user);
    await page.goto(`${program.url}/sessions/${id}`);
    await page.locator('.window').getByText('needs polling').first().waitFor();
    await page.getByRole('button', { name: 'Reset' }).and(page.locator('[aria-disabled=true]')).waitFor();

    asa.flow(session, 0);
    await asa.poll();
    await page.reload();
    await assertWindow(made, asa.truth(session), session, config);

    // Reset and Restore, by keyboard alone, over a reload.
    const before = asa.truth(session).counters;
    await page.getByRole('button', { name: 'Reset' }).focus();
    await page.keyboard.press('Enter');
    const zero = { 'Bytes: Received': '0', 'Bytes: Sent': '0', 'Packets: Encrypted': '0', 'Packets: Decrypted': '0' };
    await says(page, zero);
    assert.match(await page.locator('.window__trip').innerText(), /^Since \d\d:\d\d:\d\d, your own baseline; the device is not touched\./); // prettier-ignore
    await page.reload();
    await says(page, zero);
    asa.flow(session, 100_000);
    await until(() => Promise.resolve(asa.truth(session).counters.bytesRx), (now) => now > before.bytesRx + 100_000); // prettier-ignore
    asa.flow(session, 0);
    await asa.poll();
    await page.reload();
    const { counters } = asa.truth(session);
    await says(page, {
      'Bytes: Received': grouped(counters.bytesTx - before.bytesTx),
      'Bytes: Sent': grouped(counters.bytesRx - before.bytesRx),
      'Packets: Encrypted': grouped(counters.packetsRx - before.packetsRx),
      'Packets: Decrypted': grouped(counters.packetsTx - before.packetsTx),
    });
    await page.getByRole('button', { name: 'Reset' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await assertWindow(made, asa.truth(session), session, config);

    await assertTexts(page, asa.printed(session), session.user);
    await shoot(page, `${seat.protocol}-live`);

    // Past: what was counted last stands, and the closing record knows better.
    const last = asa.truth(session);
    await asa.logout(session);
    await page.locator('h1', { hasText: `${seat.user} left` }).waitFor();
    const { bytesTx, bytesRx } = session.entry;
    const past = { ...last, counters: { ...last.counters, bytesTx: bytesTx ?? NaN, bytesRx: bytesRx ?? NaN } };
    await page.reload();
    await assertWindow(made, past, session, config);
    assert.match(await page.locator('#no-reset').innerText(), /the session is over/);
    await shoot(page, `${seat.protocol}-past`);
    assert.deepEqual(alarms, []);
  });
}

for (const seat of seats) {
  test(`until a poll lists it, a session of a head-end that is polled is not listed yet: ${seat.protocol}`, async (t) => {
    const made = await start(t);
    const { asa, page, program, alarms } = made;
    await asa.poll();
    await asa.login(seat);
    const id = await idOf(made, seat.user);
    // As long as the API has not answered, the page has the session by the live feed alone.
    let answerNow = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    await page.route(`**/api/sessions/${id}`, async (route) => {
      await held;
      await route.continue();
    });
    for (const side of ['', '?view=asa']) {
      await page.goto(`${program.url}/sessions/${id}${side}`);
      await page.locator('.window').getByText('…', { exact: true }).first().waitFor();
      assert.doesNotMatch(await page.locator('main').innerText(), /needs polling|not listed|not polled/);
    }
    answerNow();
    await page.locator('.window').getByText('not listed yet').first().waitFor();
    await assertAwaited(page, awaitedByAsa(seat));
    await view(page, 'As the client sees it').click();
    await assertAwaited(page, awaitedByClient(seat));
    await shoot(page, `${seat.protocol}-awaited`);

    await asa.poll();
    await page.reload();
    await until(() => page.locator('.window').innerText(), (text) => !/not listed yet|…/.test(text)); // prettier-ignore
    assert.deepEqual(alarms, []);
  });
}

/** Each of these says that it is not listed yet and when it is to be, and no other field does, or speaks of polling. */
async function assertAwaited(page: Page, awaited: readonly string[]): Promise<void> {
  const rows = await shown(page);
  const waiting = [...rows].filter(([, { value }]) => /poll|listed/.test(value));
  assert.deepEqual(waiting.map(([field]) => field), awaited); // prettier-ignore
  for (const [field, { value }] of waiting) assert.match(value, /^not listed yet: it is to be by .*\d\d:\d\d/, field);
}
