import { tags } from './ber.ts';
import { MOST_VARBINDS } from './guard.ts';
import type { Trap, Varbind } from './trap.ts';

/** A notification as a decoder gives it: what a value is depends on its tag. */
export interface DecodedPdu {
  /** Of version 1. */
  readonly v1?: {
    readonly enterprise: string;
    readonly generic: number;
    readonly specific: number;
    readonly upTime: number;
  };
  readonly varbinds: readonly { readonly oid: string; readonly type: number; readonly value: unknown }[];
}

/** What a decoded message says, without what it proves. */
export type Notification = Omit<Trap, 'proof'>;

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const SNMP_TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';
/** coldStart is the first of the generic traps (RFC 3418). */
const SNMP_TRAPS = '1.3.6.1.6.3.1.1.5';
const GENERIC = 6;
/** The most sub-identifiers that an OID may have (RFC 2578, 3.5). */
const MOST_ARCS = 128;
const OID = /^\d+(?:\.\d+)+$/;

/** The notification in the form of version 2; `undefined` if it is none. */
export function notificationOf({ v1, varbinds: decoded }: DecodedPdu): Notification | undefined | 'tooManyVarbinds' {
  if (decoded.length > MOST_VARBINDS) return 'tooManyVarbinds'; // an encrypted one nobody has counted before
  const varbinds: Varbind[] = [];
  for (const { oid, type, value } of decoded) {
    const read = isOid(oid) ? valueOf(type, value) : undefined;
    if (read === undefined) return undefined;
    varbinds.push({ oid, value: read });
  }
  return v1 === undefined ? ofV2(varbinds) : ofV1(v1, varbinds);
}

/** RFC 3584, 3.1. */
function ofV1(v1: NonNullable<DecodedPdu['v1']>, varbinds: readonly Varbind[]): Notification | undefined {
  const { enterprise, generic, specific, upTime: uptime } = v1;
  if (generic < 0 || generic > GENERIC) return undefined;
  const oid = generic === GENERIC ? `${enterprise}.0.${specific}` : `${SNMP_TRAPS}.${generic + 1}`;
  return isOid(oid) ? { oid, uptime, varbinds } : undefined;
}

/** An agent should begin with the two; wherever they stand they mean the same. */
function ofV2(varbinds: readonly Varbind[]): Notification | undefined {
  const uptime = varbinds.find(({ oid }) => oid === SYS_UP_TIME);
  const trapOid = varbinds.find(({ oid }) => oid === SNMP_TRAP_OID);
  const oid = trapOid?.value;
  if (typeof oid !== 'string' || !isOid(oid)) return undefined;
  return {
    oid,
    ...(typeof uptime?.value === 'number' && { uptime: uptime.value }),
    varbinds: varbinds.filter((one) => one !== uptime && one !== trapOid),
  };
}

/** A value as its tag says it is; `undefined` if it is not, as one that was cut off. */
export function valueOf(type: number, value: unknown): Varbind['value'] | undefined {
  switch (type) {
    case tags.integer:
    case tags.counter32:
    case tags.gauge32:
    case tags.timeTicks:
      return typeof value === 'number' ? value : undefined;
    case tags.octets:
    case tags.opaque:
      return Buffer.isBuffer(value) ? value : undefined;
    case tags.oid:
      return typeof value === 'string' && isOid(value) ? value : undefined;
    case tags.ipAddress:
      return typeof value === 'string' ? value : undefined;
    case tags.counter64:
      return Buffer.isBuffer(value) ? unsigned64(value) : undefined;
    case tags.nothing:
    case tags.noSuchObject:
    case tags.noSuchInstance:
    case tags.endOfMibView:
      return null;
    default:
      return undefined;
  }
}

/** Up to 8 octets, and one more of zeros where the first bit is set. Some agents send it signed. */
function unsigned64(octets: Buffer): bigint | undefined {
  if (octets.length === 0 || octets.length > 9) return undefined;
  return BigInt.asUintN(64, BigInt(`0x${octets.toString('hex')}`));
}

function isOid(text: string): boolean {
  return OID.test(text) && text.split('.', MOST_ARCS + 1).length <= MOST_ARCS;
}
