/** The types of SNMP's values and their tags in BER; the numbers stand in `.snmprec` files too. */
export const tags = {
  integer: 2,
  octets: 4,
  none: 5,
  oid: 6,
  address: 64,
  counter32: 65,
  gauge: 66,
  ticks: 67,
  opaque: 68,
  counter64: 70,
  noSuchObject: 128,
  noSuchInstance: 129,
  endOfMib: 130,
} as const;
export type Tag = keyof typeof tags;

/** A value with its type: octets and opaque are a `Buffer`, an OID or an address is dotted, a counter of 64 bits is a `bigint`. */
export interface Value {
  readonly type: Tag;
  readonly value: number | bigint | string | Buffer | null;
}

/** A value and the object it is of. */
export interface Varbind extends Value {
  readonly oid: string;
}

export const integer = (value: number): Value => ({ type: 'integer', value: Math.floor(value) });
export const text = (value: string): Value => ({ type: 'octets', value: Buffer.from(value) });
export const octets = (value: Buffer): Value => ({ type: 'octets', value });
export const objectId = (value: string): Value => ({ type: 'oid', value });
/** The four octets of an address (InetAddress). */
export const inet = (address: string): Value => octets(Buffer.from(address.split('.').map(Number)));
/** Wraps at 2^32. */
export const counter32 = (value: number): Value => ({ type: 'counter32', value: Math.floor(value) % 2 ** 32 });
/** Latches at the top. */
export const gauge = (value: number): Value => ({ type: 'gauge', value: Math.min(Math.floor(value), 2 ** 32 - 1) });
/** Hundredths of a second; they wrap after 497 days. */
export const ticks = (value: number): Value => ({ type: 'ticks', value: Math.floor(value) % 2 ** 32 });
export const counter64 = (value: number | bigint): Value => ({
  type: 'counter64',
  value: BigInt(typeof value === 'number' ? Math.floor(value) : value) % 2n ** 64n,
});

/** A varbind in a MIB, with the numbers of its OID. */
export interface Entry extends Varbind {
  readonly arcs: readonly number[];
}

/** All that an agent can show at one moment, in the order of the OIDs. */
export type Mib = readonly Entry[];

export const arcsOf = (oid: string): readonly number[] => oid.split('.').map(Number);

/** Below 0, 0, above 0: as OIDs are ordered. */
export function compare(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < a.length && place < b.length; place += 1) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Whether the object is this one, or lies below it. */
export const within = (oid: string, top: string): boolean => oid === top || oid.startsWith(`${top}.`);

/** Varbinds in any order as a MIB; of two with one OID the first counts. */
export function mibOf(varbinds: Iterable<Varbind>): Mib {
  const entries = Array.from(varbinds, (varbind): Entry => ({ ...varbind, arcs: arcsOf(varbind.oid) }));
  entries.sort((a, b) => compare(a.arcs, b.arcs));
  return entries.filter(({ oid }, place) => oid !== entries[place - 1]?.oid);
}

/** The place of the first entry that comes after this OID. */
export function placeAfter(mib: Mib, arcs: readonly number[]): number {
  let [low, high] = [0, mib.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(mib[middle]?.arcs ?? [], arcs) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
