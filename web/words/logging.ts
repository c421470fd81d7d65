import { TRAP_PORT } from '../../server/domain/snmp-lines.ts';
import type { HealthRow } from '../../server/domain/feed.ts';

/** To be read before anything is pasted: there is one trap filter for all log servers of a device. */
export const READ_FIRST = 'show running-config logging';

/** A text in pieces: what stood between backticks is a command. */
export function pieces(text: string): readonly { readonly text: string; readonly command: boolean }[] {
  return text.split('`').map((piece, index) => ({ text: piece, command: index % 2 === 1 }));
}

/** What a line that changes the form of all messages is good for; the line as the doctor says it. */
export function formWhy(line: string): string {
  if (line.startsWith('logging timestamp'))
    return line.endsWith('rfc5424')
      ? 'its own time in each line, in UTC: clocks can then be checked. Who reads the lines sees another form'
      : 'its own time in each line, in its own zone: clocks can then be checked. Who reads the lines sees another form';
  if (line.startsWith('logging device-id')) return 'the name of the device in each line; not needed here';
  return 'the names of failed logins in place of `*****`. What was typed may be a password in the wrong box, and every log server gets it';
}

/** The UDP port that this collector listens on, or the one that is ours by default until it is told. */
export function udpPort(collectors: readonly HealthRow[], name: keyof typeof DEFAULT_PORTS): number {
  return collectors.find(({ collector }) => collector === name)?.ports?.udp ?? DEFAULT_PORTS[name];
}

/** Where it is listened unless somebody says otherwise. */
export const DEFAULT_PORTS = { syslog: 5514, traps: TRAP_PORT, tcp: 1470, tls: 6514 };

/** What stands in place of our address while nobody knows it. */
export const OUR_ADDRESS = 'ADDRESS-OF-THIS-MACHINE';

/** The name the head-ends can reach this page's server by; loopback is reachable by nobody else. */
export function loggingHost(hostname: string): string {
  const loopback =
    hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]' || hostname === '::1';
  return loopback ? OUR_ADDRESS : hostname.replace(/^\[|\]$/g, '');
}
