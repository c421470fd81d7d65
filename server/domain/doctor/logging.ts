import type { Logging } from '../logging.ts';
import { enableLine, hidesNames, hostLine, levelNames, PERMIT_HOSTDOWN, SHOW_NAMES, timestampLine } from '../logging-lines.ts'; // prettier-ignore
import type { Evidence } from '../stated.ts';
import { adding, SHARED } from './adding.ts';
import { commands, commandsWith, type Hit, type Patient, type Row } from './finding.ts';
import { changed, needsOf, sends, type Need } from './messages.ts';

const NONE = 'nothing: no session is touched.';

/** What keeps the device's messages from us. */
export const loggingRows: readonly Row[] = [
  {
    id: 'logging-off',
    severity: 'critical',
    title: 'Logging is switched off',
    why: 'Nothing is logged, to nobody: neither logins nor failures can be seen.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: ({ configuration: { logging }, release }) => {
      if (logging.enabled?.value === true) return [];
      return [{ ...absent(logging.enabled?.evidence, 'logging enable'), mend: commands(enableLine(release)) }];
    },
  },
  {
    id: 'logging-no-host',
    severity: 'critical',
    title: 'No log server',
    why: 'Without `logging host` no message leaves the device.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: ({ configuration: { logging } }) =>
      logging.hosts.length > 0
        ? []
        : [
            {
              ...absent(undefined, 'logging host'),
              mend: commandsWith(
                'Put in the interface behind which Tunnelwatch is, its address and SYSLOG_PORT. Without udp/PORT it would be port 514. UDP on purpose: over TCP the firewall may stop with the log server.',
                hostLine({ interface: 'inside', address: 'ADDRESS-OF-TUNNELWATCH', transport: 'udp', port: 5514 }),
              ),
            },
          ],
  },
  {
    id: 'logging-omits',
    severity: 'critical',
    title: 'Messages that tell of the VPN are not sent',
    why: 'The level, list or classes in force leave out messages that logins, ends and failures are read from.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: (patient) => omitted(patient, (need) => need.ikev2 !== true),
  },
  {
    id: 'logging-omits-ikev2',
    severity: 'warning',
    title: 'IKEv2’s messages are not sent',
    why: 'The messages 750001 to 752017 belong to no logging class, so that a list made of classes never sends them.',
    breaks: NONE,
    needs: ['logging', 'crypto'],
    touches: [],
    check: (patient) =>
      patient.configuration.crypto.enabled.some(({ value }) => value.version === 2)
        ? omitted(patient, (need) => need.ikev2 === true)
        : [],
  },
  {
    id: 'logging-message-off',
    severity: 'warning',
    title: 'A message that tells of the VPN is switched off',
    why: 'It is sent to nobody, whatever the level and the lists say.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: (patient) =>
      patient.configuration.logging.messages
        .filter(
          ({ value: { messageId, level } }) =>
            level === false && needsOf(patient).some((need) => need.messageId === messageId),
        ) // prettier-ignore
        .map(({ value: { messageId }, evidence }) => ({
          subject: String(messageId),
          evidence: [evidence],
          mend: commandsWith(SHARED, `logging message ${messageId}`),
        })),
  },
  {
    id: 'logging-rate-limit',
    severity: 'warning',
    title: 'Messages that tell of the VPN are dropped when there are many',
    why: 'Above the limit the device drops messages without a word: at nine in the morning logins and ends are missing.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: (patient) =>
      patient.configuration.logging.rateLimits.flatMap(({ value, evidence }): readonly Hit[] => {
        const [, of = '', which = ''] = /^\d+ (?:\d+ )?(level|message) (\S+)$/.exec(value) ?? [];
        const named = levelNames.findIndex((name) => name === which);
        const severity = named < 0 ? which : String(named);
        const limited = needsOf(patient).filter(
          (need) =>
          of === 'level' ? String(changed(patient.configuration.logging, need)?.value.level ?? need.severity) === severity : String(need.messageId) === which, // prettier-ignore
        );
        if (of === '' || limited.length === 0) return [];
        const ids = limited.map(({ messageId }) => messageId).join(', ');
        return [{ evidence: [evidence], seen: `limited: ${ids}`, mend: commandsWith(SHARED, `logging rate-limit unlimited ${of} ${which}`) }]; // prettier-ignore
      }),
  },
  {
    id: 'logging-tcp-hostdown',
    severity: 'critical',
    title: 'The firewall stops when a log server is down',
    why: 'Over TCP or TLS an ASA refuses all new connections through it while a log server does not answer, unless it has `logging permit-hostdown`. A restart of Tunnelwatch would be an outage of the network.',
    breaks: 'nothing, but for a policy that traffic which cannot be logged must not pass.',
    needs: ['logging'],
    touches: [],
    check: ({ configuration: { logging }, arrival }) => {
      const streams = logging.hosts.filter(({ transport }) => transport !== 'udp');
      const arrives = arrival.transport === 'tcp' || arrival.transport === 'tls';
      if (logging.permitHostdown?.value === true || (streams.length === 0 && !arrives)) return [];
      const told = logging.permitHostdown ? [logging.permitHostdown.evidence] : [];
      return [
        {
          evidence: [...streams.map(({ evidence }) => evidence), ...told],
          ...(streams.length === 0 && { seen: 'its messages arrive over TCP' }),
          mend: commandsWith('It changes what happens for every log server of the device.', PERMIT_HOSTDOWN),
        },
      ];
    },
  },
  {
    id: 'logging-hidden-names',
    severity: 'warning',
    title: 'The names of failed logins are hidden',
    why: 'The device prints ***** instead of the name, so that nobody can be told why this user cannot get in.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: ({ configuration: { logging }, arrival: { hiddenNames = 0 }, release, judges }) => {
      const told = logging.hideUsername;
      const mend = commandsWith(
        'Every log server of the device then gets the names that failed, and some of these are passwords typed in the wrong box.',
        SHOW_NAMES,
      );
      if (hiddenNames > 0) return [{ evidence: told ? [told.evidence] : [], seen: `${hiddenNames} messages of the last 24 h hid it`, mend }]; // prettier-ignore
      if (told !== undefined) return told.value ? [{ evidence: [told.evidence], mend }] : [];
      const hides = release !== undefined && hidesNames(release) && judges('logging');
      return hides ? [{ ...absent(undefined, SHOW_NAMES), severity: 'note', verified: false, mend }] : []; // prettier-ignore
    },
  },
  {
    id: 'logging-no-timestamp',
    severity: 'note',
    title: 'Messages carry no time',
    why: 'Tunnelwatch goes by the time of arrival, but without the device’s own time a second copy of a message cannot be told from a second login, nor its clock be checked.',
    breaks: NONE,
    needs: ['logging'],
    touches: [],
    check: ({ configuration: { logging }, release }) => {
      if (logging.timestamp !== undefined && logging.timestamp.value !== false) return [];
      const note =
        'It changes the form of the lines for every log server of the device: ask those who read them before.';
      return [
        {
          ...absent(logging.timestamp?.evidence, 'logging timestamp'),
          mend: commandsWith(note, timestampLine(release)),
        },
      ];
    },
  },
];

/** What is not there: the line that says so, or that there is none. */
export function absent(no: Evidence | undefined, line: string): Pick<Hit, 'evidence' | 'seen'> {
  return no === undefined ? { evidence: [], seen: `there is no line \`${line}\`` } : { evidence: [no] };
}

/** One finding for all messages that are left out, with what in force leaves them out. */
function omitted(patient: Patient, which: (need: Need) => boolean): readonly Hit[] {
  const { logging } = patient.configuration;
  if (logging.enabled?.value !== true) return []; // it is another finding
  const missing = needsOf(patient).filter((need) => which(need) && !sends(logging, need));
  if (missing.length === 0) return [];
  const others = missing.flatMap((need) => changed(logging, need)?.evidence ?? []);
  const ids = missing.map(({ messageId, what }) => `${messageId} (${what})`).join(', ');
  return [{ evidence: [...inForce(logging), ...others], seen: `left out: ${ids}`, mend: adding(patient, missing) }];
}

function inForce({ trap, lists, classes }: Logging): readonly Evidence[] {
  const named = lists.filter(({ list }) => list === trap?.value);
  return [...(trap ? [trap] : []), ...named, ...classes].map(({ evidence }) => evidence);
}
