import type { SnmpLevel } from '../../server/domain/snmp.ts';
import { BerReader, tags, type Field } from './ber.ts';

/** What is wrong with the shape of a datagram, whoever sent it. */
export type Misshapen = 'tooLong' | 'malformed' | 'notATrap' | 'tooManyVarbinds';

/** A message of SNMP v1 or v2c, as far as it is read before anybody decodes it. */
export interface CommunityShape {
  readonly version: 'v1' | 'v2c';
  readonly community: Buffer;
}

/** A message of SNMP v3 (RFC 3412, 6; RFC 3414, 2.4). Nothing of it is proved yet. */
export interface UsmShape {
  readonly version: 'v3';
  readonly level: SnmpLevel;
  readonly engineId: Buffer;
  readonly boots: number;
  readonly time: number;
  readonly user: Buffer;
  /** Where msgAuthenticationParameters lies in the datagram. */
  readonly digest: Field;
}

export type Shape = CommunityShape | UsmShape;

/** ASAs send far shorter ones. What is longer costs the decoder milliseconds. */
export const LONGEST_TRAP = 8192;
export const MOST_VARBINDS = 64;

const VERSIONS: ReadonlyMap<number, Shape['version']> = new Map([
  [0, 'v1'],
  [1, 'v2c'],
  [3, 'v3'],
]);
const LEVELS: readonly (SnmpLevel | undefined)[] = ['noAuthNoPriv', 'authNoPriv', undefined, 'authPriv'];
const USM = 3;
const TRAP_V1 = 0xa4;
const INFORM = 0xa6;
const TRAP_V2 = 0xa7;
const VALUES: ReadonlySet<number> = new Set(Object.values(tags).filter((tag) => tag !== tags.sequence));

/** Judges a datagram by its shape alone: whether it is a notification that may be looked at further. Total, and reads no octet twice. */
export function judge(datagram: Buffer, informs = false): Shape | Misshapen {
  if (datagram.length > LONGEST_TRAP) return 'tooLong';
  const outside = new BerReader(datagram);
  const message = outside.within(tags.sequence);
  const version = VERSIONS.get(message?.integer() ?? -1);
  if (message === undefined || version === undefined || !outside.ended) return 'malformed';
  if (version === 'v3') return usm(message, informs);
  const community = message.octets();
  if (community === undefined) return 'malformed';
  return pduFault(message, version, informs) ?? { version, community };
}

function usm(message: BerReader, informs: boolean): UsmShape | Misshapen {
  const level = headerLevel(message.within(tags.sequence));
  const outside = message.within(tags.octets);
  const parameters = outside?.within(tags.sequence);
  const engineId = parameters?.octets();
  const boots = parameters?.integer() ?? -1;
  const time = parameters?.integer() ?? -1;
  const user = parameters?.octets();
  const digest = parameters?.next(tags.octets);
  const salt = parameters?.octets();
  if (level === undefined || engineId === undefined || user === undefined || digest === undefined) return 'malformed';
  if (engineId.length < 5 || engineId.length > 32 || boots < 0 || time < 0 || user.length > 32) return 'malformed';
  if (salt === undefined || !parameters?.ended || !outside?.ended) return 'malformed';
  const fault = level === 'authPriv' ? sealedFault(message, salt) : scopedFault(message, informs);
  return fault ?? { version: 'v3', level, engineId, boots, time, user, digest };
}

/** The level in msgFlags; privacy without authentication is none. */
function headerLevel(header: BerReader | undefined): SnmpLevel | undefined {
  const id = header?.integer() ?? -1;
  const size = header?.integer() ?? -1;
  const flags = header?.octets();
  const model = header?.integer();
  if (id < 0 || size < 0 || flags?.length !== 1 || model !== USM || !header?.ended) return undefined;
  return LEVELS[flags.readUInt8() & 3];
}

/** What is encrypted can be judged only once it is not any more. */
function sealedFault(message: BerReader, salt: Buffer): Misshapen | undefined {
  return salt.length === 8 && message.octets() !== undefined && message.ended ? undefined : 'malformed';
}

function scopedFault(message: BerReader, informs: boolean): Misshapen | undefined {
  const scoped = message.within(tags.sequence);
  if (scoped?.octets() === undefined || scoped.octets() === undefined || !message.ended) return 'malformed';
  return pduFault(scoped, 'v3', informs);
}

function pduFault(message: BerReader, version: Shape['version'], informs: boolean): Misshapen | undefined {
  const before = message.next();
  if (before === undefined || !message.ended) return 'malformed';
  const { tag } = before;
  if (!(version === 'v1' ? tag === TRAP_V1 : tag === TRAP_V2 || (informs && tag === INFORM))) return 'notATrap';
  const pdu = message.inside(before);
  const heads = version === 'v1' ? headOfV1(pdu) : headOfV2(pdu);
  const varbinds = pdu.within(tags.sequence);
  if (!heads || varbinds === undefined || !pdu.ended) return 'malformed';
  return varbindsFault(varbinds);
}

function headOfV1(pdu: BerReader): boolean {
  const enterprise = pdu.next(tags.oid);
  const agent = pdu.next(tags.ipAddress);
  const [generic, specific] = [pdu.integer(), pdu.integer()];
  const stamp = pdu.next(tags.timeTicks);
  return (
    enterprise !== undefined && agent !== undefined && agent.end - agent.start === 4 && generic !== undefined && specific !== undefined && stamp !== undefined // prettier-ignore
  );
}

function headOfV2(pdu: BerReader): boolean {
  return [pdu.integer(), pdu.integer(), pdu.integer()].every((one) => one !== undefined);
}

function varbindsFault(varbinds: BerReader): Misshapen | undefined {
  for (let count = 0; !varbinds.ended; count += 1) {
    if (count === MOST_VARBINDS) return 'tooManyVarbinds';
    const varbind = varbinds.within(tags.sequence);
    const oid = varbind?.next(tags.oid);
    const value = varbind?.next();
    if (oid === undefined || value === undefined || !VALUES.has(value.tag) || !varbind?.ended) return 'malformed';
  }
  return undefined;
}
