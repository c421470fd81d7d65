import type { SessionRow } from '../../server/domain/feed.ts';
import type { Provenance } from '../../server/domain/session.ts';
import { NOT_REPORTED } from '../../server/domain/statistics.ts';
import { count } from './bytes.ts';
import { carriedBy, fields } from './names.ts';
import { plain } from './plain.ts';
import { CLIENT_ONLY, clientText, lasted, NEEDS_POLLING, NEVER_REPORTED } from './session.ts';
import { asaTime, clientTime, iso, when } from './time.ts';

/** Whose words the Statistics window uses. */
export type Side = 'client' | 'asa';

/** One line of the window: a value with where it is from, or in words why there is none. */
export interface Line {
  readonly label: string;
  readonly value?: string;
  readonly mono?: boolean;
  /** Said beside the value in small letters. */
  readonly note?: string;
  /** Why there is no value. */
  readonly why?: string;
  readonly hover?: string;
  readonly from?: Provenance;
}

/** One box of the window. */
export interface Box {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The Tunnel Details of the Statistics window: what syslog knows, and in words what it does not. */
export function statistics(session: SessionRow, side: Side, now: number): readonly Box[] {
  return side === 'client' ? clientSide(session, now) : asaSide(session, now);
}

function clientSide(session: SessionRow, now: number): readonly Box[] {
  return [
    {
      title: 'Address Information',
      lines: [fact(session, 'Client:', 'assignedIp', { mono: true, why: 'no address told yet' }), poll('Server:')],
    },
    {
      title: 'Bytes',
      lines: [
        bytesLine(session, 'Received:', 'bytesTx', 'ASA: Bytes Tx'),
        bytesLine(session, 'Sent:', 'bytesRx', 'ASA: Bytes Rx'),
      ],
    },
    {
      title: 'Packets',
      lines: [
        poll('Encrypted:', '#pkts decaps'),
        poll('Decrypted:', '#pkts encaps'),
        client('Discarded:'),
        client('Bypassed:'),
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
    { title: 'Crypto', lines: [poll('Encryption:'), poll('Authentication:')] },
    {
      title: 'Transport',
      lines: [...transport(session, 'Transparent Tunneling:'), client('Local LAN:'), poll('Compression:')],
    },
  ];
}

function asaSide(session: SessionRow, now: number): readonly Box[] {
  const said = clientText(session);
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
        bytesLine(session, 'Bytes Tx:', 'bytesTx', 'to the client'),
        bytesLine(session, 'Bytes Rx:', 'bytesRx', 'from the client'),
      ],
    },
    {
      title: 'Packets',
      lines: [poll('Pkts Tx:', '#pkts encaps'), poll('Pkts Rx:', '#pkts decaps'), poll('Tx Drop:'), poll('Rx Drop:')],
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
    { title: 'Crypto', lines: [poll('Encryption:'), poll('Hashing:')] },
    {
      title: 'Transport',
      lines: [
        { label: 'Protocol:', value: carriedBy(session).name },
        ...transport(session, 'Encapsulation:'),
        poll('Compression:'),
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

function bytesLine(session: SessionRow, label: string, key: 'bytesTx' | 'bytesRx', note: string): Line {
  const value = session[key];
  if (value === undefined)
    return { label, why: session.state === 'active' ? NEEDS_POLLING : NEVER_REPORTED, hover: fields[key] };
  return { label, value: count(value), note, hover: fields[key], ...provenance(session, 'bytes') };
}

function time(session: SessionRow, label: string, form: (seconds: number) => string, now: number): Line {
  const milliseconds = lasted(session, now);
  if (milliseconds === undefined) return { label, why: NEVER_REPORTED };
  const since = session.state === 'active' ? { note: 'since login, by our clock' } : provenance(session, 'bytes');
  return { label, value: form(Math.floor(milliseconds / 1000)), ...since };
}

/** Of the transport syslog tells only which AnyConnect tunnels are up. */
function transport(session: SessionRow, label: string): readonly Line[] {
  if (session.protocol !== 'anyconnect') return [poll(label)];
  const up = session.tunnels.filter((tunnel) => tunnel.closedAt === undefined || session.state === 'ended');
  const names = [up.some(({ kind }) => kind === 'ssl') && 'TLS', up.some(({ kind }) => kind === 'dtls') && 'DTLS'];
  const known = names.filter((name) => name !== false);
  return [
    known.length === 0 ? poll('Tunnels:') : { label: 'Tunnels:', value: known.join(' and '), note: 'AnyConnect' },
  ];
}

function poll(label: string, counter?: string): Line {
  return {
    label,
    why: NEEDS_POLLING,
    ...(counter === undefined ? {} : { hover: `${counter} in show crypto ipsec sa` }),
  };
}

function client(label: string): Line {
  return { label, why: CLIENT_ONLY, hover: 'The head-end never sees these packets.' };
}
