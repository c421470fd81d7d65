import type { ListedSession, ListedTunnel } from '../../../server/domain/roster.ts';
import type { Label, Labels } from '../labels.ts';
import type { Reader } from '../values.ts';
import { amount, auditSessionId, duration, int, ip, kilobytes, moment, name, text, word, words } from '../values.ts';

/** What `show vpn-sessiondb` heads the tunnels of a session with, from 7.0 to 9.x; its `Protocol` has the same words. */
export const tunnelKinds: ReadonlySet<string> = new Set(
  [
    ...['IKE', 'IKEv1', 'IKEv2', 'IPsec', 'IPsecOverNatT', 'IPsecOverTCP', 'IPsecOverUDP'],
    ...['IPsecLAN2LAN', 'IPsecLAN2LANOverNatT', 'L2TPOverIPsec', 'L2TPOverIPsecOverNatT'],
    ...['IKEv1IPsec', 'IKEv2IPsec', 'IKEv1IPsecOverNatT', 'IKEv2IPsecOverNatT'],
    ...['AnyConnect-Parent', 'SSL-Tunnel', 'DTLS-Tunnel', 'Clientless', 'WebVPN', 'SVC', 'SSL VPN Client'],
  ].map((one) => one.toLowerCase()),
);

/** `3DES`, `RC4 AES128`, `IKEv1: (1)3DES  IPsecOverNatT: (1)AES128 (2)3DES`, as printed. */
const suites: Reader<string> = (printed) => {
  for (const one of printed.split(/\s+/)) {
    const fits = one.endsWith(':') ? tunnelKinds.has(one.slice(0, -1).toLowerCase()) : /^[\w()/-]{0,64}$/.test(one);
    if (!fits) return undefined;
  }
  return text(printed);
};

/** `userPassword`, `Certificate and userPassword`. */
const mode: Reader<string> = (printed) => (/^[\w -]{0,80}$/.test(printed) ? text(printed) : undefined);

/** The labels of a session in every release, in a list, in `detail` and in `full`. Free text names what may stand beside it. */
export const sessionLabels = labels<ListedSession>({
  Username: fact('user', text, 'Index'),
  Connection: fact('connection', name),
  Index: fact('index', int),
  'Assigned IP': fact('assignedIp', ip),
  'Assigned IPv6': fact('assignedIpv6', ip),
  'Public IP': fact('publicIp', ip),
  'IP Addr': fact('publicIp', ip),
  Protocol: fact('protocols', words),
  License: fact('license', name),
  Encryption: fact('encryption', suites),
  Hashing: fact('hashing', suites),
  'Auth Mode': known(mode),
  'Bytes Tx': fact('bytesTx', int),
  'Bytes Rx': fact('bytesRx', int),
  'Pkts Tx': fact('packetsTx', int),
  'Pkts Rx': fact('packetsRx', int),
  'Pkts Tx Drop': known(int),
  'Pkts Rx Drop': known(int),
  'Client Type': fact('clientType', text, 'Client Ver', 'Client Version'),
  'Client Ver': fact('clientVersion', text),
  'Client Version': fact('clientVersion', text),
  'Group Policy': fact('groupPolicy', name, 'Tunnel Group'),
  'Tunnel Group': fact('tunnelGroup', name),
  'Login Time': fact('loginTime', moment),
  Duration: fact('seconds', duration),
  Inactivity: fact('inactiveSeconds', duration),
  'Idle Time Out': known(amount),
  'Idle TO Left': known(amount),
  'Conn Time Out': known(amount),
  'Conn TO Left': known(amount),
  'Filter Name': fact('filter', name),
  'IPv6 Filter': known(name),
  'NAC Result': fact('nacResult', name),
  'Posture Token': known(name),
  'VM Result': known(name),
  'VLAN Mapping': fact('vlanMapping', name),
  VLAN: fact('vlan', name),
  'Audt Sess ID': fact('auditSessionId', auditSessionId),
  'Security Grp': fact('securityGroup', name),
  'Tunnel Zone': known(name),
});

