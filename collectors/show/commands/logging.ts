import type { LogHost, LoggingTold } from '../../../server/domain/polling.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { DeviceTold } from './device.ts';
import { together } from './device.ts';

/** `show logging`: how the device logs, and how much it says it has sent; 7.x to 9.x. The lines of its buffer, which follow, are not kept. */
export const logging: ShowCommand<DeviceTold> = { command: 'show logging', read: readLogging };

const ON = '(?:enabled|disabled)';
/** What goes where: a level with its classes, or a list. */
const WHAT = '(?:level [\\w-]+|list \\S{1,64})(?:, class [\\w ,-]{1,200}?)?';

const wordings = {
  switch: /^Syslog logging: (?<isOn>enabled|disabled)$/,
  timestamp: /^Timestamp logging: (?<hasTimestamp>enabled|disabled)(?: \(rfc5424\))?$/,
  hide: /^Hide Username logging: (?<hidesUsers>enabled|disabled)$/,
  standby: /^Standby logging: (?<onStandby>enabled|disabled)$/,
  hostdown: /^Permit-hostdown logging: (?<permitsHostdown>enabled|disabled)$/,
  id: /^Device ID: (?:disabled|enabled|(?<deviceId>\S.{0,160}))$/,
  trap: new RegExp(
    `^Trap logging: (?:${ON}|(?<trap>${WHAT}), facility \\d+, (?<trapMessages>\\d{1,15}) messages logged)$`,
  ),
  host: /^Logging to (?<interface>\S{1,64}) (?<host>[^\s,]{1,255})(?: format emblem)?(?: (?<tcp>tcp\/\d{1,5})(?: .{1,120}?)?)?(?:,? (?:(?:UDP|TCP) TX: ?(?<sent>\d{1,15}) +)?errors: ?(?<errors>\d{1,15}) +dropped: ?(?<dropped>\d{1,15}))?$/, // prettier-ignore
  known: new RegExp(
    `^(?:${[
      'Facility: \\d+',
      `Timezone: (?:${ON}|\\S.{0,60})`,
      `Debug-trace logging: ${ON}(?: \\(persistent\\))?`,
      `Deny Conn when Queue Full: ${ON}`,
      `(?:Console|Monitor|Buffer|History|Mail) logging: (?:${ON}|${WHAT}, \\d+ messages logged)`,
      'TCP SYSLOG_PKT_LOSS: ?\\d+|TCP \\[Channel Idx/Not Putable counts\\]: \\[\\d+/\\d+\\]',
      'Global TCP syslog stats::?',
      '(?:NOT_PUTABLE|CHANNEL_FLAP_CNT|PARTIAL_REWRITE_CNT): \\d+(?:, (?:ALL_CHANNEL_DOWN|SYSLOG_PKT_LOSS): \\d+)?',
    ].join('|')})$`,
  ),
  // The last line before the buffer.
  asdm: new RegExp(`^ASDM logging: (?:${ON}|${WHAT}, \\d+ messages logged)$`),
} as const;

/** A line of the buffer: a tag, with or without a stamp and the device before it. */
const BUFFERED = /^.{0,160}%(?:ASA|PIX)-(?:\w{1,16}-)?[0-7]-\d{6}: /;

function readLogging(printed: readonly string[]): Reading<DeviceTold> {
  const end = printed.findIndex((line) => wordings.asdm.test(line.trim()));
  const read = readSentences(end < 0 ? printed : printed.slice(0, end + 1), wordings);
  if ('wrong' in read) return read.wrong;
  const lines = read.sentences;
  const twice = lines.find(({ name }, place) => name !== 'known' && name !== 'host' && lines.slice(0, place).some((one) => one.name === name)); // prettier-ignore
  if (twice !== undefined) return outOfPlace(twice);
  const needed = (['switch', 'trap', 'id'] as const).every((wanted) => lines.some(({ name }) => name === wanted));
  if (end < 0 || !needed) return tooShort(printed);
  const foreign = printed.findIndex((line, place) => place > end && line.trim() !== '' && !BUFFERED.test(line));
  if (foreign >= 0) return { outcome: 'misfit', line: foreign + 1, text: printed[foreign]?.trim() ?? '' };

  const told = together(lines.filter(({ name }) => name !== 'host'));
  const hosts = lines.filter(({ name }) => name === 'host').map(({ told: one }) => hostOf(one));
  const counted = hosts.flatMap(({ transport, host, sent }) => (sent === undefined ? [] : [[`${transport} ${host}`, sent] as const])); // prettier-ignore
  const facts = {
    logging: loggingOf(told, hosts),
    ...(counted.length > 0 && { logged: Object.fromEntries(counted) }),
  };
  return { outcome: 'read', facts: { kind: 'device.told', facts } };
}

type Words = ReturnType<typeof together>;

function loggingOf(told: Words, hosts: readonly LogHost[]): LoggingTold {
  const { trap, trapMessages, deviceId } = told;
  const flags = ['hasTimestamp', 'hidesUsers', 'onStandby', 'permitsHostdown'] as const;
  return {
    isOn: told['isOn'] === 'enabled',
    ...(trap !== undefined && { trap, trapMessages: Number(trapMessages) }),
    ...Object.fromEntries(flags.flatMap((flag) => (told[flag] === undefined ? [] : [[flag, told[flag] === 'enabled']]))), // prettier-ignore
    ...(deviceId !== undefined && { deviceId }),
    hosts,
  };
}

function hostOf({ interface: on = '', host = '', tcp, sent, errors, dropped }: Words): LogHost {
  const counts = sent !== undefined && { sent: Number(sent), errors: Number(errors), dropped: Number(dropped) };
  return { interface: on, host, transport: tcp ?? 'udp', ...counts };
}
