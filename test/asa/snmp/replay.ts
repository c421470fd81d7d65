import { serveShown } from './agent.ts';
import type { SnmpAgent, SnmpOptions } from './agent.ts';
import { mibOf, tags } from './varbind.ts';
import type { Mib, Tag, Value, Varbind } from './varbind.ts';

/** A walk that was recorded in the form `.snmprec` (OID|type|value, `x` after the type: the value is in hexadecimal); a line that is none is left out. */
export function readWalk(text: string): Mib {
  return mibOf(text.split(/\r?\n/).flatMap(readLine));
}

function readLine(line: string): readonly Varbind[] {
  const [, oid, number, hex, rest] = /^\.?(\d+(?:\.\d+)+)\|(\d+)(x?)\|(.*)$/s.exec(line) ?? [];
  const type = (Object.keys(tags) as Tag[]).find((one) => tags[one] === Number(number));
  if (oid === undefined || rest === undefined || type === undefined) return [];
  const value = readValue(type, hex === 'x' ? Buffer.from(rest, 'hex') : rest);
  return value === undefined ? [] : [{ oid, type, value }];
}

function readValue(type: Tag, told: string | Buffer): Value['value'] | undefined {
  const words = told.toString();
  switch (type) {
    case 'octets':
    case 'opaque':
      return Buffer.from(told);
    case 'none':
      return null;
    case 'oid':
      return words.replace(/^\./, '');
    case 'address':
      return Buffer.isBuffer(told) ? [...told].join('.') : told;
    case 'counter64':
      return /^\d+$/.test(words) ? BigInt(words) : undefined;
    case 'integer':
    case 'counter32':
    case 'gauge':
    case 'ticks':
      return /^-?\d+$/.test(words) ? Number(words) : undefined;
    case 'noSuchObject':
    case 'noSuchInstance':
    case 'endOfMib':
      return undefined;
  }
}

/** Serves a recorded walk. */
export function replay(walk: string, options: SnmpOptions = {}): Promise<SnmpAgent> {
  const mib = readWalk(walk);
  const begun = performance.now();
  const engine = {
    id: () => Buffer.from('80000009047265706c61796564', 'hex'), // Cisco's, text, "replayed"
    boots: () => 1,
    time: () => Math.floor((performance.now() - begun) / 1000),
  };
  return serveShown({ mib: () => mib, engine }, options);
}
