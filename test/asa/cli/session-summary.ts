import { countedAs } from '../census.ts';
import type { Count, Counted } from '../census.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import { listed, listedSite } from './listed.ts';

/** How many sessions this ASA takes. */
export const capacity = 750;

/** `show vpn-sessiondb summary`, and without a word from 8.x on (domain facts, D3). */
export function summary(device: Device): readonly string[] {
  const forms = { 7: sevenSummary, 8: eightSummary, 8.4: nineSummary, 9: nineSummary };
  return forms[generation(device)](device);
}

/** A clientless portal counts as inactive never, an AnyConnect client while it is away. */
function inactive({ asa }: Device): number {
  let count = 0;
  for (const { inactiveSince } of asa.sessions) if (inactiveSince !== null) count += 1;
  return count;
}

function sevenSummary(device: Device): readonly string[] {
  const { census } = device.asa;
  const active = (...kinds: readonly Counted[]) => census.of(...kinds).active;
  const all = census.of(...everything);
  const left: readonly (readonly [string, number])[] = [
    ['LAN-to-LAN           ', active('site')],
    ['Remote Access        ', active('ikev1', 'l2tp')],
    ['WebVPN               ', active('clientless')],
    ['SSL VPN Client (SVC) ', active('anyconnect')],
    ['Email Proxy          ', 0],
    ['Total Active Sessions', all.active],
  ];
  const right = [
    `Peak Concurrent      : ${all.peak}`,
    `IPSec Limit          : ${capacity}`,
    'WebVPN Limit         : 2',
    `Cumulative Sessions  : ${all.cumulative}`,
    '',
    `Percent Session Load : ${percent(all.active, capacity)}%`,
    'VPN LB Mgmt Sessions : 0',
  ];
  const lines = right.map((text, place) => {
    const [label, count] = left[place] ?? ['', ''];
    return (label === '' ? '' : `  ${label}: ${count}`).padEnd(39) + text;
  });
  const sevenTwo = device.asa.dialect.release === '7.2';
  const nac = ['Accepted', 'Rejected', 'Exempted', 'Non-responsive', 'Hold-off', 'N/A'];
  return [
    '',
    'Active Sessions:                       Session Information:',
    ...lines.map((line) => line.trimEnd()),
    '',
    ...(sevenTwo ? ['Active NAC Sessions:', ...nac.map((one) => `  ${one.padEnd(21)}: 0`), ''] : []),
  ];
}

function eightSummary(device: Device): readonly string[] {
  const { census } = device.asa;
  const away = inactive(device);
  const client = less(census.of('anyconnect'), away);
  const [web, sites] = [census.of('clientless'), census.of('site')];
  const remote = census.of('ikev1', 'l2tp');
  const ssl = sum(client, web);
  const ipsec = sum(remote, sites);
  const total = sum(ssl, ipsec);
  const row = (label: string, { active, cumulative, peak }: Count, asleep?: number) =>
    `  ${label.padEnd(22)}: ${pad(active, 6)} : ${pad(cumulative, 10)} : ${pad(peak, 11)}` +
    (asleep === undefined ? '' : ` : ${pad(asleep, 8)}`);
  const totals = (label: string, width: number, { active, cumulative }: Count) =>
    `  ${label.padEnd(width)}: ${pad(active, 6)} : ${pad(cumulative, 10)}`;
  const wide = (label: string, { active, cumulative, peak }: Count) =>
    `  ${label.padEnd(20)}: ${pad(active, 10)} : ${pad(cumulative, 10)} : ${pad(peak, 11)}`;
  const license = (label: string, most: number, { active }: Count) =>
    `  ${label.padEnd(8)}: ${pad(most, 6)}    Configured : ${pad(most, 6)}    Active : ${pad(active, 6)}    ` +
    `Load : ${pad(percent(active, most), 3)}%`;
  const nought = { active: 0, cumulative: 0, peak: 0 };
  const tunnels = tunnelRows(device);
  return [
    '',
    'Active Session Summary',
    '',
    'Sessions:',
    '                           Active : Cumulative : Peak Concurrent : Inactive',
    row('SSL VPN', ssl),
    row('  Clientless only', web),
    row('  With client', client, away),
    row('Email Proxy', nought),
    row('IPsec LAN-to-LAN', sites),
    row('IPsec Remote Access', remote),
    row('VPN Load Balancing', nought),
    totals('Totals', 22, total),
    '',
    'License Information:',
    license('IPsec', capacity, ipsec),
    license('SSL VPN', 25, ssl),
    '                            Active : Cumulative : Peak Concurrent',
    wide('IPsec', ipsec),
    wide('SSL VPN', ssl),
    wide('  AnyConnect Mobile', nought),
    wide('  Linksys Phone', nought),
    `  ${'Totals'.padEnd(20)}: ${pad(total.active, 10)} : ${pad(total.cumulative, 10)}`,
    '',
    'Tunnels:',
    '                           Active : Cumulative : Peak Concurrent',
    ...tunnels.map(([kind, count]) => row(kind, count)),
    totals('Totals', 22, sum(...tunnels.map(([, count]) => count))),
    '',
    'Active NAC Sessions:',
    '  No NAC sessions to display',
    '',
    'Active VLAN Mapping Sessions:',
    '  No VLAN Mapping sessions to display',
    '',
  ];
}

