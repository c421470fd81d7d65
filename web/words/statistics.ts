import type { SessionRow } from '../../server/domain/feed.ts';
import { NOT_REPORTED, type Field, type Statistics } from '../../server/domain/statistics.ts';
import { carriedBy, fields } from './names.ts';
import { plain } from './plain.ts';
import { clientText, lasted, NEVER_REPORTED } from './session.ts';
import { byPolicy, clientOnly, fromOf, isKnown, lacking, polled, type Box, type Line } from './statistics-lines.ts';
import { asaTime, clientTime, iso, when } from './time.ts';
import { sinceTrip, type Trip, type TripKey } from './trip.ts';

/** Whose words the Statistics window uses. */
export type Side = 'client' | 'asa';

/** What a window is drawn from beside the session. */
export interface Around {
  /** What the API tells; absent before it has. */
  readonly told?: Statistics | undefined;
  /** The viewer's own baseline. */
  readonly trip?: Trip | undefined;
  /** When the device last began to count anew, epoch milliseconds. */
  readonly anewAt?: number | undefined;
}

/** The Tunnel Details of the Statistics window: what is known, by whom, and in words what is not. */
export function statistics(session: SessionRow, side: Side, now: number, around: Around = {}): readonly Box[] {
  return side === 'client' ? clientSide(session, now, around) : asaSide(session, now, around);
}

function clientSide(session: SessionRow, now: number, around: Around): readonly Box[] {
  const { told } = around;
  const { client, asa } = told ?? {};
  const poll = (label: string, field?: Field, more = {}): Line => polled(label, field, now, more);
  const counter = (label: string, key: TripKey, note: string): Line =>
    counterLine(session, label, key, note, now, around);
  return [
    {
      title: 'Address Information',
      lines: [
        fact(session, 'Client:', 'assignedIp', { mono: true, why: 'no address told yet' }),
        { ...poll('Server:', client?.server, serverWords(client?.server)), mono: true },
      ],
    },
    {
      title: 'Bytes',
      lines: [counter('Received:', 'bytesTx', 'ASA: Bytes Tx'), counter('Sent:', 'bytesRx', 'ASA: Bytes Rx')],
    },
    {
      title: 'Packets',
      lines: [
        counter('Encrypted:', 'packetsRx', `ASA: ${packetWords(session).rx}`),
        counter('Decrypted:', 'packetsTx', `ASA: ${packetWords(session).tx}`),
        clientOnly('Discarded:'),
        clientOnly('Bypassed:'),
      ],
    },
    {
      title: 'Connection Information',
      lines: [
        fact(session, 'Entry:', 'tunnelGroup', {
          note: "connection profile; the client's own name for it is not sent",
          hover: fields.tunnelGroup,
        }),
        time(session, 'Time:', clientTime, now, told),
      ],
    },
    {
      title: 'Crypto',
      lines: [poll('Encryption:', client?.encryption), poll('Authentication:', client?.authentication)],
    },
    {
      title: 'Transport',
      lines: [
        transport(session, 'Transparent Tunneling:', client?.transparentTunneling, asa, now),
        byPolicy('Local LAN:', client?.localLan),
        poll('Compression:', client?.compression),
      ],
    },
  ];
}

function asaSide(session: SessionRow, now: number, around: Around): readonly Box[] {
  const said = clientText(session);
  const { told } = around;
  const { asa } = told ?? {};
  const poll = (label: string, field?: Field, more = {}): Line => polled(label, field, now, more);
  const counter = (label: string, key: TripKey, note: string): Line =>
    counterLine(session, label, key, note, now, around);
  const { tx, rx } = packetWords(session);
  return [
    {
      title: 'Address Information',
      lines: [
        fact(session, 'Assigned IP:', 'assignedIp', {
          mono: true,
          why: 'no address told yet',
          hover: fields.assignedIp,
        }),
        {
          label: 'Public IP:',
          value: session.publicIp,
          mono: true,
          hover: fields.publicIp,
          ...fieldFrom(asa?.publicIp),
        },
      ],
    },
    {
      title: 'Bytes',
      lines: [
        counter('Bytes Tx:', 'bytesTx', 'to the client: its Received'),
        counter('Bytes Rx:', 'bytesRx', 'from the client: its Sent'),
      ],
    },
    {
      title: 'Packets',
      lines: [
        counter('Pkts Tx:', 'packetsTx', `${tx === 'Pkts Tx' ? '' : `${tx}; `}the client decrypts them`),
        counter('Pkts Rx:', 'packetsRx', `${rx === 'Pkts Rx' ? '' : `${rx}; `}the client encrypts them`),
        counter('Tx Drop:', 'packetsTxDropped', 'dropped by the ASA'),
        counter('Rx Drop:', 'packetsRxDropped', 'dropped by the ASA'),
      ],
    },
    {
      title: 'Connection Information',
      lines: [
        fact(session, 'Tunnel Group:', 'tunnelGroup', { note: 'connection profile' }),
        fact(session, 'Group Policy:', 'groupPolicy', {}),
        {
          label: 'Login Time:',
          value: when(session.start, now),
          hover: iso(session.start),
          ...(session.startIs === 'inferred' ? { note: 'end minus duration' } : {}),
          ...fieldFrom(asa?.login),
        },
        time(session, 'Duration:', asaTime, now, told),
        {
          label: 'Client:',
          ...(said === '' ? { why: 'the client has not said' } : { value: said }),
          ...provenance(session, session.from.clientType === undefined ? 'clientVersion' : 'clientType'),
        },
      ],
    },
    {
      title: 'Crypto',
      lines: [
        poll('Encryption:', asa?.encryption),
        poll('Hashing:', asa?.hashing),
        poll('D/H Group:', asa?.dhGroup),
        poll('Auth Mode:', asa?.authMode),
      ],
    },
    {
      title: 'Transport',
      lines: [
        {
          label: 'Protocol:',
          value: carriedBy(session).name,
          ...provenance(session, session.from.protocols === undefined ? 'sessionType' : 'protocols'),
        },
        transport(session, 'Encapsulation:', asa?.encapsulation, asa, now),
        poll('Compression:', asa?.compression),
      ],
    },
  ];
}

