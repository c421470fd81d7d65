import { addressText, rangeMask } from '../address.ts';
import { timeText } from './clock.ts';
import type { Device } from './device.ts';

/** `show ip local pool NAME` (domain facts, D7). */
export function localPool(device: Device, name: string): readonly string[] {
  const { asa } = device;
  const pool = asa.pools().find((one) => one.name === name);
  if (pool === undefined) return [`ERROR: IP address pool '${name}' does not exist`];
  const { range, size, used } = pool;
  const held = pool.held(asa.options.now());
  const free = pool.available(asa.options.now());
  const column = (address: string) => address.padEnd(16);
  const figures = [size - used - held, held, used].map((count, place) => String(count).padStart([7, 9, 9][place] ?? 9));
  return [
    'Begin           End             Mask            Free     Held     In use',
    `${column(addressText(range.first))}${column(addressText(range.last))}${rangeMask(range).padEnd(13)}${figures.join('')}`,
    '',
    ...(free.length === 0 ? [] : ['Available Addresses:', ...free, '']),
    ...(used === 0 ? [] : ['In Use Addresses:', ...pool.inUse()]),
    '',
  ];
}

/** `show aaa-server` (D8): the local database, and the RADIUS server if a group uses one. */
export function aaaServer(device: Device): readonly string[] {
  const { asa, zone } = device;
  const servers = [...new Set(Object.values(asa.options.tunnelGroups).map(({ aaaServer }) => aaaServer))];
  return servers.flatMap((server) => {
    const groups = Object.entries(asa.options.tunnelGroups).filter(([, group]) => group.aaaServer === server);
    const accepts = asa.ledger.attempts.filter(
      ({ protocol, outcome }) => outcome === 'succeeded' && groups.some(([name]) => name === protocol),
    ).length;
    const rejects = asa.ledger.failedLogins.filter(({ protocol }) => groups.some(([name]) => name === protocol)).length;
    const counts: readonly (readonly [string, number | string])[] = [
      ['pending requests', 0],
      ['authentication requests', accepts + rejects],
      ['authorization requests', 0],
      ['accounting requests', 0],
      ['retransmissions', 0],
      ['accepts', accepts],
      ['rejects', rejects],
      ['challenges', 0],
      ['malformed responses', 0],
      ['bad authenticators', 0],
      ['timeouts', 0],
      ['unrecognized responses', 0],
    ];
    const rows = counts.map(([what, count]) => `${`Number of ${what}`.padEnd(40)}${count}`);
    const [pending = '', ...others] = rows;
    return [
      `Server Group:    ${server === null ? 'LOCAL' : 'RAD'}`,
      `Server Protocol: ${server === null ? 'Local database' : 'radius'}`,
      `Server Address:  ${server ?? 'None'}`,
      `Server port:     ${server === null ? 'None' : '1645(authentication), 1646(accounting)'}`,
      `Server status:   ACTIVE, Last transaction at ${timeText(asa.options.now(), zone)}`,
      pending,
      `${'Average round trip time'.padEnd(40)}${server === null ? 0 : 8}ms`,
      ...others,
      '',
    ];
  });
}

/** `show aaa local user` (D8): those who failed since their last success. */
export function localUsers({ asa }: Device): readonly string[] {
  const failed = new Map<string, number>();
  const local = Object.values(asa.options.tunnelGroups).some(({ aaaServer }) => aaaServer === null);
  for (const { user } of local ? asa.ledger.failedLogins : []) failed.set(user, (failed.get(user) ?? 0) + 1);
  const rows = [...failed].map(([user, count]) => {
    const locked = count >= 10;
    return `    -            ${String(count).padEnd(8)}${locked ? 'Y' : 'N'}     ${user}`;
  });
  return ['Lock-time  Failed-attempts  Locked  User', ...rows];
}

/** `show uauth` (D8): who has which address. */
export function uauth({ asa }: Device): readonly string[] {
  const known = [...asa.sessions].filter(({ entry }) => entry.assignedIp !== null);
  const most = asa.pools().reduce((sum, { peak }) => sum + peak, 0);
  const row = (label: string, current: number, seen: number) =>
    `${label.padEnd(24)}${String(current).padEnd(11)}${seen}`;
  return [
    '                        Current    Most Seen',
    row('Authenticated Users', known.length, most),
    row('Authen In Progress', 0, 1),
    ...known.map(({ user, entry }) => `remote access VPN user '${user}' at ${entry.assignedIp}, authenticated`),
  ];
}

/** `show shun`: one line an address. */
export const shun = ({ shunned }: Device): readonly string[] =>
  shunned.map((address) => `shun (outside) ${address} 0.0.0.0 0 0 0`);
