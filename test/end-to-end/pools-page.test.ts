import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { alarmsOf, launchBrowser } from './browser.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { startProgram } from './program.ts';
import { until } from './until.ts';

const MINUTE = 60_000;
const PROMPT = 'HV-ASA# ';

const configuration = `ASA Version 9.1(7)
hostname HV-ASA
interface Ethernet0/1
 nameif inside
 security-level 100
 ip address 10.99.0.20 255.255.255.0 standby 10.99.0.21
ip local pool vpnpool 172.16.1.100-172.16.1.199 mask 255.255.255.0
ip local pool first 10.99.0.1-10.99.0.8 mask 255.255.255.0
ip local pool second 10.99.0.9-10.99.0.24 mask 255.255.255.0
ip local pool wide 10.97.0.0-10.97.255.255 mask 255.255.0.0
ip local pool older 10.97.2.0-10.97.2.9 mask 255.255.0.0
group-policy engineers internal
group-policy engineers attributes
 address-pools value first second
tunnel-group engineers type remote-access
tunnel-group engineers general-attributes
 address-pool vpnpool
 default-group-policy engineers
tunnel-group hillvalleyvpn type remote-access
tunnel-group hillvalleyvpn general-attributes
 address-pool vpnpool
: end
`;

interface Guest {
  readonly user: string;
  readonly address: string;
  readonly group: string;
}

const engineers = Array.from({ length: 8 }, (_, n): Guest => ({ user: `eng${n + 1}`, address: `10.99.0.${n + 1}`, group: 'engineers' })); // prettier-ignore
const guests: readonly Guest[] = [
  { user: 'marty', address: '172.16.1.100', group: 'hillvalleyvpn' },
  { user: 'docbrown', address: '172.16.1.101', group: 'hillvalleyvpn' },
  ...engineers,
];
/** In use, though nobody has them. */
const held = ['172.16.1.160', '172.16.1.161', '172.16.1.162'];
const lost = ['172.16.1.150', '172.16.1.151'];

/** As an ASA 9.1 lists them, minutes after their login. */
function listing(minutes: number): readonly string[] {
  const rows = guests.flatMap(({ user, address, group }, n) => [
    '',
    `Username     : ${user.padEnd(22)} Index        : ${n + 11}`,
    `Assigned IP  : ${address.padEnd(22)} Public IP    : 198.51.100.${n + 11}`,
    'Protocol     : IKEv1 IPsecOverNatT',
    'License      : Other VPN',
    'Encryption   : IKEv1: (1)3DES  IPsecOverNatT: (1)AES128',
    'Hashing      : IKEv1: (1)SHA1  IPsecOverNatT: (1)SHA1',
    `Bytes Tx     : ${String(minutes * 240).padEnd(22)} Bytes Rx     : ${minutes * 468}`,
    `Group Policy : ${group.padEnd(22)} Tunnel Group : ${group}`,
    'Login Time   : 10:11:12 UTC Mon Jan 5 2026',
    `Duration     : 0h:${String(minutes).padStart(2, '0')}m:00s`,
    'Inactivity   : 0h:00m:00s',
    'VLAN Mapping : N/A                    VLAN         : none',
  ]);
  return [`${PROMPT}show vpn-sessiondb ra-ikev1-ipsec`, '', 'Session Type: IKEv1 IPsec', ...rows, ''];
}

function pool(
  name: string,
  range: string,
  free: number,
  held: readonly string[],
  used: readonly string[],
): readonly string[] {
  return [
    `${PROMPT}show ip local pool ${name}`,
    'Begin           End             Mask            Free     Held     In use',
    `${range} 255.255.255.0 ${free} ${held.length} ${used.length}`,
    '',
    'In Use Addresses:',
    ...used,
    ...(held.length === 0 ? [] : ['', 'Held Addresses:', ...held]),
  ];
}

