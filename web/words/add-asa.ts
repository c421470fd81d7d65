import {
  pollLevels,
  takesPort,
  transportsOf,
  type InForce,
  type PollLevel,
  type SetupAsk,
} from '../../server/domain/asa-setup.ts';
import type { Listening } from '../../server/domain/listening.ts';
import { levelNames } from '../../server/domain/logging-lines.ts';
import { readRelease } from '../../server/domain/release.ts';
import { DEFAULT_PORTS, loggingHost, OUR_ADDRESS } from './logging.ts';
import { plain } from './plain.ts';
import { safeWord } from './shell.ts';

/** What the page to add an ASA keeps in its address. Never a secret. */
export const addKeys = ['name', 'host', 'release', 'interface', 'us', 'by', 'filter', 'snmp', 'poll'] as const;
type AddKey = (typeof addKeys)[number];

/** What stands in the boxes. */
export type AddFields = Readonly<Record<AddKey, string>>;

/** What was asked for, as far as it can be used; words in capitals are for a person to fill in. */
export interface AddAsked extends SetupAsk {
  readonly name: string;
  /** The address that it sends from. */
  readonly host: string;
  readonly releaseText: string;
  readonly snmp: boolean;
  readonly poll: PollLevel | 'no';
  /** What cannot be used, or will not work, by its box. */
  readonly troubles: readonly { readonly key: AddKey; readonly text: string }[];
}

/** A release that is named while nobody has told another. */
export const USUAL_RELEASE = '9.16(4)';

/** Releases to choose from; any other may be typed. */
export const releaseHints = ['9.20(2)', '9.16(4)', '9.12(4)', '9.8(4)', '9.1(7)', '8.4(7)', '8.2(5)', '7.2(5)', '6.3(5)'] as const; // prettier-ignore

/** The boxes as the address has them; what is not there is what is usual. */
export function addFields(query: Readonly<Record<string, string>>, us: string): AddFields {
  const of = (key: AddKey, usual: string): string => query[key] ?? usual;
  return {
    name: of('name', ''),
    host: of('host', ''),
    release: of('release', USUAL_RELEASE),
    interface: of('interface', 'inside'),
    us: of('us', us),
    by: of('by', 'udp'),
    filter: of('filter', 'none'),
    snmp: of('snmp', 'on'),
    poll: of('poll', 'full'),
  };
}

/** Our address as the devices may reach it: the one by which this page was reached, unless that is loopback. */
export function usualAddress(hostname: string, listening: Listening | undefined): string {
  const host = loggingHost(hostname);
  return host === OUR_ADDRESS ? (listening?.addresses[0] ?? OUR_ADDRESS) : host;
}

