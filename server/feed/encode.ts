import * as parser from 'socket.io-parser';

/** A value that is JSON already: a snapshot is written once, not once for each of a thousand viewers that come back together, and a delta once for all. */
export class Ready {
  readonly json: string;
  constructor(json: string) {
    this.json = json;
  }
}

class Encoder extends parser.Encoder {
  override encode(packet: parser.Packet): unknown[] {
    const [first, second] = Array.isArray(packet.data) ? (packet.data as readonly unknown[]) : [];
    if (packet.type === parser.PacketType.EVENT && second instanceof Ready)
      return [`${packet.type}[${JSON.stringify(first)},${second.json}]`];
    if (packet.type !== parser.PacketType.ACK || !(first instanceof Ready)) return super.encode(packet);
    return [`${packet.type}${packet.id ?? ''}[${first.json}]`];
  }
}

class Decoder extends parser.Decoder {
  constructor() {
    // No viewer of ours sends bytes.
    super({ maxAttachments: 0 });
  }
}

/** Socket.IO's own encoding (its `parser` option), that takes a `Ready` in an acknowledgement, or behind the name of an event, of the default namespace. */
export const encoding = { Encoder, Decoder, protocol: parser.protocol };
