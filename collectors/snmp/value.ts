import type { Varbind } from './trap.ts';

/** Tags of SNMP's values (RFC 3416, RFC 2578, 7.1). */
const tags = {
  ...{ integer: 0x02, octets: 0x04, nothing: 0x05, oid: 0x06, ipAddress: 0x40, counter32: 0x41, gauge32: 0x42 },
  ...{ timeTicks: 0x43, opaque: 0x44, counter64: 0x46, noSuchObject: 0x80, noSuchInstance: 0x81, endOfMibView: 0x82 },
} as const;

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

/** Up to 8 octets, and one more of zeros where the first bit is set. */
function unsigned64(octets: Buffer): bigint | undefined {
  if (octets.length === 0 || octets.length > 9) return undefined;
  return BigInt.asUintN(64, BigInt(`0x${octets.toString('hex')}`));
}
