import { addressNumber } from '../address.ts';
import { isAnyConnect } from '../census.ts';
import { isIpsec } from '../ikev1.ts';
import type { SaPair } from '../ike-wordings.ts';
import { siteBytes } from '../lan-to-lan.ts';
import type { Site } from '../lan-to-lan.ts';
import { outsideIp } from '../model.ts';
import type { Session } from '../model.ts';
import { bytesAt } from '../traffic.ts';
import { generation } from './device.ts';
import type { Device } from './device.ts';
import { suiteOf } from './suites.ts';

/** Bytes and packets; Tx goes to the client. */
export interface Counters {
  readonly bytesTx: number;
  readonly bytesRx: number;
  readonly packetsTx: number;
  readonly packetsRx: number;
  readonly droppedTx: number;
  readonly droppedRx: number;
}

/** What a tunnel is, in the model's words. */
export type Sort = 'ike' | 'ipsec' | 'l2tp' | 'parent' | 'ssl' | 'dtls' | 'portal';

/** One tunnel of a session as `detail` lists it. */
export interface ListedTunnel {
  readonly sort: Sort;
  /** `IKEv1`, `IPsecOverNatT`, `DTLS-Tunnel`. */
  readonly kind: string;
  /** `12.1`. */
  readonly id: string;
  readonly encryption: string;
  readonly hashing: string;
  readonly sas: SaPair | undefined;
  readonly counters: Counters;
}

/** A session in the words and numbers of the session database. */
export interface Listed {
  /** `undefined` for LAN-to-LAN. */
  readonly session: Session | undefined;
  /** `undefined` for LAN-to-LAN. */
  readonly user: string | undefined;
  readonly index: number;
  readonly publicIp: string;
  /** None for a portal, and for a parent without tunnels. */
  readonly assignedIp: string | undefined;
  readonly behindNat: boolean;
  readonly protocols: readonly string[];
  readonly license: string;
  readonly groupPolicy: string;
  readonly tunnelGroup: string;
  /** Virtual milliseconds. */
  readonly start: number;
  readonly seconds: number;
  readonly inactiveSeconds: number;
  readonly auditSessionId: string;
  readonly tunnels: readonly ListedTunnel[];
  readonly counters: Counters;
}

/** A session of a user, as of now. */
export function listed(device: Device, session: Session): Listed {
  const { user, index, publicIp, groupPolicy, tunnelGroup, seat, entry, inactiveSince } = session;
  const now = device.asa.options.now();
  const seconds = Math.floor((now - entry.start) / 1000);
  const sorts = sortsOf(session);
  const counters = countersOf(device, index, bytesAt(session, seconds));
  const tunnels = tunnelsOf(device, session, sorts, counters);
  const alone = sorts.length === 1 && sorts[0]?.[0] === 'parent';
  return {
    session,
    user,
    index,
    publicIp,
    assignedIp: entry.assignedIp === null || alone ? undefined : entry.assignedIp,
    behindNat: seat.behindNat,
    protocols: protocolsOf(device, tunnels),
    license: licenseOf(device, session),
    groupPolicy,
    tunnelGroup,
    start: entry.start,
    seconds,
    inactiveSeconds: inactiveSince === null ? 0 : Math.floor((now - inactiveSince) / 1000),
    auditSessionId: auditSessionId(index, entry.start),
    tunnels,
    counters,
  };
}

/** A LAN-to-LAN session, as of now. */
export function listedSite(device: Device, site: Site): Listed {
  const { who, index, entry, sas } = site;
  const seconds = Math.floor((device.asa.options.now() - entry.start) / 1000);
  const counters = countersOf(device, index, siteBytes(seconds));
  const suite = suiteOf(device, 'ikev1');
  const kinds = generation(device) === 7 ? (['IKE', 'IPSec'] as const) : ([suite.ike.kind, 'IPsec'] as const);
  const tunnels: readonly ListedTunnel[] = [
    { ...suite.ike, sort: 'ike', kind: kinds[0], id: `${index}.1`, sas: undefined, counters: nothing },
    { ...suite.ipsec, sort: 'ipsec', kind: kinds[1], id: `${index}.2`, sas, counters },
  ];
  return {
    ...{ session: undefined, user: undefined, assignedIp: undefined, behindNat: false },
    ...{ index, seconds, tunnels, counters, publicIp: who.publicIp, start: entry.start },
    groupPolicy: who.groupPolicy,
    tunnelGroup: who.tunnelGroup,
    protocols: generation(device) === 7 ? ['IPSecLAN2LAN'] : kinds,
    license: 'Other VPN',
    inactiveSeconds: 0,
    auditSessionId: auditSessionId(index, entry.start),
  };
}

/** `ASA-IPv4 | Index << 12 | login epoch`, eight hexadecimal digits each (domain facts, part 0). */
export function auditSessionId(index: number, start: number): string {
  return outside + hex((index * 4096) % 2 ** 32) + hex(Math.floor(start / 1000));
}

const hex = (word: number) => word.toString(16).padStart(8, '0');
const outside = hex(addressNumber(outsideIp) ?? 0);