/** What is asked for by the boxes, and what of it cannot be. */
export function readAdd(fields: AddFields, listening: Listening | undefined): AddAsked {
  const troubles: AddAsked['troubles'][number][] = [];
  const word = (key: AddKey, blank: string): string => {
    const safe = safeWord(fields[key].trim());
    if (safe === undefined && fields[key].trim() !== '')
      troubles.push({ key, text: `${plain(fields[key])}: only letters, digits, dots, colons, - and _ go into a command.` }); // prettier-ignore
    return safe ?? blank;
  };
  const read = readRelease(fields.release.replace(/^(?:(pix|asa) )?(?:version )?(?=\d)/i, ''));
  if (read === undefined) troubles.push({ key: 'release', text: `“${plain(fields.release)}” is not a release: 9.16(4), as show version prints it. The lines are for ${USUAL_RELEASE}.` }); // prettier-ignore
  const release = read ?? readRelease(USUAL_RELEASE) ?? { product: 'ASA', numbers: [9, 16, 4, 0] };
  const transport = transportsOf(release).find((one) => one === fields.by) ?? 'udp';
  if (transport !== fields.by) troubles.push({ key: 'by', text: notOver(fields.by) });
  const port = listening?.syslog?.[transport] ?? (transport === 'udp' ? DEFAULT_PORTS.syslog : DEFAULT_PORTS[transport]); // prettier-ignore
  if (listening !== undefined && listening.syslog?.[transport] === undefined)
    troubles.push({ key: 'by', text: `Nothing is listened for over ${transport.toUpperCase()} here: ${settings[transport]} switches it on at the next start. The lines name its usual port.` }); // prettier-ignore
  else if (!takesPort(transport, port))
    troubles.push({ key: 'by', text: `An ASA does not take port ${port} for a log server: 1025 to 65535${transport === 'udp' ? ', or 514' : ''}. Start Tunnelwatch with another one (${settings[transport]}).` }); // prettier-ignore
  const snmp = fields.snmp === 'on' && release.numbers[0] !== 6;
  const trapPort = listening?.traps?.udp ?? DEFAULT_PORTS.traps;
  if (snmp && listening !== undefined && listening.traps?.udp === undefined)
    troubles.push({ key: 'snmp', text: 'Traps are not listened for here (TRAP_PORT=off): polls over SNMP work all the same.' }); // prettier-ignore
  const poll = pollLevels(release).find((one) => one === fields.poll) ?? (fields.poll === 'no' ? 'no' : (pollLevels(release)[0] ?? 'no')); // prettier-ignore
  if (poll === 'no' && fields.poll !== 'no')
    troubles.push({ key: 'poll', text: 'A PIX 6 knows SSH version 1 only, which is broken and not spoken here: save what show commands print, and give it with tunnelwatch device feed.' }); // prettier-ignore
  else if (poll !== fields.poll)
    troubles.push({ key: 'poll', text: 'Before 9.2(1) a user is not put to a level of its own at login: the lines are for level 15.' }); // prettier-ignore
  return {
    name: word('name', 'NAME'),
    host: word('host', 'ADDRESS-OF-THE-ASA'),
    ...{ release, releaseText: read === undefined ? USUAL_RELEASE : plain(fields.release.trim()) },
    interface: word('interface', 'INTERFACE'),
    address: word('us', OUR_ADDRESS),
    ...{ transport, port, trapPort, snmp, poll },
    inForce: readFilter(fields.filter, (text) => troubles.push({ key: 'filter', text })),
    troubles,
  };
}

const settings = { udp: 'SYSLOG_PORT', tcp: 'SYSLOG_TCP_PORT', tls: 'SYSLOG_TLS_PORT with SYSLOG_TLS_CERT and SYSLOG_TLS_KEY' } as const; // prettier-ignore

function notOver(by: string): string {
  return by === 'tls'
    ? 'This release cannot log over TLS (8.0(2) and later): the lines are for UDP.'
    : by === 'tcp'
      ? 'This release stops all traffic while a log server over TCP is down, and cannot be told not to: the lines are for UDP.'
      : 'The lines are for UDP.';
}

/** `none`, a severity by its name, or the name of a list behind `list:`. */
function readFilter(filter: string, trouble: (text: string) => void): InForce {
  if (filter === 'none') return 'none';
  const level = levelNames.findIndex((name) => name === filter);
  if (level >= 0) return level;
  const list = filter.replace(/^list:/, '').trim();
  if (safeWord(list) !== undefined) return { list };
  if (list !== '') trouble(`${plain(list)}: not the name of a list.`);
  return { list: 'LIST-IN-FORCE' };
}

/** What the lines change for the other log servers of the device, and what else could be done. */
export function sharedWords({ inForce, release }: Pick<AddAsked, 'inForce' | 'release'>): readonly string[] {
  const old = release.numbers[0] === 6;
  if (inForce === 'none')
    return ['For a device that logs to nobody yet. `logging trap` is one filter for all log servers: if `show running-config logging` names any, choose above what its `logging trap` says, or these lines change what they get.']; // prettier-ignore
  const other = 'To leave them as they are, do without syslog: poll the device, and take its traps. Failed logins are not seen then: neither polls nor traps tell of them.'; // prettier-ignore
  if (typeof inForce === 'number' && inForce >= 6)
    return ['What is needed passes already: nothing changes for the other log servers.'];
  if (old) return ['This release has no lists: every log server of the device gets all of level 6, which is a line for each connection and each translation.', other]; // prettier-ignore
  return typeof inForce === 'number'
    ? [`The new list begins with all of level ${levelNames[inForce] ?? inForce}: other log servers keep what they get today. They get the lines about the VPN as well, since there is one filter for all.`, other] // prettier-ignore
    : ['These lines add to the list in force, and take nothing from it: other log servers keep what they get today. They get the lines about the VPN as well, since there is one filter for all.', other]; // prettier-ignore
}
