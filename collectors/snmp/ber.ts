/** A field of BER: its tag, and where its content lies. */
export interface Field {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** Tags of SNMP (RFC 3417, 8; RFC 2578, 7.1). */
export const tags = {
  integer: 0x02,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

/**
 * Reads fields one behind the other, and never past their end. It is stricter than BER, as SNMP is (RFC 3417, 8): tags of one octet,
 * definite lengths. `undefined` once something is not as it has to be.
 */
export class BerReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, { start, end }: Pick<Field, 'start' | 'end'> = { start: 0, end: bytes.length }) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Whether all is read. */
  get ended(): boolean {
    return this.#at === this.#end;
  }

  /** The next field, which has to be of this tag if one is given. */
  next(wanted?: number): Field | undefined {
    if (this.#end - this.#at < 2) return undefined;
    const tag = this.#bytes.readUInt8(this.#at);
    const first = this.#bytes.readUInt8(this.#at + 1);
    // Long form: the number of octets that hold the length. More than 4 nobody needs.
    const octets = first < 0x80 ? 0 : first - 0x80;
    const start = this.#at + 2 + octets;
    if ((wanted !== undefined && tag !== wanted) || first === 0x80 || octets > 4 || start > this.#end) return undefined;
    const length = octets === 0 ? first : this.#bytes.readUIntBE(this.#at + 2, octets);
    if (length > this.#end - start) return undefined;
    this.#at = start + length;
    return { tag, start, end: this.#at };
  }

  /** Reads within the next field, which is passed over. */
  within(tag: number): BerReader | undefined {
    const field = this.next(tag);
    return field && this.inside(field);
  }

  /** Reads within a field that was read. */
  inside(field: Field): BerReader {
    return new BerReader(this.#bytes, field);
  }

  /** An INTEGER of at most 32 bits, signed. */
  integer(): number | undefined {
    const field = this.next(tags.integer);
    if (field === undefined) return undefined;
    const { start, end } = field;
    return end === start || end - start > 4 ? undefined : this.#bytes.readIntBE(start, end - start);
  }

  /** The content of an OCTET STRING, not copied. */
  octets(): Buffer | undefined {
    const field = this.next(tags.octets);
    return field && this.#bytes.subarray(field.start, field.end);
  }
}
