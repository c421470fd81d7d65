import { adding } from './doctor/adding.ts';
import { needsOf, sends } from './doctor/messages.ts';
import { enableLine, hidesNames, hostLine, PERMIT_HOSTDOWN, SHOW_NAMES, timestampLine } from './logging-lines.ts';
import type { Logging, LogHost } from './logging.ts';
import { isFrom, type Release } from './release.ts';
import { accessFor, snmpLines, trapLinesFor } from './snmp-lines.ts';

/** The user by which a device is asked, over SSH and over SNMP. */
export const OUR_USER = 'tunnelwatch';

/** What `logging trap` says before anything is pasted: a severity from 0 to 7, the name of a list, or `none`: nothing leaves the device. */
export type InForce = number | { readonly list: string } | 'none';

/** What is asked of whoever adds an ASA. */
export interface SetupAsk {
  readonly release: Release;
  /** The interface behind which we are, by its `nameif`. */
  readonly interface: string;
  /** Ours, as the device reaches it. */
  readonly address: string;
  readonly transport: LogHost['transport'];
  readonly port: number;
  readonly trapPort: number;
  readonly inForce: InForce;
}

/** How a user may be limited to what is asked: not at all (15), or to the commands that are sent (5). */
export type PollLevel = 'full' | 'least';

/** By what a release can log; over TCP only where it can be told to go on when we are down. */
export function transportsOf(release: Release): readonly LogHost['transport'][] {
  if (!isFrom(release, 7)) return ['udp'];
  return isFrom(release, 8, 0, 2) ? ['udp', 'tcp', 'tls'] : ['udp', 'tcp'];
}

/** Whether an ASA takes the port for a log server. */
export function takesPort(transport: LogHost['transport'], port: number): boolean {
  return (port >= 1025 && port <= 65_535) || (transport === 'udp' && port === 514);
}

/** The lines that make the device send what is read, in their order; other log servers keep what they get. */
export function syslogLines({ release, inForce, ...host }: SetupAsk): readonly string[] {
  const streams = host.transport !== 'udp';
  return [enableLine(release), ...filterLines(release, inForce), ...(streams ? [PERMIT_HOSTDOWN] : []), hostLine(host)];
}

const NOWHERE = { line: 0, text: '' };

/** What of the filter that all log servers share has to be added; nothing, where all that is needed passes already. */
function filterLines(release: Release, inForce: InForce): readonly string[] {
  // A PIX 6 tells of VPN logins at level 6, and has no lists.
  if (!isFrom(release, 7)) return inForce !== 'none' && Number(inForce) >= 6 ? [] : ['logging trap informational'];
  const value = typeof inForce === 'object' ? inForce.list : inForce;
  const logging: Logging = {
    ...{ hosts: [], lists: [], classes: [], messages: [], rateLimits: [] },
    ...(value !== 'none' && { trap: { value, evidence: NOWHERE } }),
  };
  const sender = { release, configuration: { logging, tunnelGroups: [{ type: 'remote-access' }] } };
  const missing = needsOf(sender).filter((need) => !sends(logging, need));
  return missing.length === 0 ? [] : adding(sender, missing).commands;
}

/** Lines that help, and change what every log server of the device gets. */
export function formLines(release?: Release): readonly string[] {
  const hides = release === undefined || hidesNames(release);
  return [timestampLine(release), 'logging device-id hostname', ...(hides ? [SHOW_NAMES] : [])];
}

/** The lines that have SNMP answer us alone, and send us traps; none on a PIX 6, which has no traps of the VPN. */
export function agentLines({ release, address, trapPort, interface: name }: SetupAsk): readonly string[] {
  return isFrom(release, 7) ? snmpLines(accessFor(release, OUR_USER), { address, trapPort, interface: name }) : [];
}

/** The traps that are switched on, for every host that gets traps. */
export function switchedTraps({ release }: Pick<SetupAsk, 'release'>): readonly string[] {
  return isFrom(release, 7) ? trapLinesFor(release) : [];
}

/** How the device can be asked over SSH: a PIX 6 knows no SSH that is spoken here, and before 9.2 a user does not get a level of its own at login. */
export function pollLevels(release: Release): readonly PollLevel[] {
  if (!isFrom(release, 7)) return [];
  return isFrom(release, 9, 2) ? ['full', 'least'] : ['full'];
}

/** Whether the device may know nothing but algorithms that are broken by now. */
export function needsLegacy(release: Release): boolean {
  return !isFrom(release, 9, 12);
}

/** The lines that let us in over SSH. The password is for a person to fill in. */
export function userLines({ address, interface: name }: SetupAsk, level: PollLevel): readonly string[] {
  return [
    `username ${OUR_USER} password PASSWORD privilege ${level === 'full' ? 15 : LEAST}`,
    `ssh ${address} 255.255.255.255 ${name}`,
  ];
}

/** Who logs in over SSH is looked up in the device itself. Where others are asked today this would take their place. */
export const LOCAL_LOGINS = 'aaa authentication ssh console LOCAL';

const LEAST = 5;

/** What stands behind `show` in the commands that we send, but for the configuration, which is of level 15. */
export const readWords = ['aaa', 'aaa-server', 'clock', 'conn', 'cpu', 'crypto', 'failover', 'interface', 'ip', 'logging', 'memory', 'shun', 'uauth', 'version', 'vpn', 'vpn-sessiondb'] as const; // prettier-ignore

/** The commands that a user of level 5 may then give. */
export const privilegeLines: readonly string[] = readWords.map(
  (word) => `privilege show level ${LEAST} mode exec command ${word}`,
);

/** What puts levels into force, for everybody who logs in: where the device asks TACACS+ what may be done, this takes its place. */
export const authorizationLines: readonly string[] = [
  'aaa authorization exec LOCAL auto-enable',
  'aaa authorization command LOCAL',
];
