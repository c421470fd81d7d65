import { countedAs } from '../census.ts';
import type { Counted } from '../census.ts';
import { durationText, timeText } from './clock.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import { lay, pairs, singles } from './layout.ts';
import type { Pair, Row } from './layout.ts';
import { listed, listedSite } from './listed.ts';
import type { Counters, Listed } from './listed.ts';
import { detailLines } from './session-detail.ts';

/** The words after `show vpn-sessiondb [detail] [full]` that list sessions. */
export const filters = ['remote', 'ra-ikev1-ipsec', 'ra-ikev2-ipsec', 'anyconnect', 'svc', 'webvpn', 'l2l'] as const;
export type Filter = (typeof filters)[number];

/** What a release calls what it lists; `undefined`: it does not know the word. */
export function sessionType(device: Device, filter: Filter): string | undefined {
  const shape = generation(device);
  const old = shape <= 8;
  const words: Readonly<Record<Filter, string | undefined>> = {
    remote: old ? (shape === 7 ? 'Remote' : 'IPsec') : undefined,
    'ra-ikev1-ipsec': old ? undefined : 'IKEv1 IPsec',
    'ra-ikev2-ipsec': old ? undefined : 'Generic Remote-Access IKEv2 IPsec',
    anyconnect: old ? undefined : 'AnyConnect',
    svc: old ? 'SVC' : 'AnyConnect',
    webvpn: 'WebVPN',
    l2l: 'LAN-to-LAN',
  };
  return words[filter];
}

/** The sessions that a word lists, in the order in which they came. */
export function sessionsOf(device: Device, filter: Filter): readonly Listed[] {
  if (filter === 'l2l') return [...device.asa.sites].map((site) => listedSite(device, site));
  const kinds = listedBy[filter];
  const all: Listed[] = [];
  for (const session of device.asa.sessions) {
    if (kinds.includes(countedAs(session.seat))) all.push(listed(device, session));
  }
  return all;
}

const clients = ['anyconnect', 'ikev2'] as const;
const listedBy: Readonly<Record<Exclude<Filter, 'l2l'>, readonly Counted[]>> = {
  remote: ['ikev1', 'l2tp'],
  'ra-ikev1-ipsec': ['ikev1', 'l2tp'],
  'ra-ikev2-ipsec': ['generic'],
  anyconnect: clients,
  svc: clients,
  webvpn: ['clientless'],
};

/** `show vpn-sessiondb [detail] FILTER` (domain facts, D4); `undefined`: the release does not know the filter. */
export function listing(device: Device, filter: Filter, detail: boolean): readonly string[] | undefined {
  const type = sessionType(device, filter);
  if (type === undefined) return undefined;
  const sessions = sessionsOf(device, filter);
  if (sessions.length === 0) return [none(device)];
  const lines = ['', `Session Type: ${type}${detail ? ' Detailed' : ''}`, ''];
  for (const one of sessions) {
    lines.push(...lay('', entry(device, one, detail)), '');
    if (detail) lines.push(...detailLines(device, one), '');
  }
  return lines;
}

/** What is said where nothing is to be listed. */
export const none = (device: Device): string =>
  generation(device) === 7
    ? 'There are presently no active sessions'
    : 'INFO: There are presently no active sessions of the type specified';

/** The keys of one session, above its tunnels. */
export function entry(device: Device, one: Listed, detail: boolean): readonly Row[] {
  const shape = generation(device);
  const entries = { 7: sevenEntry, 8: eightEntry, 8.4: nineEntry, 9: nineEntry };
  return one.user === undefined ? siteEntry(device, one, detail) : entries[shape](device, one, detail);
}

function sevenEntry(device: Device, one: Listed, detail: boolean): readonly Row[] {
  const [encryption, hashing] = plain(one);
  const { clientType = '', clientVersion = '' } = one.session?.seat ?? {};
  return [
    ...singles(['Username', one.user ?? ''], ['Index', one.index]),
    ...pairs(...where(one)),
    ...pairs(['Protocol', one.protocols.join(' ')], ['Encryption', encryption]),
    ...pairs(['Hashing', hashing]),
    ...pairs(...bytes(one.counters)),
    ...(detail ? pairs(...packets(one.counters)) : []),
    ...pairs(['Client Type', clientType], ['Client Ver', clientVersion]),
    ...singles(['Group Policy', one.groupPolicy], ['Tunnel Group', one.tunnelGroup]),
    ...times(device, one),
    ...singles(['Filter Name', '']),
  ];
}

function eightEntry(device: Device, one: Listed, detail: boolean): readonly Row[] {
  const [encryption, hashing] = plain(one);
  return [
    ...head(one),
    ...pairs(['Encryption', encryption], ['Hashing', hashing]),
    ...pairs(...bytes(one.counters)),
    ...(detail ? [...pairs(...packets(one.counters)), ...pairs(...dropped(one.counters))] : []),
    ...pairs(['Group Policy', one.groupPolicy], ['Tunnel Group', one.tunnelGroup]),
    ...times(device, one),
    ...(one.session?.seat.protocol === 'anyconnect' ? inactivity(one) : []),
    ...singles(['NAC Result', 'Unknown']),
    ...vlan,
  ];
}

