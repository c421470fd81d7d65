/** What the values of each syntax of an object are read as. */
export interface Syntaxes {
  /** Integer32, Unsigned32, Gauge32, Counter32, an enumeration. */
  int: number;
  /** Counter64, or any other number. */
  counter: bigint;
  /** Hundredths of a second: whole seconds of it. */
  ticks: number;
  /** InetAddress, IPSIpAddress (4 or 16 octets) or IpAddress. */
  address: string;
  /** Octets that are a text. */
  text: string;
  /** An OBJECT IDENTIFIER, dotted. */
  oid: string;
  /** Octets that are no text, as DateAndTime. */
  octets: string;
}

/** The name of a syntax. */
export type Syntax = keyof Syntaxes;

/** An object of a MIB: what a varbind is an instance of. */
export interface MibObject<S extends Syntax = Syntax> {
  /** As in the MIB. */
  readonly name: string;
  /** Without the index. Absent: nobody has told us; its varbinds are kept by their OIDs. */
  readonly oid?: string;
  readonly syntax: S;
  readonly unit?: string;
}

/** An object as a row. */
export function object<S extends Syntax>(name: string, oid: string, syntax: S, unit?: string): MibObject<S> {
  return { name, oid, syntax, ...(unit !== undefined && { unit }) };
}

/** An object of which we know no more than its name. */
export function unplaced(name: string): MibObject<'octets'> {
  return { name, syntax: 'octets' };
}