function nineSummary(device: Device): readonly string[] {
  const { census } = device.asa;
  const standby = device.chassis().role === 'standby';
  const word = standby ? 'Standby' : 'Active';
  const away = inactive(device);
  const [tls, second] = [less(census.of('anyconnect'), away), census.of('ikev2')];
  const row = (label: string, { active, cumulative, peak }: Count, asleep?: number) =>
    `${label.padEnd(29)}: ${pad(active, 6)} : ${pad(cumulative, 10)} : ${pad(peak, 11)}` +
    (asleep === undefined ? '' : ` : ${pad(asleep, 8)}`);
  const [web, sites, first] = [census.of('clientless'), census.of('site'), census.of('ikev1', 'l2tp')];
  const generic = census.of('generic');
  const used = (count: Count, ...lines: readonly string[]) => (count.cumulative > 0 ? lines : []);
  const all = sum(tls, second, web, sites, first, generic);
  const total = all.active + away;
  const tunnels = tunnelRows(device);
  const tunnel = (label: string, { active, cumulative, peak }: Count) =>
    `${label.padEnd(29)}: ${pad(active, 6)} : ${pad(cumulative, 10)} : ${pad(peak, 15)}`;
  const heading = `${' '.repeat(29)}${pad(word, 8)} : Cumulative :`;
  const sums = sum(...tunnels.map(([, count]) => count));
  return [
    rule,
    'VPN Session Summary',
    rule,
    `${heading} Peak Concur : Inactive`,
    underline,
    ...used(
      sum(tls, second),
      row('AnyConnect Client', sum(tls, second), away),
      ...used(tls, row('  SSL/TLS/DTLS', tls, away)),
      ...used(second, row('  IKEv2 IPsec', second, 0)),
    ),
    ...used(web, row('Clientless VPN', web), row('  Browser', web)),
    ...used(sites, row('Site-to-Site VPN', sites), row('  IKEv1 IPsec', sites)),
    ...used(first, row('IKEv1 IPsec/L2TP IPsec', first)),
    ...used(generic, row('Generic IKEv2 Remote Access', generic)),
    rule,
    `${(standby ? 'Total Standby' : 'Total Active and Inactive').padEnd(29)}: ${pad(total, 6)}             ` +
      `Total Cumulative : ${pad(all.cumulative, 6)}`,
    `${'Device Total VPN Capacity'.padEnd(29)}: ${pad(capacity, 6)}`,
    `${'Device Load'.padEnd(29)}: ${pad(percent(total, capacity), 5)}%`,
    rule,
    '',
    rule,
    'Tunnels Summary',
    rule,
    `${heading} Peak Concurrent`,
    underline,
    ...tunnels.map(([kind, count]) => tunnel(kind, count)),
    rule,
    `${'Totals'.padEnd(29)}: ${pad(sums.active, 6)} : ${pad(sums.cumulative, 10)}`,
    rule,
    '',
  ];
}