type Sorted = readonly [sort: Sort, sas?: SaPair];

function sortsOf({ tunnels, seat }: Session): readonly Sorted[] {
  const own = tunnels.map((tunnel): Sorted => (isIpsec(tunnel) ? ['ipsec', tunnel.sas] : [tunnel.kind]));
  if (seat.protocol === 'clientless') return [['portal']];
  if (own.length === 0) return [[seat.protocol === 'anyconnect' ? 'parent' : 'ike']];
  if (seat.protocol === 'l2tp') return [...own, ['l2tp']];
  return seat.protocol === 'ikev2' && isAnyConnect(seat) ? [...own, ['parent']] : own;
}

function tunnelsOf(
  device: Device,
  { index, seat }: Session,
  sorts: readonly Sorted[],
  all: Counters,
): readonly ListedTunnel[] {
  const suite = suiteOf(device, seat.protocol, seat);
  const carrying = sorts.filter(([sort]) => carries(sort, seat.protocol));
  let left = all;
  return sorts.map((one, place): ListedTunnel => {
    const [sort, sas] = one;
    const turn = carrying.indexOf(one);
    let counters = nothing;
    // After a rekey the new SAs take over; while both are there, the old ones have what there is.
    if (sort === 'ipsec') counters = turn === 0 ? all : nothing;
    else if (turn === carrying.length - 1 && turn >= 0) counters = left;
    else if (turn >= 0) {
      counters = part(left, sort === 'parent' ? 50 : 20);
      left = minus(left, counters);
    }
    const { kind, encryption, hashing } = suite[sort];
    return { sort, kind, id: `${index}.${place + 1}`, encryption, hashing, sas, counters };
  });
}

/** The tunnels over which the bytes go: IKE has none of its own. */
function carries(sort: Sort, protocol: string): boolean {
  return sort !== 'ike' && sort !== 'l2tp' && !(sort === 'parent' && protocol === 'ikev2');
}

const nothing: Counters = { bytesTx: 0, bytesRx: 0, packetsTx: 0, packetsRx: 0, droppedTx: 0, droppedRx: 0 };

const part = (all: Counters, share: number): Counters => ({
  bytesTx: Math.floor(all.bytesTx / share),
  bytesRx: Math.floor(all.bytesRx / share),
  packetsTx: Math.floor(all.packetsTx / share),
  packetsRx: Math.floor(all.packetsRx / share),
  droppedTx: Math.floor(all.droppedTx / share),
  droppedRx: Math.floor(all.droppedRx / share),
});

const minus = (all: Counters, taken: Counters): Counters => ({
  bytesTx: all.bytesTx - taken.bytesTx,
  bytesRx: all.bytesRx - taken.bytesRx,
  packetsTx: all.packetsTx - taken.packetsTx,
  packetsRx: all.packetsRx - taken.packetsRx,
  droppedTx: all.droppedTx - taken.droppedTx,
  droppedRx: all.droppedRx - taken.droppedRx,
});

/** Packets of a size that stays with the session; 7.x counts bytes in 32 bits. */
function countersOf(
  device: Device,
  index: number,
  { bytesTx, bytesRx }: { readonly bytesTx: number; readonly bytesRx: number },
): Counters {
  const [packetsTx, packetsRx] = [
    Math.ceil(bytesTx / (80 + ((index * 37) % 900))),
    Math.ceil(bytesRx / (60 + (index % 90))),
  ];
  const wrap = (bytes: number) => (generation(device) === 7 ? bytes % 2 ** 32 : bytes);
  const [droppedTx, droppedRx] = [Math.floor(packetsTx / 5000), Math.floor(packetsRx / 9000)];
  return { bytesTx: wrap(bytesTx), bytesRx: wrap(bytesRx), packetsTx, packetsRx, droppedTx, droppedRx };
}

function protocolsOf(device: Device, tunnels: readonly ListedTunnel[]): readonly string[] {
  const kinds = [...new Set(tunnels.map(({ kind }) => kind))];
  if (generation(device) !== 7) return kinds;
  // 7.x names one: what the bytes travel in.
  const one = tunnels.findLast(({ sort }) => sort !== 'ike') ?? tunnels[0];
  return one === undefined ? [] : [one.sort === 'ike' ? 'IPSec' : one.kind];
}

function licenseOf(device: Device, { seat }: Session): string {
  const ssl = seat.protocol === 'anyconnect' || seat.protocol === 'clientless' || isAnyConnect(seat);
  if (generation(device) <= 8) return ssl ? 'SSL VPN' : 'IPsec';
  if (!ssl) return 'Other VPN';
  return /iPhone|Android/.test(seat.clientType) ? 'AnyConnect Premium, AnyConnect for Mobile' : 'AnyConnect Premium';
}

/** All sessions, those of users first. */
export const allListed = (device: Device): readonly Listed[] => [
  ...[...device.asa.sessions].map((session) => listed(device, session)),
  ...[...device.asa.sites].map((site) => listedSite(device, site)),
];
