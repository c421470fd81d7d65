import { TRAP_PORT } from '../../server/domain/snmp-lines.ts';
import type { HealthRow, Ports } from '../../server/domain/feed.ts';

/** Where the head-ends shall log to. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** What has to be put in by the person who pastes. */
export const TRAP_LEVEL = 'CURRENT-TRAP-LEVEL';

/** To be read before anything is pasted: there is one trap filter for all log servers of a device. */
export const READ_FIRST = 'show running-config logging';

/** The lines that make an ASA send what Tunnelwatch reads. A line that begins with `!` is a comment, to the ASA too. */
export function loggingLines({ host, port }: Target): readonly string[] {
  return [
    'logging enable',
    '! keeps what your other log servers get today',
    `logging list VPNMON level ${TRAP_LEVEL}`,
    '! who logs in, and what becomes of the tunnels; leave out a class that your release refuses',
    ...['auth', 'vpn', 'vpnc', 'webvpn', 'svc'].map((one) => `logging list VPNMON level informational class ${one}`),
    '! addresses from the pools (8.0 and later)',
    'logging list VPNMON message 737001-737038',
    '! IKEv2 has no class of its own (8.4 and later)',
    'logging list VPNMON message 750001-752017',
    '! management logins, to tell them from VPN logins',
    'logging list VPNMON message 605004-605005',
    'logging trap VPNMON',
    `logging host inside ${host} udp/${port}`,
  ];
}

/** The other ways for its messages. To be read before: HOSTDOWN. */
export function streamLines(
  host: string,
  { tcp = 1470, tls = 6514 }: Ports = {},
): readonly { readonly line: string; readonly why: string }[] {
  return [
    { line: 'logging permit-hostdown', why: 'first of all' },
    { line: `logging host inside ${host} tcp/${tcp}`, why: 'TCP; the port is SYSLOG_TCP_PORT, 1470 unless set' },
    {
      line: `logging host inside ${host} tcp/${tls} secure`,
      why: 'TLS; the port is SYSLOG_TLS_PORT, and the ASA has to trust who signed SYSLOG_TLS_CERT',
    },
  ];
}

/** A text in pieces: what stood between backticks is a command. */
export function pieces(text: string): readonly { readonly text: string; readonly command: boolean }[] {
  return text.split('`').map((piece, index) => ({ text: piece, command: index % 2 === 1 }));
}

/** Lines that help, but change what every log server of the device gets. */
export const helpfulLines: readonly { readonly line: string; readonly why: string }[] = [
  { line: 'logging timestamp rfc5424', why: 'times in UTC (9.10 and later; before that: logging timestamp)' },
  { line: 'logging device-id hostname', why: 'the name of the device in every line' },
  { line: 'no logging hide username', why: 'names of failed logins; what was typed may be a password' },
];

/** The UDP port that this collector listens on, or the one that is ours by default until it is told. */
export function udpPort(collectors: readonly HealthRow[], name: keyof typeof DEFAULT_PORTS): number {
  return collectors.find(({ collector }) => collector === name)?.ports?.udp ?? DEFAULT_PORTS[name];
}

const DEFAULT_PORTS = { syslog: 5514, traps: TRAP_PORT };

/** The name the head-ends can reach this page's server by; loopback is reachable by nobody else. */
export function loggingHost(hostname: string): string {
  const loopback =
    hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]' || hostname === '::1';
  return loopback ? 'ADDRESS-OF-THIS-MACHINE' : hostname.replace(/^\[|\]$/g, '');
}
