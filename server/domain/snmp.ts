/** How a device's SNMP is spoken with, for traps and for polls alike. Its community and keys are not here: they are sealed in the store. */
export interface SnmpAccess {
  readonly device: number;
  readonly version: 'v2c' | 'v3';
  /** Of v3. */
  readonly user?: string;
  /** Of v3: absent means without authentication, and then without privacy too. */
  readonly auth?: SnmpAuth;
  readonly priv?: SnmpPriv;
  /** Where its agent answers; polls go there. */
  readonly host: string;
  readonly port: number;
  /** How often it is polled; 0: never, its SNMP is for traps alone. */
  readonly everySeconds: number;
}

/** Protocols of authentication (RFC 3414, RFC 7860). */
export const snmpAuths = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export type SnmpAuth = (typeof snmpAuths)[number];

/** Protocols of privacy (RFC 3414, RFC 3826, and Cisco's form of AES with keys of 256 bits). */
export const snmpPrivs = ['des', 'aes', 'aes256'] as const;
export type SnmpPriv = (typeof snmpPrivs)[number];

/** What is sealed of it, in clear. */
export interface SnmpSecrets {
  /** Of v2c. */
  readonly community?: string;
  /** Of v3: the passphrases. */
  readonly authKey?: string;
  readonly privKey?: string;
}

/** How a message of SNMP is protected (RFC 3411, 3.4.3). */
export type SnmpLevel = 'noAuthNoPriv' | 'authNoPriv' | 'authPriv';

/** The level that an access asks for: what comes below it is refused. */
export function levelOf({ version, auth, priv }: Pick<SnmpAccess, 'version' | 'auth' | 'priv'>): SnmpLevel {
  if (version === 'v2c' || auth === undefined) return 'noAuthNoPriv';
  return priv === undefined ? 'authNoPriv' : 'authPriv';
}

/** An SNMP engine of a device (RFC 3411, 3.1.1.1), as its authenticated messages have shown it. */
export interface SnmpEngine {
  readonly device: number;
  /** Hexadecimal. */
  readonly engineId: string;
  /** Whose messages are believed: the first one of a device, and those that a person has accepted. */
  readonly accepted: boolean;
  /** Its latest boots and its time since (seconds), and when that was heard, epoch milliseconds. */
  readonly boots: number;
  readonly time: number;
  readonly at: number;
}
