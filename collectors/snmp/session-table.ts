import type { ListedSession, Listing } from '../../server/domain/roster.ts';
import { keptRows } from '../show/printed.ts';
import { readAddress, readText, textInIndex } from './read-samples.ts';
import type { Varbind } from './trap.ts';
import type { Rows } from './walk.ts';

const CRAS = '1.3.6.1.4.1.9.9.392.1';
const ENTRY = `${CRAS}.3.21.1`;

/** The columns of crasSessionTable that are read; user and number of a session are its index. */
export const sessionColumns = {
  group: { oid: `${ENTRY}.2`, object: 'crasGroup' },
  seconds: { oid: `${ENTRY}.6`, object: 'crasSessionDuration' },
  assignedIp: { oid: `${ENTRY}.8`, object: 'crasLocalAddress' },
  publicIp: { oid: `${ENTRY}.10`, object: 'crasISPAddress' },
  protocol: { oid: `${ENTRY}.11`, object: 'crasSessionProtocol' },
  encryption: { oid: `${ENTRY}.13`, object: 'crasSessionEncryptionAlgo' },
  hashing: { oid: `${ENTRY}.14`, object: 'crasSessionPktAuthenAlgo' },
  clientType: { oid: `${ENTRY}.17`, object: 'crasClientVendorString' },
  clientVersion: { oid: `${ENTRY}.18`, object: 'crasClientVersionString' },
  packetsRx: { oid: `${ENTRY}.31`, object: 'crasSessionInPkts' },
  packetsTx: { oid: `${ENTRY}.32`, object: 'crasSessionOutPkts' },
  bytesRx: { oid: `${ENTRY}.35`, object: 'crasSessionInOctets' },
  bytesTx: { oid: `${ENTRY}.36`, object: 'crasSessionOutOctets' },
} as const;

/** A column of crasGroupTable: its index is the names of the tunnel groups. */
export const groupColumn = { oid: `${CRAS}.3.22.1.2`, object: 'crasGroupTable' } as const;

/** crasSessionProtocol in the words of a session's `Protocol`. IKE of both versions is one to it, and so are all that come over TLS. */
const protocols = ['other', 'IPsec', 'L2TP', 'L2TPOverIPsec', 'PPTP', 'L2F', 'SSL'] as const;
const TLS = 'SSL';
/** EncryptionAlgo and PacketAuthAlgo, as an ASA prints them. */
const encryptions = ['none', 'DES', '3DES', 'RC4', 'RC5', 'IDEA', 'CAST', 'Blowfish', 'AES'] as const;
const hashings = ['none', undefined, 'MD5', 'SHA1'] as const;

/** The sessions that the table lists. */
export interface ReadSessions {
  readonly sessions: readonly ListedSession[];
  /** Of each session the objects that told it, as `name = value` lines. */
  readonly printed: readonly string[];
  /** Rows that cannot be read: then nobody knows who is in them. */
  readonly misfits: number;
}

/** Reads the rows; `groups` are the names of tunnel groups. */
export function readSessions(rows: Rows, groups: ReadonlySet<string>): ReadSessions {
  const read = [...rows].map(([index, cells]) => readSession(index, cells, groups));
  const sessions = read.filter((one): one is ListedSession => one !== undefined);
  const printed = [...rows].flatMap(([index, cells], place) =>
    read[place] === undefined ? [] : objectLines(index, cells),
  );
  return { sessions, printed: keptRows('crasSessionTable', printed), misfits: read.length - sessions.length };
}

function readSession(
  index: string,
  cells: ReadonlyMap<string, Varbind['value']>,
  groups: ReadonlySet<string>,
): ListedSession | undefined {
  const named = textInIndex(index);
  const [number, ...rest] = named?.rest ?? [];
  if (named === undefined || number === undefined || rest.length > 0) return undefined;
  const cell = (column: keyof typeof sessionColumns): Varbind['value'] => cells.get(sessionColumns[column].oid) ?? null;
  const count = (column: keyof typeof sessionColumns): number | undefined => exact(cell(column));
  const word = <T>(words: readonly T[], column: keyof typeof sessionColumns): T | undefined => words[(count(column) ?? 0) - 1]; // prettier-ignore
  const assigned = readAddress(cell('assignedIp'));
  // Whether it is the tunnel group or the group policy the MIB does not say; a group that has sessions of its own is a tunnel group.
  const group = readText(cell('group'));
  const told = {
    user: named.text === '' ? undefined : named.text,
    publicIp: readAddress(cell('publicIp')),
    assignedIp: assigned?.includes(':') === false ? assigned : undefined,
    assignedIpv6: assigned?.includes(':') === true ? assigned : undefined,
    tunnelGroup: group !== undefined && groups.has(group) ? group : undefined,
    seconds: count('seconds'),
    encryption: word(encryptions, 'encryption'),
    hashing: word(hashings, 'hashing'),
    clientType: readText(cell('clientType')),
    clientVersion: readText(cell('clientVersion')),
    packetsRx: count('packetsRx'),
    packetsTx: count('packetsTx'),
    bytesRx: count('bytesRx'),
    bytesTx: count('bytesTx'),
  };
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  // border: entries lose their types
  return { ...(known as Partial<ListedSession>), index: number, protocols: [word(protocols, 'protocol') ?? 'other'], tunnels: [] }; // prettier-ignore
}

/** As `snmpwalk` names them: the index, in which user and number are, behind each name. */
function objectLines(index: string, cells: ReadonlyMap<string, Varbind['value']>): string {
  return Object.entries(sessionColumns)
    .flatMap(([column, { oid, object }]) => {
      const value = cells.get(oid) ?? null;
      return value === null ? [] : `${object}.${index} = ${shown(value, column)}`;
    })
    .join('\n');
}

function shown(value: Exclude<Varbind['value'], null>, column: string): string {
  if (!Buffer.isBuffer(value)) return String(value);
  const address = column.endsWith('Ip') ? readAddress(value) : undefined;
  return address ?? readText(value) ?? value.toString('hex');
}

/** A number from 0 on, as far as it is exact. */
function exact(value: Varbind['value']): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Whether it comes over TLS, over IPsec and its kin, or nobody can tell. */
export function carriedBy({ protocols: [word] }: ListedSession): 'tls' | 'ipsec' | 'other' {
  if (word === TLS) return 'tls';
  return word === undefined || word === 'other' ? 'other' : 'ipsec';
}

/** In which listing of the command line a row would stand, as near as can be told: a client with an address over TLS has a tunnel. */
export function listingOf(session: ListedSession): Exclude<Listing, 'lan-to-lan'> {
  const carrier = carriedBy(session);
  if (carrier === 'tls')
    return (session.assignedIp ?? session.assignedIpv6) === undefined ? 'clientless' : 'anyconnect';
  return carrier === 'ipsec' ? 'ikev1' : 'ikev2';
}
