import type { DeviceId } from './header.ts';

/** One way to begin a line. */
export interface Form {
  /** What stands between PRI and tag. */
  readonly head: (at: Date, device: DeviceId, severity: number) => string;
  /** It prints parts of a second. */
  readonly fine?: true;
  /** It tells no time. */
  readonly timeless?: true;
  /** `false`: a relay took PRI away, or it is a file. */
  readonly priority?: false;
  /** The tag has the message's class. */
  readonly emblem?: true;
  readonly product?: 'PIX' | 'FWSM' | 'FTD';
  /** What follows the message id. */
  readonly colon?: '';
  readonly since?: '9.10';
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (number: number) => String(number).padStart(2, '0');
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
const month = (at: Date) => months[at.getUTCMonth()] ?? '';
const day = (at: Date) => `${month(at)} ${two(at.getUTCDate())}`;
const withYear = (at: Date) => `${day(at)} ${at.getUTCFullYear()} ${clock(at)}`;
const blankPadded = (at: Date) => `${month(at)} ${String(at.getUTCDate()).padStart(2)} ${clock(at)}`;
const iso = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');
const micro = (at: Date) => `${String(at.getUTCMilliseconds()).padStart(3, '0')}591`;

/** The severities as rsyslog writes them. */
const levels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;

/** The forms of header that really occur (domain facts, A2, whose numbers stand behind each), by a name of ours. */
const table = {
  none: { head: () => '', timeless: true }, // 1
  timestamp: { head: (at) => `${withYear(at)} : ` }, // 2, with the blank of 14
  'timestamp-colon': { head: (at) => `${withYear(at)}: ` }, // 2
  'no-year': { head: (at) => `${blankPadded(at)}: ` }, // 3
  'device-id-ip': { head: (at, { insideIp }) => `${withYear(at)} ${insideIp} : ` }, // 4
  'device-id-hostname': { head: (at, { hostname }) => `${withYear(at)} ${hostname} : ` }, // 5
  'device-id-string': { head: (at) => `${withYear(at)} HV edge 1 : ` }, // 5
  'device-id-context': { head: (at) => `${withYear(at)} admin : ` }, // 5
  'hostname-only': { head: (_, { hostname }) => `${hostname} : `, timeless: true }, // 6
  'ip-only': { head: (_, { insideIp }) => `${insideIp}: `, timeless: true }, // 6
  rfc5424: { head: (at) => `${iso(at)}: `, since: '9.10' }, // 7
  'rfc5424-hostname': { head: (at, { hostname }) => `${iso(at)} ${hostname} : `, since: '9.10' }, // 7
  emblem: { head: (at) => `:${day(at)} ${clock(at)} UTC: `, emblem: true }, // 8
  'emblem-year': { head: (at) => `:${withYear(at)} UTC: `, emblem: true }, // 9
  'emblem-ip': { head: (at, { insideIp }) => `:${day(at)} ${clock(at)} UTC ${insideIp}: `, emblem: true }, // 10
  'emblem-classless': { head: (at) => `:${day(at)} ${clock(at)} UTC :` }, // 10
  'emblem-rfc5424': { head: (at) => `:${iso(at)}: `, since: '9.10' }, // 11
  'emblem-empty': { head: () => ':: ', emblem: true, timeless: true }, // 12
  fwsm: { head: (at) => `:${day(at)} ${clock(at)} UTC: `, emblem: true, product: 'FWSM' }, // 13
  'no-colon': { head: (at) => `${withYear(at)} : `, priority: false, colon: '' }, // 14
  'relay-rfc3164': { head: (at, { insideIp }) => `${blankPadded(at)} ${insideIp} `, priority: false }, // 15
  'relay-twice': {
    head: (at, { hostname }) => `${blankPadded(at)} ${hostname} : ${day(at)} ${clock(at)} UTC: `,
    emblem: true,
  }, // 16
  agent: { head: (at) => `${withYear(at)} localhost CiscoASA[999]: `, priority: false }, // 17
  fraction: { head: (at) => `${day(at)} ${clock(at)}.${micro(at)}: `, fine: true }, // 18
  'rsyslog-file': {
    head: (at, { hostname }, severity) =>
      `${iso(at).slice(0, -1)}.${micro(at)}+00:00 local4.${levels[severity] ?? ''} ${hostname} `,
    fine: true,
    priority: false,
  }, // 19
  'relay-rfc5424': { head: (at, { hostname }) => `1 ${at.toISOString()} ${hostname} - - - - `, fine: true },
  bare: { head: () => '', priority: false, timeless: true }, // 20
  ftd: { head: (at) => `${iso(at)}: `, product: 'FTD', since: '9.10' }, // 20
  pix: { head: (at) => `${withYear(at)}: `, product: 'PIX' },
} satisfies Readonly<Record<string, Form>>;

export type HeaderForm = keyof typeof table;
export const forms: Readonly<Record<HeaderForm, Form>> = table;

/** The class that EMBLEM puts into the tag (domain facts, A2); IKEv2 and some others have none. */
export function className(messageId: number): string | undefined {
  return classes[Math.floor(messageId / 1000)];
}

const classes: Readonly<Record<number, string>> = {
  ...{ 109: 'auth', 113: 'auth', 111: 'config', 213: 'vpdn', 603: 'vpdn', 605: 'sys', 611: 'vpnc' },
  ...{ 316: 'vpn', 602: 'vpn', 713: 'vpn', 714: 'vpn', 715: 'vpn' },
  ...{ 716: 'webvpn', 722: 'svc', 725: 'ssl', 734: 'dap', 737: 'ipaa' },
};
