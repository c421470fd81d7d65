import { createHmac } from 'node:crypto';

import { snmpAuths, snmpPrivs } from '../../../server/domain/snmp.ts';
import { keyOf, localized } from '../../../collectors/snmp/digest.ts';
import { hostile, withEngine } from './hostile.ts';
import { AUTH_KEY, COMMUNITY, ENGINE, senderV3 } from './lab.ts';
import { bytesOf, listsOf, treeOf, type Node } from './tree.ts';
import { informV2c, trapV1, trapV2c, trapV3 } from './sender.ts';

/** Numbers from 0 to below 1 that look random, and are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ofEachType = [
  { type: 'Integer', value: -7 },
  { type: 'OctetString', value: 'outside' },
  { type: 'Null', value: null },
  { type: 'OID', value: '1.3.6.1.4.1.9.1.1902' },
  { type: 'IpAddress', value: '10.10.10.2' },
  { type: 'Counter', value: 4_000_000_000 },
  { type: 'Gauge', value: 3 },
  { type: 'TimeTicks', value: 99 },
  { type: 'Opaque', value: Buffer.of(0x9f, 0x78, 4, 0, 0, 0, 0) },
  { type: 'Counter64', value: Buffer.alloc(8, 0xff) },
].map((one, i) => ({ oid: `1.3.6.1.4.1.9.9.392.1.3.${i + 1}.0`, ...one }));
const SYSLOG_TEXT = { oid: '1.3.6.1.4.1.9.9.41.1.2.3.1.5.0', type: 'OctetString', value: '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty' }; // prettier-ignore

/** Valid messages of every kind, and the hostile ones as they are and with an engine ID. */
export const seeds: readonly Buffer[] = [
  trapV1(COMMUNITY, 0),
  trapV1(COMMUNITY, '1.3.6.1.4.1.9.9.171.2.8', { varbinds: ofEachType }),
  trapV2c(COMMUNITY, { varbinds: ofEachType }),
  trapV2c(COMMUNITY, { oid: '1.3.6.1.4.1.9.9.41.2.0.1', varbinds: [SYSLOG_TEXT] }),
  informV2c(COMMUNITY),
  trapV3(senderV3(), { varbinds: ofEachType }),
  ...snmpAuths.map((auth) => trapV3(senderV3(auth), { varbinds: ofEachType })),
  ...snmpPrivs.map((priv) => trapV3(senderV3('sha', priv), { varbinds: ofEachType })),
  ...hostile.values(),
  ...[...hostile.values()].map((one) => withEngine(one, Buffer.from(ENGINE, 'hex'))),
];

const TELLING = [0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x30, 0x40, 0x46, 0x7f, 0x80, 0x82, 0x84, 0xa4, 0xa6, 0xa7, 0xff];

/** A message with one to four things changed: octets, a piece cut out, doubled, put in, or taken from another message. */
export function mutated(random: () => number): Buffer {
  const below = (end: number): number => Math.floor(random() * end);
  const one = <T>(of: readonly T[], none: T): T => of[below(of.length)] ?? none;
  let bytes = Buffer.from(one(seeds, Buffer.alloc(0)));
  for (let changes = 1 + below(4); changes > 0; changes -= 1) {
    const at = below(bytes.length);
    const to = Math.min(bytes.length, at + 1 + below(12));
    const join = (...parts: readonly Buffer[]): Buffer<ArrayBuffer> => Buffer.concat(parts);
    switch (below(8)) {
      case 0:
        bytes = join(bytes.subarray(0, at), bytes.subarray(to));
        break;
      case 1:
        bytes = join(bytes.subarray(0, to), bytes.subarray(at));
        break;
      case 2:
        bytes = join(bytes.subarray(0, at), one(seeds, bytes).subarray(at));
        break;
      case 3:
        bytes = bytes.subarray(0, at);
        break;
      case 4:
        if (below(50) === 0) bytes = join(bytes.subarray(0, at), Buffer.alloc(below(9_000), below(256)), bytes.subarray(at)); // prettier-ignore
        break;
      case 5:
        if (bytes.length > 0) bytes.writeUInt8(one(TELLING, 0), at);
        break;
      default:
        if (bytes.length > 0) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << below(8)), at);
    }
  }
  return below(2) === 0 ? bytes : signed(bytes);
}

/** A message with one or two of its fields changed, left out, doubled or moved, and lengths that are right: what a stricter guard lets through. */
export function reshaped(random: () => number): Buffer {
  const below = (end: number): number => Math.floor(random() * end);
  const seed = seeds[below(seeds.length)] ?? Buffer.alloc(0);
  const tree = treeOf(seed);
  if (tree === undefined) return seed;
  for (let changes = 1 + below(2); changes > 0; changes -= 1) {
    const lists = listsOf(tree);
    const list = lists[below(lists.length)] ?? tree;
    const at = below(list.length);
    const node = list[at];
    if (node === undefined) continue;
    switch (below(8)) {
      case 0:
        list.splice(at, 1);
        break;
      case 1:
        list.push(...Array.from({ length: 1 + below(below(20) === 0 ? 100 : 3) }, () => structuredCopy(node)));
        break;
      case 2:
        node.tag = TELLING[below(TELLING.length)] ?? 0;
        break;
      case 3:
        list.reverse();
        break;
      default:
        if (Buffer.isBuffer(node.content)) node.content = otherContent(node.content, below);
    }
  }
  return signed(bytesOf(tree));
}

function structuredCopy(node: Node): Node {
  return { tag: node.tag, content: Buffer.isBuffer(node.content) ? Buffer.from(node.content) : node.content.map(structuredCopy) }; // prettier-ignore
}

function otherContent(content: Buffer, below: (end: number) => number): Buffer {
  if (content.length > 0 && below(2) === 0) {
    const flipped = Buffer.from(content);
    const at = below(content.length);
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << below(8)), at);
    return flipped;
  }
  const length = below(10) === 0 ? below(3_000) : below(12);
  return Buffer.from(Array.from({ length }, () => (below(4) === 0 ? (TELLING[below(TELLING.length)] ?? 0) : below(256)))); // prettier-ignore
}

const key = localized('sha', keyOf('sha', AUTH_KEY), Buffer.from(ENGINE, 'hex'));

/** With a digest of SHA that is right, where there is room for one: what a device itself, gone mad, would send. Its place is guessed unless it is given. */
export function signed(datagram: Buffer, at = datagram.indexOf(Buffer.of(0x04, 12)) + 2): Buffer {
  if (at < 2 || at + 12 > datagram.length) return datagram;
  datagram.fill(0, at, at + 12);
  createHmac('sha1', key).update(datagram).digest().copy(datagram, at, 0, 12);
  return datagram;
}