/** `show vpn-sessiondb license-summary` (D6), from 8.4 on. */
export function licenseSummary(device: Device): readonly string[] {
  const { census } = device.asa;
  const [client, web] = [census.of('anyconnect', 'ikev2'), census.of('clientless')];
  const [first, sites] = [census.of('ikev1', 'l2tp', 'generic'), census.of('site')];
  const use = (label: string, { active, peak }: Count, most: number) =>
    `${label.padEnd(23)}: ${pad(active, 6)} : ${pad(0, 6)} : ${pad(active, 6)} : ${pad(peak, 6)} : ${pad(most, 6)} : ` +
    `${pad(percent(active, most), 4)}%`;
  const child = (label: string, { active, peak }: Count, most: number) =>
    `  ${label.padEnd(21)}: ${' '.repeat(15)} : ${pad(active, 6)} : ${pad(peak, 6)} ${' '.repeat(8)} : ` +
    `${pad(percent(active, most), 4)}%`;
  return [
    rule,
    'VPN Licenses and Configured Limits Summary',
    rule,
    '                                     Status : Capacity : Installed :  Limit',
    '                                  -----------------------------------------',
    'AnyConnect Premium               :  ENABLED :      750 :       750 :   NONE',
    'AnyConnect Essentials            : DISABLED :      750 :         0 :   NONE',
    'Other VPN (Available by Default) :  ENABLED :      750 :       750 :   NONE',
    'Shared License Server            : DISABLED',
    'AnyConnect for Mobile            :  ENABLED',
    'VPN-3DES-AES                     :  ENABLED',
    rule,
    '',
    rule,
    'VPN Licenses Usage Summary',
    rule,
    '                          Local : Shared :   All  :   Peak :  Eff.  :',
    '                         In Use : In Use : In Use : In Use :  Limit : Usage',
    '                       ----------------------------------------------------',
    use('AnyConnect Premium', sum(client, web), capacity),
    child('AnyConnect Client', client, capacity),
    child('Clientless VPN', web, capacity),
    use('Other VPN', sum(first, sites), capacity),
    child('Cisco VPN Client', first, capacity),
    child('Site-to-Site VPN', sites, capacity),
    rule,
    '',
  ];
}

const everything = ['ikev1', 'anyconnect', 'ikev2', 'clientless', 'l2tp', 'generic', 'site'] as const;
const rule = '-'.repeat(75);
const underline = `${' '.repeat(29)}${'-'.repeat(46)}`;
const pad = (value: number | string, width: number) => String(value).padStart(width);
const percent = (part: number, whole: number) => (part === 0 ? 0 : Math.max(1, Math.floor((100 * part) / whole)));
const less = (count: Count, away: number): Count => ({ ...count, active: count.active - away });

function sum(...counts: readonly Count[]): Count {
  const of = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
  return { active: of('active'), cumulative: of('cumulative'), peak: of('peak') };
}

/** Tunnels that are up, by kind; as having been there count one of each kind a session, as many as are up at least. */
function tunnelRows(device: Device): readonly (readonly [kind: string, count: Count])[] {
  const { asa } = device;
  const rows = new Map<string, Count>();
  const all = [
    ...[...asa.sessions].map((session) => listed(device, session)),
    ...[...asa.sites].map((site) => listedSite(device, site)),
  ];
  for (const { tunnels, session } of all) {
    const past = asa.census.of(session === undefined ? 'site' : countedAs(session.seat));
    for (const { kind } of tunnels) {
      const active = (rows.get(kind)?.active ?? 0) + 1;
      const most = (key: 'cumulative' | 'peak') => Math.max(rows.get(kind)?.[key] ?? 0, past[key], active);
      rows.set(kind, { active, cumulative: most('cumulative'), peak: most('peak') });
    }
  }
  return [...rows];
}
