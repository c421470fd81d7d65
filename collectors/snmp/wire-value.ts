import { tags } from './ber.ts';
import type { Varbind } from './trap.ts';

/** The most sub-identifiers that an OID may have (RFC 2578, 3.5). */
const MOST_ARCS = 128;
const OID = /^\d+(?:\.\d+)+$/;

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

/** Whether a text is an OID, dotted. */
export function isOid(text: string): boolean {
  return OID.test(text) && text.split('.', MOST_ARCS + 1).length <= MOST_ARCS;
}
