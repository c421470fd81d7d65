import type { Reply, Request } from './net-snmp.ts';
import type { SnmpTrouble } from './trouble.ts';
import { arcsOf, compare, placeAfter, within } from './varbind.ts';
import type { Mib, Varbind } from './varbind.ts';

/** Bytes of varbinds that go into an answer: Cisco's packet size is 1500, less what stands around them. */
const most = 1300;

/** What an agent with this MIB answers. It is read-only; a bulk is cut where the answer is full (RFC 3416, 4.2.3). */
export function reply(mib: Mib, request: Request, trouble: SnmpTrouble = {}): Reply {
  const { version, kind, oids } = request;
  const next = (oid: string) => disturbedNext(mib, oid, trouble, version === 'v1');
  const echo = oids.map((oid): Varbind => ({ oid, type: 'none', value: null }));
  if (kind === 'set') return { varbinds: echo, status: 'notWritable', at: 1 };
  if (kind === 'bulk') return { varbinds: bulk(request, next) };
  const varbinds = oids.map((oid) => (kind === 'get' ? exactly(mib, oid, trouble) : next(oid)));
  if (varbinds.reduce((sum, varbind) => sum + sizeOf(varbind), 0) > most) return { varbinds: [], status: 'tooBig' };
  const missing = varbinds.findIndex(({ type }) => type.startsWith('noSuch') || type === 'endOfMib');
  if (version === 'v1' && missing >= 0) return { varbinds: echo, status: 'noSuchName', at: missing + 1 };
  return { varbinds };
}

function bulk({ oids, nonRepeaters, maxRepetitions }: Request, next: (oid: string) => Varbind): readonly Varbind[] {
  const found: Varbind[] = [];
  let left = most;
  const take = (oid: string): Varbind | undefined => {
    const varbind = next(oid);
    left -= sizeOf(varbind);
    if (left < 0) return undefined;
    found.push(varbind);
    return varbind;
  };
  for (const oid of oids.slice(0, Math.max(0, nonRepeaters))) if (take(oid) === undefined) return found;
  let row: readonly string[] = oids.slice(Math.max(0, nonRepeaters));
  for (let times = 0; times < maxRepetitions && row.length > 0; times += 1) {
    const got: Varbind[] = [];
    for (const oid of row) {
      const varbind = take(oid);
      if (varbind === undefined) return found;
      got.push(varbind);
    }
    if (got.every(({ type }) => type === 'endOfMib')) return found;
    row = got.map(({ oid }) => oid);
  }
  return found;
}

/** A bound from above of what a varbind takes in BER: a number of an OID is up to five bytes long. */
function sizeOf({ oid, value }: Varbind): number {
  const bytes = Buffer.isBuffer(value) || typeof value === 'string' ? value.length : 9;
  return oid.split('.').reduce((sum, arc) => sum + (Number(arc) < 128 ? 1 : arc.length < 6 ? 3 : 5), 0) + bytes + 12;
}

function exactly(mib: Mib, oid: string, trouble: SnmpTrouble): Varbind {
  const arcs = arcsOf(oid);
  const found = mib[placeAfter(mib, arcs) - 1];
  if (found !== undefined && compare(found.arcs, arcs) === 0 && !isAbsent(oid, trouble)) return shown(found, trouble);
  const object = oid.replace(/\.\d+$/, '');
  const below = mib[placeAfter(mib, arcsOf(object))];
  const instance = below !== undefined && within(below.oid, object) && !isAbsent(oid, trouble);
  return { oid, type: instance ? 'noSuchInstance' : 'noSuchObject', value: null };
}

function disturbedNext(mib: Mib, oid: string, trouble: SnmpTrouble, first: boolean): Varbind {
  const { stuck, loop, endless } = trouble;
  const place = placeAfter(mib, arcsOf(oid));
  const here = mib[place - 1];
  if (stuck !== undefined && here !== undefined && here.oid === oid && within(oid, stuck)) return shown(here, trouble);
  const last = (top: string) => within(oid, top) && !within(mib[place]?.oid ?? '', top);
  if (loop !== undefined && oid !== loop && last(loop)) {
    const again = mib[placeAfter(mib, arcsOf(loop))];
    if (again !== undefined && within(again.oid, loop)) return shown(again, trouble);
  }
  if (endless !== undefined && oid !== endless && last(endless)) {
    const arcs = arcsOf(oid);
    return { oid: [...arcs.slice(0, -1), (arcs.at(-1) ?? 0) + 1].join('.'), type: 'integer', value: 0 };
  }
  for (let at = place; ; at += 1) {
    const entry = mib[at];
    if (entry === undefined) return { oid, type: 'endOfMib', value: null };
    // Version 1 has no counters of 64 bits: they are not there (RFC 3584, 4.2.2.1).
    if (!isAbsent(entry.oid, trouble) && !(first && entry.type === 'counter64')) return shown(entry, trouble);
  }
}

const isAbsent = (oid: string, { absent = [] }: SnmpTrouble) => absent.some((top) => within(oid, top));

function shown({ oid, type, value }: Varbind, { wrongType = [], add }: SnmpTrouble): Varbind {
  if (wrongType.some((top) => within(oid, top))) {
    return type === 'octets'
      ? { oid, type: 'integer', value: 7 }
      : { oid, type: 'octets', value: Buffer.from('seven') };
  }
  const [, more = 0n] = Object.entries(add ?? {}).find(([top]) => within(oid, top)) ?? [];
  if (type === 'counter64') return { oid, type, value: BigInt.asUintN(64, (value as bigint) + more) };
  if (type === 'counter32') return { oid, type, value: Number(BigInt.asUintN(32, BigInt(value as number) + more)) };
  return { oid, type, value };
}
