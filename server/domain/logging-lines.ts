import type { LogHost } from './logging.ts';
import { isFrom, type Release } from './release.ts';

/** The severities as an ASA writes them, from 0 to 7. */
export const levelNames = ['emergencies', 'alerts', 'critical', 'errors', 'warnings', 'notifications', 'informational', 'debugging'] as const; // prettier-ignore

/** Needed by who logs over TCP or TLS; it is of all log servers of the device. */
export const PERMIT_HOSTDOWN = 'logging permit-hostdown';

/** Makes the device print the names of failed logins, to all of its log servers. */
export const SHOW_NAMES = 'no logging hide username';

/** What switches logging on: a PIX 6 says it in another word. */
export function enableLine(release?: Release): string {
  return release !== undefined && !isFrom(release, 7) ? 'logging on' : 'logging enable';
}

/** What puts the device's own time into its lines: in UTC from 9.10 on, before that in its own zone. It changes what all log servers get. */
export function timestampLine(release?: Release): string {
  const utc = release?.product === 'ASA' && isFrom(release, 9, 10);
  return utc ? 'logging timestamp rfc5424' : 'logging timestamp';
}

/** Whether the release hides the names of failed logins unless it is told not to: from about 8.2(5) and 8.4(4) on. */
export function hidesNames(release: Release): boolean {
  return isFrom(release, 8, 2, 5);
}

/** The line of a log server. The port of UDP is left out where it is 514, which is the device's own default. */
export function hostLine({
  interface: name,
  address,
  transport,
  port,
}: Pick<LogHost, 'interface' | 'address' | 'transport' | 'port'>): string {
  // prettier-ignore
  const by = transport === 'udp' ? (port === 514 ? [] : [`udp/${port}`]) : [`tcp/${port}`];
  return ['logging host', name, address, ...by, ...(transport === 'tls' ? ['secure'] : [])].join(' ');
}
