/** The number of a dotted IPv4 address, or `undefined` if it is none. */
export function addressNumber(text: string): number | undefined {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The dotted form of an IPv4 address. */
export function addressText(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

/** Addresses from the first to the last, both included, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The range between two dotted addresses; throws if they make none. */
export function range(first: string, last: string): Range {
  const made = { first: addressNumber(first) ?? NaN, last: addressNumber(last) ?? NaN };
  if (!(made.first <= made.last)) throw new Error(`${first}-${last}: not a range of addresses`);
  return made;
}

export function rangeSize({ first, last }: Range): number {
  return last - first + 1;
}

export function overlap(a: Range, b: Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** The mask that an `ip local pool` line prints: 24 bits, fewer where the range is wider. */
export function rangeMask({ first, last }: Range): string {
  const bits = Math.min(24, Math.clz32((first ^ last) >>> 0));
  return addressText(bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0);
}
