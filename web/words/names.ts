import type { Protocol, Session } from '../../server/domain/session.ts';
import type { TunnelKind } from '../../server/domain/tunnel.ts';
import type { Outcome } from '../../server/domain/feed.ts';

/** A name as ASDM says it, and the word of the command line for the hover text. */
export interface Named {
  readonly name: string;
  readonly cli: string;
}

/** How a session is carried. */
export const protocols: Readonly<Record<Protocol, Named>> = {
  anyconnect: { name: 'AnyConnect', cli: 'show vpn-sessiondb anyconnect (svc before 8.4)' },
  ikev1: { name: 'IPsec (IKEv1)', cli: 'show vpn-sessiondb ra-ikev1-ipsec (remote before 8.4)' },
  ikev2: { name: 'IKEv2', cli: 'show vpn-sessiondb ra-ikev2-ipsec' },
  clientless: { name: 'Clientless', cli: 'show vpn-sessiondb webvpn' },
  unknown: { name: 'Not told', cli: 'no message has told the protocol' },
};

/** What IKEv1 carries for L2TP, and what PPTP does without it: the session type tells. */
const overPpp: readonly (readonly [RegExp, Named])[] = [
  [/^l2tp/i, { name: 'L2TP over IPsec', cli: 'show vpn-sessiondb ra-ikev1-ipsec; L2TPOverIPsec in 113019' }],
  [/^pptp/i, { name: 'PPTP', cli: 'show vpdn tunnel pptp' }],
];

/** How that session is carried, as exactly as its messages have told. */
export function carriedBy({ protocol, sessionType = '' }: Pick<Session, 'protocol' | 'sessionType'>): Named {
  return overPpp.find(([words]) => words.test(sessionType))?.[1] ?? protocols[protocol];
}

/** What a tunnel of a session is. */
export const tunnels: Readonly<Record<TunnelKind, Named>> = {
  ike: { name: 'IKE', cli: 'show crypto isakmp sa' },
  ipsec: { name: 'IPsec', cli: 'show crypto ipsec sa' },
  parent: { name: 'AnyConnect parent', cli: 'AnyConnect-Parent in show vpn-sessiondb' },
  ssl: { name: 'SSL', cli: 'SSL-Tunnel in show vpn-sessiondb' },
  dtls: { name: 'DTLS', cli: 'DTLS-Tunnel in show vpn-sessiondb' },
  ppp: { name: 'PPP', cli: 'tunnel_id in 603104 and 603106' },
};

/** What the fields of a session are called on the command line. */
export const fields = {
  user: 'Username in show vpn-sessiondb',
  tunnelGroup: 'tunnel-group; Group = in 113019',
  groupPolicy: 'group-policy; Group <...> in 113039 and 722xxx',
  assignedIp: 'Assigned IP in show vpn-sessiondb',
  publicIp: 'Public IP in show vpn-sessiondb',
  protocol: 'Protocol in show vpn-sessiondb',
  client: 'Client OS and Client Ver in show vpn-sessiondb detail',
  start: 'Login Time in show vpn-sessiondb',
  duration: 'Duration in show vpn-sessiondb',
  bytesTx: 'Bytes Tx in show vpn-sessiondb; Bytes xmt in 113019',
  bytesRx: 'Bytes Rx in show vpn-sessiondb; Bytes rcv in 113019',
  pool: 'ip local pool; show ip local pool NAME',
} as const;

/** What became of a line, for people. */
export const outcomes: Readonly<Record<Outcome, { readonly name: string; readonly means: string }>> = {
  claim: { name: 'used', means: 'it told something about a session, an address or a login' },
  noted: { name: 'noted', means: 'known, and it changes nothing here' },
  unlisted: { name: 'unlisted', means: 'a message that Tunnelwatch does not follow' },
  misfit: { name: 'misfit', means: 'one it follows, in words it does not know' },
  foreign: { name: 'foreign', means: 'not a line of an ASA, PIX, FTD or FWSM' },
};

export { severityNames as severities } from '../../server/domain/message-filter.ts';
