import type { Logging } from '../logging.ts';
import { isFrom } from '../release.ts';
import type { Evidence } from '../stated.ts';
import { commands, commandsWith, type Hit, type Mend, type Patient, type Row } from './finding.ts';
import { changed, linesFor, needsOf, sends, type Need } from './messages.ts';

const NONE = 'nothing: no session is touched.';
const SHARED = 'Every log server of the device gets what is added here; what they get today stays.';

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
      const old = release !== undefined && !isFrom(release, 7);
      return [{ ...absent(logging.enabled?.evidence, 'logging enable'), mend: commands(old ? 'logging on' : 'logging enable') }]; // prettier-ignore
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
                'logging host inside ADDRESS-OF-TUNNELWATCH udp/5514',
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
        const severity = levelNames.indexOf(which) < 0 ? which : String(levelNames.indexOf(which));
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
          mend: commandsWith('It changes what happens for every log server of the device.', 'logging permit-hostdown'),
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
        'no logging hide username',
      );
      if (hiddenNames > 0) return [{ evidence: told ? [told.evidence] : [], seen: `${hiddenNames} messages of the last 24 h hid it`, mend }]; // prettier-ignore
      if (told !== undefined) return told.value ? [{ evidence: [told.evidence], mend }] : [];
      // From about 8.2(5) and 8.4(4) on it is on by default.
      const hides = release !== undefined && isFrom(release, 8, 2, 5) && judges('logging');
      return hides ? [{ ...absent(undefined, 'no logging hide username'), severity: 'note', verified: false, mend }] : []; // prettier-ignore
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
      const utc = release?.product === 'ASA' && isFrom(release, 9, 10);
      const line = utc ? 'logging timestamp rfc5424' : 'logging timestamp';
      const note =
        'It changes the form of the lines for every log server of the device: ask those who read them before.';
      return [{ ...absent(logging.timestamp?.evidence, 'logging timestamp'), mend: commandsWith(note, line) }];
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

/** Adds to what is in force, and takes nothing from it: a list is appended to, a level becomes the first line of a new list. */
function adding(patient: Patient, missing: readonly Need[]): Mend {
  const { configuration: { logging }, release } = patient; // prettier-ignore
  if (release !== undefined && !isFrom(release, 7))
    return commandsWith('There are no lists in this release: every log server of the device gets more.', 'logging trap informational'); // prettier-ignore
  const { trap } = logging;
  if (typeof trap?.value === 'string') {
    const defined = logging.lists.some(({ list }) => list === trap.value);
    const note = defined ? SHARED : `${SHARED} The list ${trap.value} is named, but is not there.`;
    return commandsWith(note, ...linesFor(patient, trap.value, missing));
  }
  const names = new Set(logging.lists.map(({ list }) => list));
  let name = 'VPNMON';
  for (let next = 2; names.has(name); next += 1) name = `VPNMON${next}`;
  const kept = typeof trap?.value === 'number' ? [`logging list ${name} level ${levelNames[trap.value] ?? trap.value}`] : []; // prettier-ignore
  return commandsWith(SHARED, ...kept, ...linesFor(patient, name, missing), `logging trap ${name}`);
}

const levelNames = ['emergencies', 'alerts', 'critical', 'errors', 'warnings', 'notifications', 'informational', 'debugging']; // prettier-ignore