function session(minutes: number): string {
  return [
    ...listing(minutes),
    ...pool('vpnpool', '172.16.1.100 172.16.1.199', 93, held, ['172.16.1.100', '172.16.1.101', ...lost]),
    ...pool('first', '10.99.0.1 10.99.0.8', 0, [], engineers.map(({ address }) => address)), // prettier-ignore
    // It counts two addresses fewer than its range has.
    ...pool('wide', '10.97.0.0 10.97.255.255', 65_534, [], []),
    ...pool('older', '10.97.2.0 10.97.2.9', 10, [], []),
    ...pool('second', '10.99.0.9 10.99.0.24', 16, [], []),
    PROMPT,
  ].join('\r\n');
}

test('the pages of pools show what the device listed: used, held and free, chains, who has which address, which leaked, and what a session counted', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const file = (name: string): string => join(lab.folder, name);
  await writeFile(file('config.txt'), configuration);
  await tunnelwatch(lab.database, 'device', 'add', 'HV-ASA', '127.0.0.1', '--running-config', file('config.txt'));
  const now = Date.now();
  // Eleven minutes lie between the two: leaked is what both have found.
  for (const ago of [11.5, 0.5]) {
    await writeFile(file('session.log'), session(30 - Math.round(ago)));
    const at = new Date(now - ago * MINUTE).toISOString();
    await tunnelwatch(lab.database, 'device', 'feed', 'HV-ASA', file('session.log'), '--at', at);
  }
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  // How full the pools are is kept from the first second on.
  interface Told {
    readonly pools: readonly { readonly pool: string; readonly peak?: { readonly used: number } }[];
  }
  const kept = await until(
    () => program.get<Told>('/api/pools/history?device=HV-ASA'),
    ({ pools }) => pools.some(({ peak }) => peak !== undefined),
  );
  assert.equal(kept.pools.find((one) => one.pool === 'vpnpool')?.peak?.used, 7);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const alarms = alarmsOf(page);
  const text = async (where: string): Promise<string> => {
    await page.locator(where).waitFor();
    return (await page.locator(where).innerText()).replace(/\s+/g, ' ');
  };

  await page.goto(`${program.url}/pools`);
  const vpnpool = await text('[data-pool="HV-ASA/vpnpool"]');
  assert.match(vpnpool, /7 %.*Used 4 Held 3 Free 93 Size 100.*172\.16\.1\.100 – 172\.16\.1\.199.*hillvalleyvpn/);
  assert.match(vpnpool, /Used, by messages 2/);
  assert.match(vpnpool, /2 addresses leaked: .*172\.16\.1\.150, 172\.16\.1\.151/);
  assert.equal(await page.locator('.map__cell--leaked[title$=": leaked"]').count(), 2);
  assert.equal(await page.locator('[data-pool="HV-ASA/vpnpool"] .src b').first().innerText(), 'poll');
  const holder = page.locator('a.map__cell--used[title="172.16.1.101: docbrown"]');
  assert.equal(await holder.count(), 1);
  assert.match(await text('[data-pool="HV-ASA/first"]'), /Hands on.*100 %.*Used 8 Held 0 Free 0/);
  const chain = await text('[data-chain="HV-ASA/engineers"]');
  assert.match(chain, /first → second 33 % 16 of 24 addresses free/, 'the policy’s pools, not the group’s');
  assert.match(await text('[data-chain="HV-ASA/hillvalleyvpn"]'), /vpnpool 7 % 93 of 100 addresses free, 3 held/);
  assert.match(await text('h1'), /2 addresses of vpnpool on HV-ASA have leaked/, 'a full first pool is no fault');

  assert.equal(await page.locator('[data-pool="HV-ASA/vpnpool"] .map__cell--held[title$=": held"]').count(), 3);
  assert.equal(await page.locator('[data-pool="HV-ASA/vpnpool"] [data-longest]').count(), 2);
  assert.match(await text('[data-pool="HV-ASA/first"] .pool__longest'), /eng\d 10\.99\.0\.\d since /);
  assert.match(
    await text('[data-history="HV-ASA"] [data-peak="vpnpool"]'),
    /vpnpool 7 %, 7 of 100 addresses \d\d:\d\d/,
  );
  assert.match(await text('[data-history="HV-ASA"] [data-peak="engineers"]'), /engineers 33 %, 8 of 24 addresses/);
  const drawn = page.locator('[data-history="HV-ASA"] canvas');
  assert.match((await drawn.first().getAttribute('aria-label')) ?? '', /hillvalleyvpn: 7 % now, between 7 % and 7 %\./);

  // A /16 is 256 blocks; by keyboard one of them is opened, and what is excluded in it has its reason.
  const sixteen = page.locator('[data-pool="HV-ASA/wide"]');
  assert.equal(await sixteen.locator('.map--blocks a').count(), 256);
  assert.match(
    await sixteen.innerText(),
    /Excluded: 10\.97\.0\.0: the network’s own address.*10\.97\.255\.255: the broadcast address/s,
  );
  await sixteen.locator('.map--blocks a').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('map') === '10.97.2.0');
  await sixteen.getByRole('list', { name: 'Addresses of 10.97.2.0 – 10.97.2.255' }).waitFor();
  assert.equal(await sixteen.locator('li.map__cell').count(), 256);
  const older = await text('[data-pool="HV-ASA/older"]');
  assert.match(older, /10 excluded: cannot be given .*10\.97\.2\.0 – 10\.97\.2\.9: wide has it, too, and comes first/);

  const second = await text('[data-pool="HV-ASA/second"]');
  assert.match(
    second,
    /10\.99\.0\.20: address of interface inside.*10\.99\.0\.21: standby address of interface inside/,
  );

  // The chart is read and zoomed by keyboard, and its figures stand in a table, too.
  const reader = page.getByRole('slider', { name: /^Read the chart/ }).first();
  await reader.focus();
  assert.match((await reader.getAttribute('aria-valuetext')) ?? '', /hillvalleyvpn 7 %/);
  for (const key of ['Shift+ArrowLeft', 'Shift+ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.waitForURL((url) => url.searchParams.has('from') && url.searchParams.has('to'));
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('charts') === 'table');
  const table = page.getByRole('region', { name: 'Use over time, by pool' });
  assert.match(await table.locator('thead').innerText(), /vpnpool/);

  const shots = process.env['SHOTS'];
  for (const path of ['pools', '']) {
    for (const width of [1440, 360]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${program.url}/${path}`);
        await page.locator('[data-pool]').first().waitFor();
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        assert.ok(wide <= width, `/${path} at ${width} is ${wide} wide`);
        const name = `${path === '' ? 'overview' : path}-${width}-${colorScheme}`;
        if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
      }
    }
  }
  await page.goto(`${program.url}/pools`);
  await holder.click();
  await page.getByText('docbrown').first().waitFor();
  assert.match(page.url(), /\/sessions\/-?\d+$/);
  // The page of a session shows what the listings counted, and what the configuration implies.
  await page.locator('.window').getByText('128-bit AES').waitFor();
  const details = await text('.window');
  assert.match(details, /Received: 6,960 ASA: Bytes Tx poll/);
  assert.match(details, /Encryption: 128-bit AES poll .*Transparent Tunneling: Active on UDP port 4500 poll/);
  assert.match(details, /Encrypted: needs polling .*Discarded: not reported by the ASA/);
  assert.equal(await page.locator('[data-traffic]').getAttribute('data-traffic'), 'flowing');
  if (shots !== undefined) await page.screenshot({ path: `${shots}/session-360-dark.png`, fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  if (shots !== undefined) await page.screenshot({ path: `${shots}/session-1440-dark.png`, fullPage: true });
  await page.getByRole('tab', { name: 'Route Details' }).click();
  assert.match(await text('.window'), /Everything 0\.0\.0\.0 0\.0\.0\.0 config/);
  if (shots !== undefined) await page.screenshot({ path: `${shots}/routes-1440-dark.png` });
  assert.deepEqual(alarms, []);
});
