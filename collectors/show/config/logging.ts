import type { LogHost } from '../../../server/domain/logging.ts';
import { stated, type Draft, type Place, type Table } from './row.ts';

const severities = ['emergencies', 'alerts', 'critical', 'errors', 'warnings', 'notifications', 'informational', 'debugging']; // prettier-ignore

/** What is logged, and to whom. */
export const loggingTable: Table = {
  family: 'logging',
  rows: [
    // `logging on` is a PIX 6's.
    { command: '<no>? logging enable|on', take: ({ logging }, [no], place) => void (logging.enabled = stated(no !== 'no', place)) }, // prettier-ignore
    { command: 'logging host _ _ ...', take: takeHost },
    { command: 'logging trap _', typed: true, take: ({ logging }, [word = ''], place) => void (logging.trap = stated(severity(word) ?? word, place)) }, // prettier-ignore
    { command: 'no logging trap ...', take: ({ logging }, _, place) => void (logging.trap = stated(false, place)) },
    { command: 'logging history _', typed: true, take: ({ logging }, [word = ''], place) => void (logging.history = stated(severity(word) ?? word, place)) }, // prettier-ignore
    { command: 'no logging history ...', take: ({ logging }, _, place) => void (logging.history = stated(false, place)) }, // prettier-ignore
    { command: 'logging buffered _', typed: true, take: ({ logging }, [word = ''], place) => void (logging.buffered = stated(severity(word) ?? word, place)) }, // prettier-ignore
    { command: 'no logging buffered ...', take: ({ logging }, _, place) => void (logging.buffered = stated(false, place)) }, // prettier-ignore
    { command: 'logging list _ level _ ...', typed: true, take: takeLevel },
    { command: 'logging list _ message _', typed: true, take: takeMessages },
    { command: 'logging class _ ...', take: takeClass },
    // Of the standby unit alone: the active one, which has the sessions, sends it all the same.
    { command: 'no? logging message _ standby', take: () => undefined },
    { command: 'no logging message _ ...', take: ({ logging }, [id = ''], place) => void logging.messages.push(stated({ messageId: Number(id), level: false }, place)) }, // prettier-ignore
    {
      command: 'logging message _',
      // It takes back what `no logging message` said before.
      take: ({ logging }, [id = '']) =>
        void (logging.messages = logging.messages.filter(({ value }) => value.messageId !== Number(id))),
    },
    { command: 'logging message _ level _', take: takeMessageLevel },
    { command: 'logging timestamp ...', take: ({ logging }, [form], place) => void (logging.timestamp = stated(form === 'rfc5424' ? form : 'local', place)) }, // prettier-ignore
    { command: 'no logging timestamp', take: ({ logging }, _, place) => void (logging.timestamp = stated(false, place)) }, // prettier-ignore
    { command: 'logging device-id ...', take: ({ logging }, words, place) => void (logging.deviceId = stated(words.join(' '), place)) }, // prettier-ignore
    { command: '<no>? logging permit-hostdown', take: ({ logging }, [no], place) => void (logging.permitHostdown = stated(no !== 'no', place)) }, // prettier-ignore
    { command: '<no>? logging hide username', take: ({ logging }, [no], place) => void (logging.hideUsername = stated(no !== 'no', place)) }, // prettier-ignore
    { command: '<no>? logging standby', take: ({ logging }, [no], place) => void (logging.standby = stated(no !== 'no', place)) }, // prettier-ignore
    { command: 'logging queue _', take: ({ logging }, [size = ''], place) => void (logging.queue = stated(Number(size), place)) }, // prettier-ignore
    { command: 'logging buffer-size _', take: ({ logging }, [size = ''], place) => void (logging.bufferSize = stated(Number(size), place)) }, // prettier-ignore
    { command: 'logging facility _', take: ({ logging }, [number = ''], place) => void (logging.facility = stated(Number(number), place)) }, // prettier-ignore
    { command: 'logging rate-limit ...', take: takeRateLimit },
  ],
};

/** The device's clock. */
export const timeTable: Table = {
  family: 'time',
  rows: [
    { command: 'clock timezone ...', take: (draft, words, place) => void (draft.clockZone = stated(words.join(' '), place)) }, // prettier-ignore
    { command: 'ntp server _ ...', take: ({ ntpServers }, [server = ''], place) => void ntpServers.push(stated(server, place)) }, // prettier-ignore
  ],
};

/** A severity by its name or its number. */
function severity(word: string): number | undefined {
  if (/^[0-7]$/.test(word)) return Number(word);
  const at = severities.indexOf(word);
  return at < 0 ? undefined : at;
}

/** `logging host inside 10.0.0.9 [udp/514 | tcp/1470 | 17/514 | 6/1470] [format emblem] [secure]`. */
function takeHost(
  { logging }: Draft,
  [name = '', address = '', ...rest]: readonly string[],
  { evidence }: Place,
): string | undefined {
  // prettier-ignore
  const told = rest.find((word) => /^(?:tcp|udp|6|17)(?:\/\d{1,5})?$/.test(word));
  if (told === undefined && rest.some((word) => word.includes('/'))) return 'not a protocol and port';
  const [protocol = 'udp', port] = told?.split('/') ?? [];
  const stream = protocol === 'tcp' || protocol === '6';
  const transport: LogHost['transport'] = !stream ? 'udp' : rest.includes('secure') ? 'tls' : 'tcp';
  const emblem = rest.includes('emblem');
  logging.hosts.push({ interface: name, address, transport, port: Number(port ?? (stream ? 1470 : 514)), emblem, evidence }); // prettier-ignore
  return undefined;
}

function takeLevel(
  { logging }: Draft,
  [list = '', word = '', ...rest]: readonly string[],
  { evidence }: Place,
): string | undefined {
  // prettier-ignore
  const level = severity(word);
  if (level === undefined) return 'not a severity';
  const [keyword, named] = rest;
  logging.lists.push({
    list,
    level,
    ...(keyword === 'class' && named !== undefined ? { class: named } : {}),
    evidence,
  });
  return undefined;
}

function takeMessages(
  { logging }: Draft,
  [list = '', range = '']: readonly string[],
  { evidence }: Place,
): string | undefined {
  // prettier-ignore
  const [, first, last = first] = /^(\d{6})(?:-(\d{6}))?$/.exec(range) ?? [];
  if (first === undefined) return 'not a message ID or a range of them';
  logging.lists.push({ list, first: Number(first), last: Number(last), evidence });
  return undefined;
}

/** `100 1 level 6`; `unlimited level 6` takes back what limited it before. */
function takeRateLimit({ logging }: Draft, words: readonly string[], place: Place): undefined {
  const of = words.slice(-2).join(' ');
  logging.rateLimits = logging.rateLimits.filter(({ value }) => !value.endsWith(of));
  if (words[0] !== 'unlimited') logging.rateLimits.push(stated(words.join(' '), place));
}

/** `logging class vpn trap informational buffered debugging`: a level for each destination. */
function takeClass({ logging }: Draft, [name = '', ...rest]: readonly string[], place: Place): undefined {
  const level = severity(rest[rest.indexOf('trap') + 1] ?? '');
  if (rest.includes('trap') && level !== undefined) logging.classes.push(stated({ class: name, level }, place));
}

function takeMessageLevel(
  { logging }: Draft,
  [id = '', word = '']: readonly string[],
  place: Place,
): string | undefined {
  // prettier-ignore
  const level = severity(word);
  if (level === undefined) return 'not a severity';
  logging.messages.push(stated({ messageId: Number(id), level }, place));
  return undefined;
}
