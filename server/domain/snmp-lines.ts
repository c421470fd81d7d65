import type { SnmpAccess } from './snmp.ts';

/** What of an access stands in the lines for the device. */
export type LineAccess = Pick<SnmpAccess, 'version' | 'user' | 'auth' | 'priv'>;

/** Where traps are expected unless it is set otherwise: 162 is for root alone. */
export const TRAP_PORT = 1162;

/** Where the lines send it to: the address of this machine as the device reaches it, or words in its place, and the port of our traps. */
export interface LineTarget {
  readonly address: string;
  readonly trapPort: number;
}

/**
 * The lines that let an ASA answer us and send us its traps. They add a host, and a group and user of its own; none of them takes the
 * place of what is there for others. Words in capitals are for a person to fill in.
 */
export function snmpLines(access: LineAccess, { address, trapPort }: LineTarget): readonly string[] {
  if (access.version === 'v2c')
    return [`snmp-server host INTERFACE ${address} community COMMUNITY version 2c udp-port ${trapPort}`];
  const { user = 'USER', auth, priv } = access;
  const level = auth === undefined ? 'noauth' : priv === undefined ? 'auth' : 'priv';
  const keys = [
    ...(auth === undefined ? [] : [`auth ${auth} PASSPHRASE`]),
    ...(priv === undefined ? [] : [`priv ${privs[priv]} PASSPHRASE`]),
  ];
  return [
    `snmp-server group TUNNELWATCH v3 ${level}`,
    ['snmp-server user', user, 'TUNNELWATCH v3', ...keys].join(' '),
    `snmp-server host INTERFACE ${address} version 3 ${user} udp-port ${trapPort}`,
  ];
}

/** As an ASA writes them. */
const privs = { des: 'des', aes: 'aes 128', aes256: 'aes 256' } as const;

/** The lines that switch on the traps that are worth it; every host that gets traps gets these. */
export const trapLines: readonly string[] = [
  'snmp-server enable traps snmp authentication linkup linkdown coldstart warmstart',
  'snmp-server enable traps ipsec start stop',
  'snmp-server enable traps ikev2 start stop',
  'snmp-server enable traps remote-access session-threshold-exceeded',
  'snmp-server enable traps cpu threshold rising',
  'snmp-server enable traps memory-threshold',
  'snmp-server enable traps connection-limit-reached',
  'snmp-server enable traps failover-state',
  'snmp-server enable traps config',
];