/** The labels of one tunnel in `detail`; the session it belongs to stands above it. */
export const tunnelLabels = labels<ListedTunnel>({
  'Tunnel ID': fact('tunnelId', word),
  'Session ID': fact('tunnelId', word),
  'Local Addr': fact('localIdent', word),
  'Remote Addr': fact('remoteIdent', word),
  'Assigned IP': known(ip),
  'Assigned IPv6': known(ip),
  'Public IP': known(ip),
  'IP Addr': known(ip),
  Encryption: fact('encryption', suites),
  Hashing: fact('hashing', suites),
  Ciphersuite: fact('cipherSuite', word),
  Compression: known(word),
  PRF: fact('prf', word),
  'D/H Group': fact('dhGroup', word),
  'PFS Group': fact('pfsGroup', word),
  'IKE Neg Mode': fact('mode', word),
  'Auth Mode': fact('authMode', mode),
  'Rem Auth Mode': fact('authMode', mode),
  'Loc Auth Mode': fact('localAuthMode', mode),
  Encapsulation: fact('encapsulation', word),
  'UDP Src Port': fact('sourcePort', int),
  'UDP Dst Port': fact('destinationPort', int),
  'UDP Source Port': fact('sourcePort', int),
  'UDP Destination Port': fact('destinationPort', int),
  'TCP Src Port': fact('sourcePort', int),
  'TCP Dst Port': fact('destinationPort', int),
  'TCP Source Port': fact('sourcePort', int),
  'TCP Destination Port': fact('destinationPort', int),
  'Rekey Int (T)': fact('rekeyInterval', amount),
  'Rekey Left(T)': fact('rekeyLeft', amount),
  'Rekey Left (T)': fact('rekeyLeft', amount),
  'Rekey Int (D)': fact('rekeyKilobytes', kilobytes),
  'Rekey Left(D)': fact('rekeyKilobytesLeft', kilobytes),
  'Rekey Left (D)': fact('rekeyKilobytesLeft', kilobytes),
  'Idle Time Out': fact('idleTimeout', amount),
  'Idle TO Left': fact('idleLeft', amount),
  'Conn Time Out': known(amount),
  'Conn TO Left': known(amount),
  'Bytes Tx': fact('bytesTx', int),
  'Bytes Rx': fact('bytesRx', int),
  'Pkts Tx': fact('packetsTx', int),
  'Pkts Rx': fact('packetsRx', int),
  'Pkts Tx Drop': fact('packetsTxDropped', int),
  'Pkts Rx Drop': fact('packetsRxDropped', int),
  'Client OS': fact('clientOs', text, 'Client OS Ver', 'Client Type'),
  'Client OS Ver': fact('clientOsVersion', text, 'Client Type'),
  'Client Type': fact('clientType', text, 'Client Ver', 'Client Version'),
  'Client Ver': fact('clientVersion', text),
  'Client Version': fact('clientVersion', text),
  'Filter Name': fact('filter', name),
  'IPv6 Filter': known(name),
});

/** Of the IKE tunnel of a VPN Client, whose `Client OS Ver` is the version of the client. */
export const ikeLabels: Labels = new Map([
  ...tunnelLabels,
  ['Client OS Ver', { field: 'clientVersion', read: text, mates: ['Client Type'] }],
]);

/** Of the tunnel of L2TP, that has a login of its own. */
export const l2tpLabels: Labels = new Map([...tunnelLabels, ['Username', { read: text, mates: ['Index'] }]]);

/** The blocks about admission control, that `detail` puts behind the tunnels. No fact comes of them. */
export const postureBlocks: ReadonlySet<string> = new Set(['NAC', 'ISE Posture']);
export const nacLabels = labels<ListedTunnel>({
  'Reval Int (T)': known(amount),
  'Reval Left(T)': known(amount),
  'SQ Int (T)': known(amount),
  'EoU Age(T)': known(amount),
  'EoU Age (T)': known(amount),
  'Hold Left (T)': known(amount),
  'Posture Token': known(name),
  'Redirect URL': known(name),
  'Redirect ACL': known(name),
});

type Fact<F> = { readonly [K in keyof F & string]: { readonly field: K; readonly read: Reader<NonNullable<F[K]>> } }[keyof F & string]; // prettier-ignore
type Row<F> = (Fact<F> | { readonly field?: undefined; readonly read: Reader<unknown> }) & Pick<Label, 'mates'>;

/** The compiler holds each row against the fact it tells. */
function labels<F>(rows: Readonly<Record<string, Row<F>>>): Labels {
  return new Map(
    Object.entries(rows).map(([label, { field, read, mates }]) => [
      label,
      { ...(field !== undefined && { field }), read, ...(mates !== undefined && { mates }) },
    ]),
  );
}

function fact<K extends string, T>(field: K, read: Reader<T>, ...mates: readonly string[]) {
  return { field, ...known(read, ...mates) };
}

/** Beside free text stands nothing but what is named: a client may call itself `x  Bytes Tx : 999`. */
function known<T>(read: Reader<T>, ...mates: readonly string[]): { readonly read: Reader<T> } & Pick<Label, 'mates'> {
  return { read, ...((mates.length > 0 || (read as unknown) === text) && { mates }) };
}
