import type { SnmpLevel } from '../../server/domain/snmp.ts';

/** A notification, decoded. One of version 1 is brought into the form of version 2 (RFC 3584, 3.1). */
export interface Trap {
  /** snmpTrapOID.0, dotted. */
  readonly oid: string;
  /** sysUpTime.0, in hundredths of a second, where it is told. */
  readonly uptime?: number;
  /** All other varbinds, in their order. */
  readonly varbinds: readonly Varbind[];
  /** What the message proves of its sender. */
  readonly proof: Proof;
}

/** A varbind: octets are a `Buffer`, an OID or an address is dotted, a counter of 64 bits a `bigint`; `null` where there is no object. */
export interface Varbind {
  readonly oid: string;
  readonly value: number | bigint | string | Buffer | null;
}

/** How a message was protected; a community proves next to nothing, and is never kept. */
export type Proof =
  | { readonly version: 'v1' | 'v2c'; readonly known: boolean } // whether its community is the one that was told to us
  | { readonly version: 'v3'; readonly level: SnmpLevel; readonly user: string };
