import type { SessionTold } from '../../server/domain/session-told.ts';
import { asaTime, when } from './time.ts';
import { count } from './bytes.ts';
import { plain } from './plain.ts';

const kinds: Readonly<Record<SessionTold['kind'], string>> = {
  'session.opened': 'A poll first listed the session',
  'session.learned': 'A listing told more of the session',
  'session.suspended': 'Listed without tunnels: its client is away',
  'session.lost': 'A connection was lost',
  'session.resumed': 'Listed again: the session goes on',
  'session.closing': 'The session is being torn down',
  'session.ended': 'Not listed any more: the session is over',
  'tunnel.opened': 'A tunnel is listed that no message had told of',
  'tunnel.closed': 'A tunnel is not listed any more',
};

/** What a poll told, in a sentence. */
export function pollSaid({ kind }: SessionTold): string {
  return kinds[kind];
}

/** What facts are called on the command line. */
const labels: Readonly<Record<string, string>> = {
  ...{ user: 'Username', publicIp: 'Public IP', assignedIp: 'Assigned IP', assignedIpv6: 'Assigned IPv6' },
  ...{ tunnelGroup: 'Tunnel Group', groupPolicy: 'Group Policy', protocols: 'Protocol', license: 'License' },
  ...{ encryption: 'Encryption', hashing: 'Hashing', dhGroup: 'D/H Group', authMode: 'Auth Mode', index: 'Index' },
  ...{ auditSessionId: 'Audt Sess ID', clientType: 'Client OS or Type', clientVersion: 'Client Ver', port: 'Dst Port' },
  ...{ start: 'login', end: 'end', endAfter: 'last listed', endBefore: 'gone by', inboundSpi: 'inbound spi' },
  ...{ outboundSpi: 'outbound spi', reason: 'reason', seconds: 'Duration', bytesTx: 'Bytes Tx', bytesRx: 'Bytes Rx' },
  ...{ sessionType: 'Session Type', kind: 'tunnel' },
};
const times: ReadonlySet<string> = new Set(['start', 'end', 'endAfter', 'endBefore', 'countedAt']);
/** Of our own bookkeeping. */
const unsaid: ReadonlySet<string> = new Set(['startIs', 'endIs', 'id', 'tunnelId', 'protocol']);

/** The fields that it told, as the command line calls them. */
export function pollFields({ facts }: SessionTold, now: number): string {
  return Object.entries(facts)
    .filter(([name]) => !unsaid.has(name))
    .map(([name, value]) => `${labels[name] ?? plain(name)}: ${valueWords(name, value, now)}`)
    .join(', ');
}

function valueWords(name: string, value: string | number, now: number): string {
  if (typeof value === 'string') return plain(value);
  if (times.has(name)) return when(value, now);
  if (name === 'seconds') return asaTime(value);
  return name.startsWith('bytes') ? count(value) : String(value);
}

/** Of which poll a text is: of no others is any kept. */
export const textSaid = {
  first: 'The first poll that listed the session',
  latest: 'The latest poll that listed the session in detail',
} as const;

/** Beside what a poll told whose text is not among those that are kept; `at` is when its listing began. */
export function textHint(at: number, texts: readonly { readonly at: number }[]): string {
  return texts.some((one) => one.at === at) ? '' : 'its text was not kept';
}
