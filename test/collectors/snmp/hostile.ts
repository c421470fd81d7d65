/**
 * Datagrams that an unguarded net-snmp 3.29.2 takes for authentic, or that end its process: SNMPv3, without authentication, the user empty.
 * By what they are, in hexadecimal.
 */
export const hostile: ReadonlyMap<string, Buffer> = new Map(
  Object.entries({
    'a forged trap of an empty user':
      '3047020103300e020163020300ffe30401000201030410300e0400020100020100040004000400302004000400a71a020101020100020100300f300d06082b06010201010300020101',
    'an inform with a BIT STRING':
      '3048020103300e020163020300ffe30401040201030410300e0400020100020100040004000400302104000400a61b0201010201000201003010300e06082b06010201010300030200ff',
    'an inform with an empty OID':
      '303f020103300e020163020300ffe30401040201030410300e0400020100020100040004000400301804000400a612020101020100020100300730050600020101',
    'an inform with a string that is cut off':
      '3046020103300e020163020300ffe30401040201030410300e0400020100020100040004000400301f04000400a619020101020100020100300e300c06082b06010201010300047f',
    'a message id of 2^32 - 1 from an unknown user':
      '304e0201033012020500ffffffff020300ffe30401040201030413301104000201000201000403626f6204000400302004000400a71a020101020100020100300f300d06082b06010201010300020101',
  }).map(([name, hex]) => [name, Buffer.from(hex, 'hex')]),
);

/** The same with an engine ID, so that what is inside of them counts: lengths are made anew. */
export function withEngine(
  datagram: Buffer,
  engineId: Buffer,
  change: (inside: Parts) => Parts = (parts) => parts,
): Buffer {
  // message { version, header, security parameters, scoped PDU }: each a field of the outer sequence.
  const [version, header, , scoped] = fieldsOf(datagram.subarray(2));
  if (version === undefined || header === undefined || scoped === undefined) throw new Error('not one of ours');
  const parts = change({ header, user: Buffer.alloc(0), scoped });
  const empty = Buffer.from('0400', 'hex');
  const zero = Buffer.from('020100', 'hex');
  const parameters = field(0x30, field(0x04, engineId), zero, zero, field(0x04, parts.user), empty, empty);
  return field(0x30, version, parts.header, field(0x04, parameters), parts.scoped);
}

interface Parts {
  readonly header: Buffer;
  readonly user: Buffer;
  readonly scoped: Buffer;
}

/** Fields of less than 128 octets. */
function fieldsOf(bytes: Buffer): readonly Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt8(at + 1);
    fields.push(bytes.subarray(at, end));
    at = end;
  }
  return fields;
}

/** A field of BER. */
export function field(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