/** Why there is nothing that only a detailed listing tells of a session. */
export function detailLacking(told: Statistics | undefined, now: number): string {
  return lacking(told?.asa.packetsTxDropped, now);
}

/** What counts packets: those of the IPsec SAs, or those of the tunnels that TLS carries. */
function packetWords({ protocol }: SessionRow): { readonly tx: string; readonly rx: string } {
  const isIpsec = protocol === 'ikev1' || protocol === 'ikev2';
  return isIpsec ? { tx: '#pkts encaps', rx: '#pkts decaps' } : { tx: 'Pkts Tx', rx: 'Pkts Rx' };
}

function serverWords(server: Field | undefined): Pick<Line, 'hover' | 'note'> {
  if (server?.is === 'derived')
    return { note: 'its own, by Audt Sess ID', hover: 'Behind NAT the client dials another address.' };
  return { hover: 'local crypto endpt. in show crypto ipsec sa' };
}

function fieldFrom(field: Field | undefined): Pick<Line, 'from'> {
  return field === undefined ? {} : fromOf(field);
}

/** The Firewall tab, as far as the ASA was told: what the client reported, and how that is not what the policy expects. */
export function firewallBox(session: SessionRow): Box {
  const product = fact(session, 'Product:', 'firewall', {
    why: NOT_REPORTED,
    hover: 'The ASA says what a client reports at level 7 (713143).',
  });
  const mismatch = fact(session, 'Mismatch:', 'firewallMismatch', {
    hover: 'The policy expects another one, and lets the client in all the same (713141, 713142).',
  });
  return {
    title: 'Reported by the client',
    lines: session.firewallMismatch === undefined ? [product] : [product, mismatch],
  };
}

type Key = 'assignedIp' | 'tunnelGroup' | 'groupPolicy' | 'clientType' | 'firewall' | 'firewallMismatch';
type Sourced = Key | 'bytes' | 'clientVersion' | 'protocols' | 'sessionType';

function fact(session: SessionRow, label: string, key: Key, extra: Partial<Line>): Line {
  const value = session[key];
  const { why = 'not told by syslog', ...rest } = extra;
  if (value === undefined) return { label, why, ...(rest.hover === undefined ? {} : { hover: rest.hover }) };
  return { label, value: plain(value), ...rest, ...provenance(session, key) };
}

function provenance(session: SessionRow, key: Sourced): Pick<Line, 'from'> {
  const from = session.from[key];
  return from === undefined ? {} : { from };
}

/** A counter: the closing record is told with the session; what runs while it runs, a poll counts. */
function counterLine(
  session: SessionRow,
  label: string,
  key: TripKey,
  note: string,
  now: number,
  { told, trip, anewAt }: Around,
): Line {
  const field = told?.asa[key];
  const hover = key === 'bytesTx' || key === 'bytesRx' ? fields[key] : undefined;
  const more = hover === undefined ? {} : { hover };
  const closing = key === 'bytesTx' || key === 'bytesRx' ? session[key] : undefined;
  const value = closing ?? (isKnown(field) && typeof field.value === 'number' ? field.value : undefined);
  if (value === undefined) {
    if (hover === undefined) return polled(label, field, now);
    return { label, why: session.state === 'active' ? lacking(field, now) : NEVER_REPORTED, ...more };
  }
  const from = closing === undefined ? fieldFrom(field) : provenance(session, 'bytes');
  const since = sinceTrip(key, value, trip, anewAt);
  return {
    label,
    value: since.text,
    note: since.note ?? note,
    ...more,
    ...(since.hover && { hover: since.hover }),
    ...from,
  };
}

function time(
  session: SessionRow,
  label: string,
  form: (seconds: number) => string,
  now: number,
  told: Statistics | undefined,
): Line {
  const milliseconds = lasted(session, now);
  if (milliseconds === undefined) return { label, why: NEVER_REPORTED };
  const since =
    session.state === 'active'
      ? { note: 'since login, by our clock', ...fieldFrom(told?.asa.login) }
      : provenance(session, 'bytes');
  return { label, value: form(Math.floor(milliseconds / 1000)), ...since };
}

/** Of the transport syslog tells only which AnyConnect tunnels are up. */
function transport(
  session: SessionRow,
  label: string,
  field: Field | undefined,
  asa: Statistics['asa'] | undefined,
  now: number,
): Line {
  if (session.protocol !== 'anyconnect') return polled(label, field, now);
  const up = session.tunnels.filter((tunnel) => tunnel.closedAt === undefined || session.state === 'ended');
  const names = [up.some(({ kind }) => kind === 'ssl') && 'TLS', up.some(({ kind }) => kind === 'dtls') && 'DTLS'];
  const known = names.filter((name) => name !== false);
  return known.length === 0
    ? polled('Tunnels:', asa?.encapsulation, now)
    : { label: 'Tunnels:', value: known.join(' and '), note: 'AnyConnect', ...provenance(session, 'protocols') };
}
