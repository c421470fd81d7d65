import type { SessionRow } from '../../server/domain/feed.ts';
import { NOT_REPORTED, type Field, type Statistics } from '../../server/domain/statistics.ts';
import { count } from './bytes.ts';
import { carriedBy, fields } from './names.ts';
import { plain } from './plain.ts';
import { clientText, lasted, NEEDS_POLLING, NEVER_REPORTED } from './session.ts';
import { byPolicy, clientOnly, fromOf, isKnown, polled, text, type Box, type Line } from './statistics-lines.ts';
import { asaTime, clientTime, iso, when } from './time.ts';

/** Whose words the Statistics window uses. */
export type Side = 'client' | 'asa';

/** The Tunnel Details of the Statistics window: what is known, by whom, and in words what is not. `told` is what the API tells; absent before it has. */
export function statistics(session: SessionRow, side: Side, now: number, told?: Statistics): readonly Box[] {
  return side === 'client' ? clientSide(session, now, told) : asaSide(session, now, told);
}

function clientSide(session: SessionRow, now: number, told: Statistics | undefined): readonly Box[] {
  const { client } = told ?? {};
  const poll = (label: string, field?: Field, hover?: string): Line => polled(told, label, field, hover);
  return [
    {
      title: 'Address Information',
      lines: [
        fact(session, 'Client:', 'assignedIp', { mono: true, why: 'no address told yet' }),
        { ...poll('Server:', client?.server, 'local crypto endpt. in show crypto ipsec sa'), mono: true },
      ],
    },
    {
      title: 'Bytes',
      lines: [
        bytesLine(session, 'Received:', 'bytesTx', 'ASA: Bytes Tx', client?.received),
        bytesLine(session, 'Sent:', 'bytesRx', 'ASA: Bytes Rx', client?.sent),
      ],
    },
    {
      title: 'Packets',
      lines: [
        poll('Encrypted:', client?.encrypted, '#pkts decaps in show crypto ipsec sa'),
        poll('Decrypted:', client?.decrypted, '#pkts encaps in show crypto ipsec sa'),
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
        time(session, 'Time:', clientTime, now),
      ],
    },
    {
      title: 'Crypto',
      lines: [poll('Encryption:', client?.encryption), poll('Authentication:', client?.authentication)],
    },
    {
      title: 'Transport',
      lines: [
        transport(session, 'Transparent Tunneling:', told, client?.transparentTunneling),
        byPolicy('Local LAN:', client?.localLan),
        poll('Compression:', client?.compression),
      ],
    },
  ];
}

function asaSide(session: SessionRow, now: number, told: Statistics | undefined): readonly Box[] {
  const said = clientText(session);
  const { asa } = told ?? {};
  const poll = (label: string, field?: Field, hover?: string): Line => polled(told, label, field, hover);
  return [
    {
      title: 'Address Information',
      lines: [
        fact(session, 'Assigned IP:', 'assignedIp', {
          mono: true,
          why: 'no address told yet',
          hover: fields.assignedIp,
        }),
        { label: 'Public IP:', value: session.publicIp, mono: true, hover: fields.publicIp },
      ],
    },
    {
      title: 'Bytes',
      lines: [
        bytesLine(session, 'Bytes Tx:', 'bytesTx', 'to the client', asa?.bytesTx),
        bytesLine(session, 'Bytes Rx:', 'bytesRx', 'from the client', asa?.bytesRx),
      ],
    },
    {
      title: 'Packets',
      lines: [
        poll('Pkts Tx:', asa?.packetsTx, '#pkts encaps in show crypto ipsec sa'),
        poll('Pkts Rx:', asa?.packetsRx, '#pkts decaps in show crypto ipsec sa'),
        poll('Tx Drop:', asa?.packetsTxDropped),
        poll('Rx Drop:', asa?.packetsRxDropped),
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
        },
        time(session, 'Duration:', asaTime, now),
        {
          label: 'Client:',
          ...(said === '' ? { why: 'the client has not said' } : { value: said }),
          ...provenance(session, 'clientType'),
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
        { label: 'Protocol:', value: carriedBy(session).name },
        transport(session, 'Encapsulation:', told, asa?.encapsulation),
        poll('Compression:', asa?.compression),
      ],
    },
  ];
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

function fact(session: SessionRow, label: string, key: Key, extra: Partial<Line>): Line {
  const value = session[key];
  const { why = 'not told by syslog', ...rest } = extra;
  if (value === undefined) return { label, why, ...(rest.hover === undefined ? {} : { hover: rest.hover }) };
  return { label, value: plain(value), ...rest, ...provenance(session, key) };
}

function provenance(session: SessionRow, key: Key | 'bytes'): Pick<Line, 'from'> {
  const from = session.from[key];
  return from === undefined ? {} : { from };
}

/** The closing record is told with the session; what runs while it runs, a poll counts. */
function bytesLine(session: SessionRow, label: string, key: 'bytesTx' | 'bytesRx', note: string, told?: Field): Line {
  const value = session[key];
  const hover = fields[key];
  if (value !== undefined) return { label, value: count(value), note, hover, ...provenance(session, 'bytes') };
  if (isKnown(told)) return { label, value: text(told), note, hover, ...fromOf(told) };
  return { label, why: session.state === 'active' ? NEEDS_POLLING : NEVER_REPORTED, hover };
}

function time(session: SessionRow, label: string, form: (seconds: number) => string, now: number): Line {
  const milliseconds = lasted(session, now);
  if (milliseconds === undefined) return { label, why: NEVER_REPORTED };
  const since = session.state === 'active' ? { note: 'since login, by our clock' } : provenance(session, 'bytes');
  return { label, value: form(Math.floor(milliseconds / 1000)), ...since };
}

/** Of the transport syslog tells only which AnyConnect tunnels are up. */
function transport(session: SessionRow, label: string, told: Statistics | undefined, field: Field | undefined): Line {
  if (session.protocol !== 'anyconnect') return polled(told, label, field);
  const up = session.tunnels.filter((tunnel) => tunnel.closedAt === undefined || session.state === 'ended');
  const names = [up.some(({ kind }) => kind === 'ssl') && 'TLS', up.some(({ kind }) => kind === 'dtls') && 'DTLS'];
  const known = names.filter((name) => name !== false);
  return known.length === 0
    ? polled(told, 'Tunnels:', undefined)
    : { label: 'Tunnels:', value: known.join(' and '), note: 'AnyConnect' };
}
