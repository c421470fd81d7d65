import {
  agentLines,
  authorizationLines,
  LOCAL_LOGINS,
  needsLegacy,
  OUR_USER,
  privilegeLines,
  switchedTraps,
  syslogLines,
  userLines,
} from '../../server/domain/asa-setup.ts';
import type { Arrivals } from '../../server/domain/arrivals.ts';
import { HOSTDOWN } from '../../server/domain/hostdown.ts';
import { accessFor } from '../../server/domain/snmp-lines.ts';
import { sharedWords, type AddAsked } from './add-asa.ts';
import { READ_FIRST } from './logging.ts';
import { safeWord } from './shell.ts';

/** Lines to paste, with what they do. Texts have commands between backticks. */
export interface Block {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly texts: readonly string[];
  /** What it changes for others, or what may go wrong. */
  readonly beware?: string;
  /** It is left out of what is copied at once: somebody has to decide first. */
  readonly apart?: true;
}

/** What a person has to put in by hand: never known here. */
export const BLANKS = ['PASSWORD', 'PASSPHRASE', 'COMMUNITY', 'ADDRESS-OF-THE-ASA', 'ADDRESS-OF-THIS-MACHINE', 'LIST-IN-FORCE', 'INTERFACE', 'NAME', 'FINGERPRINT']; // prettier-ignore

/** What is pasted on the device, in this order. */
export function deviceBlocks(asked: AddAsked): readonly Block[] {
  const { transport, snmp, poll } = asked;
  const traps = switchedTraps(asked);
  return [
    {
      id: 'look',
      title: 'Look first',
      lines: [READ_FIRST, ...(poll === 'no' ? [] : ['show running-config aaa'])],
      texts: ['These only read. What they print decides about some of the lines below.'],
      apart: true,
    },
    {
      id: 'syslog',
      title: 'Syslog',
      lines: syslogLines(asked),
      texts: sharedWords(asked),
      ...(transport !== 'udp' && {
        beware: `${HOSTDOWN.replace(/^./, (letter) => letter.toUpperCase())}. That line comes first, and is of all log servers of the device.${transport === 'tls' ? ' Over TLS the ASA also has to trust who signed our certificate: a `crypto ca trustpoint` with that CA.' : ''}`,
      }),
    },
    ...(snmp
      ? [
          {
            id: 'snmp',
            title: 'SNMP',
            lines: agentLines(asked),
            texts: [
              'A host of our own, and with version 3 a group and a user: nothing takes the place of what is there. Put your own in place of the words in capitals.',
            ],
          },
          ...(traps.length === 0
            ? []
            : [
                {
                  id: 'traps',
                  title: 'Traps',
                  lines: traps,
                  texts: ['Traps tell of tunnels at once, at least two for each SA.'],
                  beware: 'Every host that gets traps of this device gets these.',
                },
              ]),
        ]
      : []),
    ...(poll === 'no' ? [] : sshBlocks(asked, poll)),
  ];
}

function sshBlocks(asked: AddAsked, poll: 'full' | 'least'): readonly Block[] {
  return [
    {
      id: 'user',
      title: 'A user that reads',
      lines: [...userLines(asked, poll), ...(poll === 'least' ? privilegeLines : [])],
      texts: [
        poll === 'full'
          ? `Level 15, since show commands ask for it. Tunnelwatch sends show commands of a fixed list and nothing else; the device does not enforce that. Put a password of your own in place of PASSWORD.`
          : `Level 5, to which the commands that are sent are opened. It may not read the configuration: give it with \`tunnelwatch device config\`. Put a password of your own in place of PASSWORD.`,
        'SSH needs a key: `show crypto key mypubkey rsa` tells whether there is one.',
      ],
    },
    {
      id: 'logins',
      title: 'Only if `show running-config aaa` has no line aaa authentication ssh console',
      lines: [LOCAL_LOGINS],
      texts: ['Who comes over SSH is looked up in the users of the device.'],
      beware: 'Where a line of that name asks RADIUS or TACACS+ today, this takes its place: leave it out, and make the user there.', // prettier-ignore
      apart: true,
    },
    ...(poll === 'least'
      ? [
          {
            id: 'authorization',
            title: 'Only if `show running-config aaa` has no line aaa authorization',
            lines: authorizationLines,
            texts: ['Without these the levels are not in force.'],
            beware: 'They decide for everybody what may be done, and can lock administrators out or take the place of TACACS+. Keep a second session of level 15 open, and do not save before you have logged in anew.', // prettier-ignore
            apart: true as const,
          },
        ]
      : []),
  ];
}

const blank = new RegExp(`(?<![\\w-])(?:${BLANKS.join('|')})(?![\\w-])`);

/** All that needs no decision, to be pasted at once. What has to be filled in first is a comment, also to the ASA: no password is ever `PASSWORD`. */
export function allAtOnce(blocks: readonly Block[]): readonly string[] {
  const lines = blocks.filter(({ apart }) => apart !== true).flatMap((block) => block.lines);
  return lines.map((line) => (blank.test(line) ? `! fill in, then paste: ${line}` : line));
}

/** What is typed on this machine; `device` is what is known of it by now. */
export function ourBlocks(asked: AddAsked, device: Arrivals['device']): readonly Block[] {
  const { name, host, release, snmp, poll } = asked;
  const named = device?.state === 'adopted' ? (safeWord(device.name) ?? 'NAME') : name;
  const access = accessFor(release, OUR_USER);
  const spoken = access.version === 'v2c' ? '--version 2c' : `--version 3 --user ${OUR_USER} --auth ${access.auth ?? 'sha'} --priv ${access.priv ?? 'aes'}`; // prettier-ignore
  const options = [...(poll === 'full' ? ['--enable'] : []), ...(needsLegacy(release) ? ['--legacy'] : [])];
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return [
    ...(device?.state === 'adopted'
      ? []
      : [
          {
            id: 'watch',
            title: device === undefined ? 'Watch it' : 'Adopt it',
            lines: [device === undefined ? `tunnelwatch device add ${name} ${host}` : `tunnelwatch device adopt ${device.addresses[0] ?? host} --name ${name}`], // prettier-ignore
            texts: [
              device === undefined
                ? 'Before or after its first line: until then it waits among the devices.'
                : 'Its messages are stored; they make sessions from now on.',
            ],
          },
        ]),
    ...(snmp
      ? [
          {
            id: 'our-snmp',
            title: 'Ask its agent, and believe its traps',
            lines: [`tunnelwatch device snmp ${named} ${spoken}`],
            texts: [`It asks for the ${access.version === 'v2c' ? 'community' : 'passphrases'}, and seals ${access.version === 'v2c' ? 'it' : 'them'}.`], // prettier-ignore
          },
        ]
      : []),
    ...(poll === 'no'
      ? []
      : [
          {
            id: 'our-poll',
            title: 'Ask it what it knows',
            lines: [[`tunnelwatch device poll ${named} ssh://${OUR_USER}@${bracketed}`, ...options].join(' '), `tunnelwatch device key ${named}`], // prettier-ignore
            texts: [
              `The first asks for the password${poll === 'full' ? ' and the enable password' : ''}, and seals it. The second shows the key of the device: compare it with \`show crypto key mypubkey rsa\`, then accept it by the same command with the fingerprint behind it. Before that no password is sent.`,
            ],
          },
        ]),
  ];
}