function nineEntry(device: Device, one: Listed, detail: boolean): readonly Row[] {
  const shape = generation(device);
  const [encryption, hashing] = shape === 9 ? numbered(one) : plain(one);
  const suites =
    shape === 9 && one.protocols.length > 1
      ? singles(['Encryption', encryption], ['Hashing', hashing])
      : pairs(['Encryption', encryption], ['Hashing', hashing]);
  return [
    ...head(one),
    ...suites,
    ...pairs(...bytes(one.counters)),
    ...(detail ? [...pairs(...packets(one.counters)), ...pairs(...dropped(one.counters))] : []),
    ...pairs(['Group Policy', one.groupPolicy], ['Tunnel Group', one.tunnelGroup]),
    ...times(device, one),
    ...inactivity(one),
    ...vlan,
    ...(shape === 9 ? singles(['Audt Sess ID', one.auditSessionId], ['Security Grp', 'none']) : []),
  ];
}

function siteEntry(device: Device, one: Listed, detail: boolean): readonly Row[] {
  const shape = generation(device);
  const [encryption, hashing] = shape === 9 ? numbered(one) : plain(one);
  const protocol: Pair = ['Protocol', one.protocols.join(' ')];
  const suites: readonly Pair[] = [
    ['Encryption', encryption],
    ['Hashing', hashing],
  ];
  return [
    ...singles(['Connection', one.tunnelGroup]),
    ...pairs(['Index', one.index], ['IP Addr', one.publicIp]),
    ...(shape === 7
      ? pairs(protocol, ['Encryption', encryption])
      : [...singles(protocol), ...(shape === 9 ? singles(...suites) : pairs(...suites))]),
    ...pairs(...bytes(one.counters)),
    ...times(device, one, shape === 7),
    ...(shape === 7 && detail ? singles(['Filter Name', '']) : []),
  ];
}

function head(one: Listed): readonly Row[] {
  return [
    ...pairs(['Username', one.user ?? ''], ['Index', one.index]),
    ...pairs(...where(one)),
    ...singles(['Protocol', one.protocols.join(' ')], ['License', one.license]),
  ];
}

const where = ({ assignedIp, publicIp }: Listed): readonly Pair[] =>
  assignedIp === undefined
    ? [['Public IP', publicIp]]
    : [
        ['Assigned IP', assignedIp],
        ['Public IP', publicIp],
      ];

/** Bytes as a pair of keys. */
export const bytes = ({ bytesTx, bytesRx }: Counters): readonly Pair[] => [
  ['Bytes Tx', bytesTx],
  ['Bytes Rx', bytesRx],
];

/** Packets as a pair of keys. */
export const packets = ({ packetsTx, packetsRx }: Counters): readonly Pair[] => [
  ['Pkts Tx', packetsTx],
  ['Pkts Rx', packetsRx],
];

/** Dropped packets as a pair of keys. */
export const dropped = ({ droppedTx, droppedRx }: Counters): readonly Pair[] => [
  ['Pkts Tx Drop', droppedTx],
  ['Pkts Rx Drop', droppedRx],
];

function times(device: Device, one: Listed, short = false): readonly Row[] {
  const duration = durationText(one.seconds);
  return singles(
    ['Login Time', timeText(one.start, device.zone)],
    ['Duration', short ? duration.replace(/[hms]/g, '') : duration],
  );
}

const inactivity = (one: Listed) => singles(['Inactivity', durationText(one.inactiveSeconds)]);
const vlan = pairs(['VLAN Mapping', 'N/A'], ['VLAN', 'none']);

/** `RC4 AES128`: each once, without saying of what. */
export function plain({ tunnels }: Listed): readonly [encryption: string, hashing: string] {
  const once = (key: 'encryption' | 'hashing') => {
    const all = [...new Set(tunnels.map((tunnel) => tunnel[key]))];
    return all.filter((one) => one !== 'none' || all.length === 1).join(' ');
  };
  return [once('encryption'), once('hashing')];
}

/** `IKEv1: (1)3DES  IPsecOverNatT: (1)3DES`. */
export function numbered({ tunnels }: Listed): readonly [encryption: string, hashing: string] {
  const all = (key: 'encryption' | 'hashing') => {
    const counts = new Map<string, readonly [number, string]>();
    for (const { kind, [key]: word } of tunnels) counts.set(kind, [(counts.get(kind)?.[0] ?? 0) + 1, word]);
    return [...counts].map(([kind, [count, word]]) => `${kind}: (${count})${word}`).join('  ');
  };
  return [all('encryption'), all('hashing')];
}
