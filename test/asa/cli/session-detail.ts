import { generation } from './device.ts';
import type { Device } from './device.ts';
import { lay, pairs, singles } from './layout.ts';
import type { Pair, Row } from './layout.ts';
import type { Listed, ListedTunnel, Sort } from './listed.ts';
import { bytes, dropped, packets } from './session-listing.ts';

/** A heading, `IKEv1`, and the keys below it. */
export interface Block {
  readonly kind: string;
  readonly rows: readonly Row[];
}

/** What `detail` tells of a session's tunnels (domain facts, D4). */
export function blocksOf(device: Device, one: Listed): readonly Block[] {
  return one.tunnels.map((tunnel) => ({ kind: tunnel.kind, rows: keysOf(device, one, tunnel) }));
}

/** The same as lines, with how many tunnels there are of each kind. */
export function detailLines(device: Device, one: Listed): readonly string[] {
  const shape = generation(device);
  const blocks = blocksOf(device, one);
  const counts = new Map<string, number>();
  for (const { kind } of blocks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const counted = [...counts].map(([kind, count]) => `${kind} ${shape === 7 ? 'Sessions' : 'Tunnels'}: ${count}`);
  return [
    ...(shape === 7 ? [counted.join(' ')] : counted),
    ...blocks.flatMap(({ kind, rows }) => ['', `${kind}:`, ...lay('  ', rows)]),
    ...(shape === 8 && one.user !== undefined ? ['', 'NAC:', ...lay('  ', nac(one))] : []),
  ];
}

function keysOf(device: Device, one: Listed, tunnel: ListedTunnel): readonly Row[] {
  const id: Pair = generation(device) === 7 ? ['Session ID', tunnel.id.split('.')[1] ?? ''] : ['Tunnel ID', tunnel.id];
  const rows: Readonly<Record<Sort, (device: Device, one: Listed, tunnel: ListedTunnel) => readonly Row[]>> = {
    ike: ikeRows,
    ipsec: ipsecRows,
    l2tp: l2tpRows,
    parent: parentRows,
    ssl: tlsRows,
    dtls: tlsRows,
    portal: parentRows,
  };
  return [...singles(id), ...rows[tunnel.sort](device, one, tunnel)];
}

const suite = ({ encryption, hashing }: ListedTunnel): readonly Row[] =>
  pairs(['Encryption', encryption], ['Hashing', hashing]);
const counters = (device: Device, tunnel: ListedTunnel): readonly Row[] => [
  ...pairs(...bytes(tunnel.counters)),
  ...pairs(...packets(tunnel.counters)),
  ...(generation(device) === 7 ? [] : pairs(...dropped(tunnel.counters))),
];
const idle = pairs(['Idle Time Out', '30 Minutes'], ['Idle TO Left', '29 Minutes']);
const left = (lifetime: number, seconds: number) => lifetime - (seconds % lifetime);

function ikeRows(device: Device, one: Listed, tunnel: ListedTunnel): readonly Row[] {
  const shape = generation(device);
  const second = tunnel.kind === 'IKEv2';
  const port = one.behindNat ? natPort(one) : 500;
  const site = one.user === undefined;
  const { clientType = '', clientVersion = '', protocol } = one.session?.seat ?? {};
  const machine = site || protocol === 'l2tp';
  return [
    ...pairs(['UDP Src Port', port], ['UDP Dst Port', one.behindNat ? 4500 : 500]),
    ...(second
      ? singles(['Rem Auth Mode', site ? 'preSharedKeys' : 'EAP'], ['Loc Auth Mode', 'rsaCertificate'])
      : [
          ...pairs(
            ['IKE Neg Mode', machine ? 'Main' : 'Aggressive'],
            ['Auth Mode', machine || shape <= 8 ? 'preSharedKeys' : 'preSharedKeysXauth'],
          ),
        ]),
    ...suite(tunnel),
    ...pairs(['Rekey Int (T)', '86400 Seconds'], ['Rekey Left(T)', `${left(86_400, one.seconds)} Seconds`]),
    ...(second ? pairs(['PRF', 'SHA256'], ['D/H Group', 14]) : pairs(['D/H Group', 2])),
    ...(shape === 7 ? [] : singles(['Filter Name', ''])),
    ...(site || second || shape === 7 ? [] : pairs(['Client OS', clientType], ['Client OS Ver', clientVersion])),
  ];
}

function ipsecRows(device: Device, one: Listed, tunnel: ListedTunnel): readonly Row[] {
  const shape = generation(device);
  const site = one.user === undefined;
  const end = shape === 7 ? '' : '/0/0';
  const [local, remote] = site
    ? ['172.16.1.0/255.255.255.0', '192.168.77.0/255.255.255.0']
    : ['0.0.0.0/0.0.0.0', `${one.assignedIp ?? '0.0.0.0'}/255.255.255.255`];
  const encapsulation: Pair = ['Encapsulation', one.session?.seat.protocol === 'l2tp' ? 'Transport' : 'Tunnel'];
  return [
    ...singles(['Local Addr', `${local}${end}`], ['Remote Addr', `${remote}${end}`]),
    ...suite(tunnel),
    ...(site ? pairs(encapsulation, ['PFS Group', 2]) : pairs(encapsulation)),
    ...pairs(['Rekey Int (T)', '28800 Seconds'], ['Rekey Left(T)', `${left(28_800, one.seconds)} Seconds`]),
    ...(shape === 7
      ? []
      : [
          ...pairs(
            ['Rekey Int (D)', '4608000 K-Bytes'],
            [
              'Rekey Left(D)',
              `${left(4_608_000, Math.floor((tunnel.counters.bytesTx + tunnel.counters.bytesRx) / 1024))} K-Bytes`,
            ],
          ),
          ...idle,
        ]),
    ...(site ? counters(device, tunnel).slice(0, 2) : counters(device, tunnel)),
  ];
}

function l2tpRows(device: Device, one: Listed, tunnel: ListedTunnel): readonly Row[] {
  return [
    ...singles(['Username', one.user ?? '']),
    ...pairs(['Assigned IP', one.assignedIp ?? ''], ['Public IP', one.publicIp]),
    ...pairs(['Encryption', 'none'], ['Auth Mode', 'msCHAPV2']),
    ...idle,
    ...counters(device, tunnel),
  ];
}

function parentRows(device: Device, one: Listed, tunnel: ListedTunnel): readonly Row[] {
  return [
    ...singles(['Public IP', one.publicIp]),
    ...suite(tunnel),
    ...pairs(['TCP Src Port', natPort(one)], ['TCP Dst Port', 443]),
    ...singles(['Auth Mode', 'userPassword']),
    ...idle,
    ...(tunnel.sort === 'portal' ? [] : client(one)),
    ...counters(device, tunnel),
  ];
}

function tlsRows(device: Device, one: Listed, tunnel: ListedTunnel): readonly Row[] {
  const [protocol, name] = tunnel.sort === 'ssl' ? ['TCP', 'TLS'] : ['UDP', 'DTLS'];
  const version = device.asa.dialect.release === '9.16' ? 'v1.2' : 'v1.0';
  return [
    ...pairs(['Assigned IP', one.assignedIp ?? ''], ['Public IP', one.publicIp]),
    ...suite(tunnel),
    ...pairs(['Encapsulation', `${name}${version}`], [`${protocol} Src Port`, natPort(one) + 1]),
    ...pairs([`${protocol} Dst Port`, 443], ['Auth Mode', 'userPassword']),
    ...idle,
    ...client(one),
    ...counters(device, tunnel),
  ];
}

/** `Client Ver` holds the words of the agent too. */
function client({ session }: Listed): readonly Row[] {
  const { clientType = '', clientVersion = '' } = session?.seat ?? {};
  const system = clientType.includes('Windows') ? 'win' : /Mac|iPhone/.test(clientType) ? 'mac-intel' : 'linux';
  return [
    ...singles(['Client OS', system], ['Client Type', 'AnyConnect'], ['Client Ver', `${clientType} ${clientVersion}`]),
  ];
}

const natPort = ({ index }: Pick<Listed, 'index'>): number => 1025 + ((index * 7919) % 64_000);

const nac = ({ seconds }: Listed): readonly Row[] => [
  ...pairs(['Reval Int (T)', '0 Seconds'], ['Reval Left(T)', '0 Seconds']),
  ...pairs(['SQ Int (T)', '0 Seconds'], ['EoU Age(T)', `${seconds} Seconds`]),
  ...pairs(['Hold Left (T)', '0 Seconds'], ['Posture Token', '']),
  ...singles(['Redirect URL', '']),
];
