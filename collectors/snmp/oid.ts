/** Whether `oid` stands behind `before` in the order of a MIB (RFC 3416, 4.2.2: each arc a number, a beginning before what it begins). */
export function follows(oid: string, before: string): boolean {
  const [one, other] = [arcsOf(oid), arcsOf(before)];
  for (const [place, arc] of one.entries()) {
    const than = other[place];
    if (than === undefined) return true;
    if (arc !== than) return arc > than;
  }
  return false;
}

/** What of an OID is behind that of its column; `undefined` if it is another's. */
export function indexIn(oid: string, column: string): string | undefined {
  return oid.startsWith(`${column}.`) ? oid.slice(column.length + 1) : undefined;
}

/** How many octets an OID takes on the wire, with its tag and length. */
export function octetsOf(oid: string): number {
  // The first two arcs are sent as one.
  const content = arcsOf(oid)
    .slice(1)
    .reduce((sum, arc) => sum + arcOctets(arc), 0);
  return content + (content < 0x80 ? 2 : 3);
}

/** The arcs as numbers. */
export function arcsOf(oid: string): readonly number[] {
  return oid.split('.').map(Number);
}

function arcOctets(arc: number): number {
  let octets = 1;
  for (let left = arc; left >= 0x80; left = Math.floor(left / 0x80)) octets += 1;
  return octets;
}
