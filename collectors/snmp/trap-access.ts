import type { SnmpAccess, SnmpEngine, SnmpSecrets } from '../../server/domain/snmp.ts';

/** By what the traps of one device are believed. */
export type TrapAccess = SnmpAccess &
  SnmpSecrets & {
    /** Where they come from: the addresses of the device. */
    readonly addresses: readonly string[];
    /** Its engines that are known, accepted or not. */
    readonly engines: readonly SnmpEngine[];
  };
