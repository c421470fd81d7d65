import { isFrom } from '../release.ts';
import { commands, commandsWith, type Row } from './finding.ts';
import { absent } from './logging.ts';

const NONE = 'nothing: no session is touched.';

/** What is wrong with the device as a whole: its clock, its traps, and who may manage it. */
export const deviceRows: readonly Row[] = [
  {
    id: 'clock-no-zone',
    severity: 'note',
    title: 'The clock has no time zone',
    why: 'Without `clock timezone` the device tells UTC, or local time that somebody set as if it were: nobody can say which. Tunnelwatch goes by the time of arrival, and estimates the zone.',
    breaks:
      'the stamps of all messages jump by the offset; scheduled rules (time ranges, access hours) move with them.',
    needs: ['time', 'logging'],
    touches: [],
    check: ({ configuration: { clockZone, logging } }) =>
      clockZone !== undefined || logging.timestamp?.value === 'rfc5424'
        ? []
        : [
            {
              ...absent(undefined, 'clock timezone'),
              mend: commandsWith('Put in the zone’s name and its offset in hours.', 'clock timezone ZONE HOURS'),
            },
          ],
  },
  {
    id: 'clock-skew',
    severity: 'warning',
    title: 'The clock is wrong',
    why: 'Stamps in messages, access hours and the validity of certificates follow it.',
    breaks: 'the stamps of all messages jump; access hours and certificates are judged by the new time.',
    needs: [],
    touches: [],
    check: ({ configuration: { ntpServers }, arrival: { skewSeconds = 0 } }) =>
      Math.abs(skewSeconds) <= 60
        ? []
        : [
            {
              evidence: ntpServers.map(({ evidence }) => evidence),
              seen: `${Math.abs(skewSeconds)} s ${skewSeconds > 0 ? 'ahead' : 'behind'}`,
              ...(Math.abs(skewSeconds) <= 600 && { severity: 'note' as const }),
              mend:
                ntpServers.length > 0
                  ? commandsWith('A server is named: see whether it answers, with `show ntp status`.')
                  : commandsWith('Put in a time server that the device reaches.', 'ntp server ADDRESS'),
            },
          ],
  },
  {
    id: 'nothing-arrives',
    severity: 'critical',
    title: 'Nothing has arrived for 24 hours',
    why: 'A log server is configured, but no message of the device came: its address or port is another, or something on the way drops them.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: ({ configuration: { logging }, arrival: { messageIds } }) =>
      messageIds === undefined || messageIds.length > 0 || logging.hosts.length === 0 || logging.enabled?.value !== true
        ? []
        : [
            {
              evidence: logging.hosts.map(({ evidence }) => evidence),
              mend: commandsWith('Look at what the device says it has sent, with `show logging`, and for udp/PORT behind the address of Tunnelwatch: without it the port is 514.'), // prettier-ignore
            },
          ],
  },
  {
    id: 'snmp-no-vpn-traps',
    severity: 'note',
    title: 'No SNMP traps for the VPN',
    why: 'Traps tell of tunnels that start and stop, and of the limit for sessions, even when syslog is lost. They are at least two for each SA, also when it is renewed.',
    breaks: NONE,
    needs: ['snmp'],
    touches: [],
    check: ({ configuration: { snmp }, release }) => {
      // Only a PIX 6 has no such traps.
      if (release !== undefined && !isFrom(release, 7)) return [];
      const has = (word: string): boolean => snmp.traps.some(({ value }) => value.includes(word) || value[0] === 'all');
      const missing = [
        ...(has('ipsec') ? [] : ['snmp-server enable traps ipsec start stop']),
        ...(has('remote-access') ? [] : ['snmp-server enable traps remote-access session-threshold-exceeded']),
      ];
      if (missing.length === 0) return [];
      const note = 'Every trap receiver of the device gets them. Tunnelwatch has to be one: snmp-server host.';
      const evidence = snmp.traps.map((one) => one.evidence);
      return [{ evidence, seen: `there is no line ${missing.map((line) => `\`${line}\``).join(', ')}`, mend: commandsWith(note, ...missing) }]; // prettier-ignore
    },
  },
  {
    id: 'asdm-old',
    severity: 'warning',
    title: 'ASDM older than 5.0(4.3)',
    why: 'It makes a crypto access list that keeps clients with split tunnelling, and hardware clients in network-extension mode, from working (CSCsc10806).',
    breaks: 'nothing of the VPN. An ASDM has to fit the software release of the device.',
    needs: ['management'],
    touches: [],
    check: ({ configuration: { management } }) => {
      const told = management.asdmImage;
      if (told === undefined || !isOldAsdm(told.value)) return [];
      const note = 'Copy the image to the device first. Then look for an access list that ASDM made and that a dynamic crypto map matches.'; // prettier-ignore
      return [{ evidence: [told.evidence], mend: commandsWith(note, 'asdm image disk0:/IMAGE-OF-5.0(4.3)-OR-LATER') }];
    },
  },
  {
    id: 'names-used',
    severity: 'note',
    title: 'Names stand in messages in place of addresses',
    why: 'With `names` the device prints its own names for addresses, which say nothing to anybody else: the same client is an address in one message and a name in another.',
    breaks:
      'nothing: what is configured by name stays. Every log server then gets addresses, and who reads the names has to look them up.',
    needs: ['access'],
    touches: [],
    check: ({ configuration: { namesUsed, names } }) =>
      namesUsed?.value !== true || names.length === 0
        ? []
        : [{ evidence: [namesUsed.evidence, ...names.map(({ evidence }) => evidence)], mend: commands('no names') }],
  },
  {
    id: 'telnet',
    severity: 'warning',
    title: 'The device may be managed over telnet',
    why: 'The password of whoever manages it, and the whole configuration, cross the network in clear.',
    breaks: 'who manages it by telnet has to come by SSH. Keep a session open until that has worked.',
    needs: ['management'],
    touches: [],
    check: ({ configuration: { management } }) =>
      management.allowed
        .filter(({ value: { by } }) => by === 'telnet')
        .map(({ value: { address, mask, interface: name }, evidence }) => {
          const where = `${address} ${mask} ${name}`;
          const ssh = management.allowed.some(({ value }) => value.by === 'ssh' && value.interface === name && value.address === address && value.mask === mask); // prettier-ignore
          // Never both at once: who is locked out of one must have the other.
          return {
            subject: where,
            evidence: [evidence],
            mend: ssh
              ? commandsWith('Log in by SSH from there first, and keep that session open.', `no telnet ${where}`)
              : commandsWith(`This only opens SSH, which needs a key (show crypto key mypubkey rsa) and a user. Log in by SSH from there; when that has worked: no telnet ${where}`, `ssh ${where}`), // prettier-ignore
          };
        }),
  },
];

/** Whether the image's name tells a release before 5.0(4.3): `asdm-504.bin` is 5.0(4), `asdm-5043.bin` and `asdm-504-3.bin` 5.0(4.3). */
function isOldAsdm(path: string): boolean {
  const [, digits = '', build] = /asdm-?(\d{3,5})(?:-(\d+))?\.bin$/i.exec(path) ?? [];
  const [major, minor, maintenance, ...more] = Array.from(digits, Number);
  if (major !== 5 || minor !== 0 || maintenance === undefined) return false;
  const interim = Number(build ?? (more.length > 0 ? more.join('') : 0));
  return maintenance < 4 || (maintenance === 4 && interim < 3);
}
