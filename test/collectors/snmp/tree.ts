import { field } from './hostile.ts';

/** A message of BER as a tree, so that something in it can be changed and all lengths around it still are right. */
export interface Node {
  tag: number;
  content: Buffer | Node[];
}

/** Fields one behind the other; `undefined` if they are none. */
export function treeOf(bytes: Buffer): Node[] | undefined {
  const nodes: Node[] = [];
  for (let at = 0; at < bytes.length;) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    const octets = first < 0x80 ? 0 : first - 0x80;
    if (octets > 2 || at + 2 + octets > bytes.length) return undefined;
    const length = octets === 0 ? first : bytes.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    const content = bytes.subarray(start, start + length);
    if (content.length < length) return undefined;
    // What is constructed, and the security parameters, which lie in octets.
    const inside = (tag & 0x20) !== 0 || (tag === 4 && content[0] === 0x30) ? treeOf(content) : undefined;
    nodes.push({ tag, content: inside ?? content });
    at = start + length;
  }
  return nodes;
}

export function bytesOf(nodes: readonly Node[]): Buffer {
  return Buffer.concat(
    nodes.map(({ tag, content }) => (Buffer.isBuffer(content) ? field(tag, content) : field(tag, bytesOf(content)))),
  );
}

/** Every list of fields in it, itself first. */
export function listsOf(nodes: Node[]): readonly Node[][] {
  return [nodes, ...nodes.flatMap(({ content }) => (Buffer.isBuffer(content) ? [] : listsOf(content)))];
}
