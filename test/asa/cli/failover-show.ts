import { insideIp, outsideIp } from '../model.ts';
import { timeText } from './clock.ts';
import { versions } from './device.ts';
import type { Chassis, Device } from './device.ts';

/** `show failover` (domain facts, D8): `Failover Off` for a device alone. */
export function failover(device: Device): readonly string[] {
  const { asa, zone } = device;
  const mate = device.mate?.();
  const here = device.chassis();
  if (mate === undefined || here.unit === undefined) {
    return [
      'Failover Off ',
      'Failover unit Secondary',
      'Failover LAN Interface: not Configured',
      'Reconnect timeout 0:00:00',
      'Unit Poll frequency 1 seconds, holdtime 15 seconds',
      'Interface Poll frequency 5 seconds, holdtime 25 seconds',
      'Interface Policy 1',
      'Monitored Interfaces 2 of 160 maximum',
    ];
  }
  const [own] = versions[asa.dialect.release];
  const now = asa.options.now();
  const { active } = asa.census.of('ikev1', 'l2tp', 'site');
  const changed = device.lastFailover?.() ?? here.bootAt;
  const host = (label: string, one: Chassis) => {
    const standby = one.role === 'standby';
    return [
      `\t${label}: ${one.unit} - ${standby ? 'Standby Ready' : 'Active'} `,
      `\t\tActive time: ${standby ? 0 : Math.floor((now - changed) / 1000)} (sec)`,
      `\t\tslot 0: ASA5520 hw/sw rev (2.0/${own}) status (Up Sys)`,
      `\t\t  Interface outside (${standby ? '10.10.10.3' : outsideIp}): Normal (Monitored)`,
      `\t\t  Interface inside (${standby ? '172.16.1.3' : insideIp}): Normal (Monitored)`,
      '\t\tslot 1: empty',
    ];
  };
  const row = (name: string, count: number) => {
    const columns = here.role === 'active' ? [count, 0, 0, 0] : [0, 0, count, 0];
    return `\t${name.padEnd(16)}${columns.map((one) => String(one).padEnd(11)).join('')}`.trimEnd();
  };
  return [
    'Failover On ',
    `Failover unit ${here.unit}`,
    'Failover LAN Interface: FOVER Ethernet0/3 (up)',
    'Reconnect timeout 0:00:00',
    'Unit Poll frequency 1 seconds, holdtime 15 seconds',
    'Interface Poll frequency 5 seconds, holdtime 25 seconds',
    'Interface Policy 1',
    'Monitored Interfaces 2 of 160 maximum',
    `Version: Ours ${own}, Mate ${own}`,
    ...(asa.dialect.release === '9.16' ? [`Serial Number: Ours ${here.serial}, Mate ${mate.serial}`] : []),
    `Last Failover at: ${timeText(changed, zone).replace(/ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) /, ' ')}`,
    ...host('This host', here),
    ...host('Other host', mate),
    '',
    'Stateful Failover Logical Update Statistics',
    '\tLink : FOVER Ethernet0/3 (up)',
    '\tStateful Obj \txmit       xerr       rcv        rerr',
    row('General', 22),
    row('sys cmd', 22),
    row('up time', 0),
    row('RPC services', 0),
    row('TCP conn', 0),
    row('UDP conn', 0),
    row('ARP tbl', 14),
    row('Xlate_Timeout', 0),
    row('VPN IKE upd', active),
    row('VPN IPSEC upd', active),
    row('VPN CTCP upd', 0),
    row('VPN SDI upd', 0),
    row('VPN DHCP upd', 0),
    '',
    '\tLogical Update Queue Information',
    '\t\t\tCur\tMax\tTotal',
    '\tRecv Q:\t\t0\t5\t6',
    '\tXmit Q:\t\t0\t27\t86',
  ];
}

/** `show vpn load-balancing` (D8): a star marks this device. */
export function loadBalancing({ asa, balanced }: Device): readonly string[] {
  const used = asa.census.of('ikev1', 'l2tp', 'site').active;
  const ssl = asa.census.of('anyconnect', 'ikev2', 'clientless').active;
  const rule = '-'.repeat(74);
  const on = balanced.length > 0;
  const load = (count: number) => `${Math.floor((100 * count) / 750)}%`;
  const member = (role: string, address: string) =>
    `   ${role.padEnd(8)}5        ASA-5520            4               ${address}`;
  const use = (first: number, second: number, address: string) =>
    `    750      ${String(first).padEnd(7)}${load(first).padEnd(20)}750     ${String(second).padEnd(7)}${load(second).padEnd(8)}${address}`;
  return [
    rule,
    '  Status     Role     Failover   Encryption   Peers     Cluster IP',
    rule,
    on
      ? `  Enabled    Master   n/a        Enabled       ${balanced.length}        10.10.10.9`
      : '  Disabled   n/a      n/a        Disabled      0        0.0.0.0',
    '',
    ...(on
      ? [
          'Peers:',
          rule,
          '   Role    Pri      Model      Load-Balancing Version   Public IP',
          rule,
          member('Master', `${outsideIp}*`),
          ...balanced.map((address) => member('Backup', address)),
          '',
          'Total License Load:',
          rule,
          '    AnyConnect Premium/Essentials          Other VPN          Public IP',
          '  -----------------------------------   ---------------------',
          '    Limit    Used   Load                Limit   Used   Load',
          rule,
          use(ssl, used, `${outsideIp}*`),
          ...balanced.map((address) => use(0, 0, address)),
          '',
        ]
      : []),
  ];
}
