import type { SnmpAccess, SnmpSecrets } from '../snmp.ts';

/** A trap as it is sent: `oid` is the notification's; values are text or whole numbers of 31 bits. */
export interface TrapOut {
  readonly oid: string;
  readonly varbinds: readonly { readonly oid: string; readonly value: string | number }[];
}

/** Whom it is sent to, and as whom. */
export interface TrapTo extends Pick<SnmpAccess, 'version' | 'user' | 'auth' | 'priv'>, SnmpSecrets {
  readonly address: string;
  readonly port: number;
  /** Of v3: ours, in hexadecimal. A receiver has the user's keys for it. */
  readonly engineId: string;
}

/** Sends a trap; rejects with a fault that has a code, and no secret, where the system says that nobody listens. */
export type SendTrap = (to: TrapTo, trap: TrapOut, signal: AbortSignal) => Promise<void>;
