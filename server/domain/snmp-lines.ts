import { isFrom, type Release } from './release.ts';
import type { SnmpAccess } from './snmp.ts';

/** What of an access stands in the lines for the device. */
export type LineAccess = Pick<SnmpAccess, 'version' | 'user' | 'auth' | 'priv'>;

/** Where traps are expected unless it is set otherwise: 162 is for root alone. */
export const TRAP_PORT = 1162;

/** Where the lines send it to: the address of this machine as the device reaches it, or words in its place, and the port of our traps. */
export interface LineTarget {
  readonly address: string;
  readonly trapPort: number;
  /** The device's interface towards us; words in its place, if left out. */
  readonly interface?: string;
}

/**
 * The lines that let an ASA answer us and send us its traps. They add a host, and a group and user of its own; none of them takes the
 * place of what is there for others. Words in capitals are for a person to fill in.
 */
export function snmpLines(access: LineAccess, target: LineTarget): readonly string[] {
  const { address, trapPort, interface: name = 'INTERFACE' } = target;
  if (access.version === 'v2c')
    return [`snmp-server host ${name} ${address} community COMMUNITY version 2c udp-port ${trapPort}`];
  const { user = 'USER', auth, priv } = access;
  const level = auth === undefined ? 'noauth' : priv === undefined ? 'auth' : 'priv';
  const keys = [
    ...(auth === undefined ? [] : [`auth ${auth} PASSPHRASE`]),
    ...(priv === undefined ? [] : [`priv ${privs[priv]} PASSPHRASE`]),
  ];
  return [
    `snmp-server group TUNNELWATCH v3 ${level}`,
    ['snmp-server user', user, 'TUNNELWATCH v3', ...keys].join(' '),
    `snmp-server host ${name} ${address} version 3 ${user} udp-port ${trapPort}`,
  ];
}

/** As an ASA writes them. */
const privs = { des: 'des', aes: 'aes 128', aes256: 'aes 256' } as const;

/** The best that a release speaks: version 3 from 8.2 on, with SHA-256 from 9.14 on. */
export function accessFor(release: Release, user: string): LineAccess {
  if (!isFrom(release, 8, 2)) return { version: 'v2c' };
  return { version: 'v3', user, auth: isFrom(release, 9, 14) ? 'sha256' : 'sha', priv: 'aes' };
}

const switches: readonly { readonly traps: string; readonly from?: readonly number[]; readonly late?: string }[] = [
  { traps: 'snmp authentication linkup linkdown coldstart', late: ' warmstart' },
  { traps: 'ipsec start stop' },
  { traps: 'ikev2 start stop', from: [9, 14] },
  { traps: 'remote-access session-threshold-exceeded' },
  { traps: 'cpu threshold rising', from: [8, 4] },
  { traps: 'memory-threshold', from: [8, 4] },
  { traps: 'connection-limit-reached', from: [8, 4] },
  { traps: 'failover-state', from: [8, 4] },
  { traps: 'config', from: [8, 4] },
];

/** The lines that switch on the traps that are worth it, of those that the release takes; every host that gets traps gets these. */
export function trapLinesFor(release?: Release): readonly string[] {
  const knows = (from: readonly number[]): boolean => release === undefined || isFrom(release, ...from);
  return switches
    .filter(({ from = [7] }) => knows(from))
    .map(({ traps, late = '' }) => `snmp-server enable traps ${traps}${knows([8, 4]) ? late : ''}`);
}

/** The same for a release that nobody has told. */
export const trapLines: readonly string[] = trapLinesFor();
