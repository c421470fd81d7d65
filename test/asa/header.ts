import type { Message } from './message.ts';

/** The header forms of a real ASA (domain facts, A2), by the settings that make them. */
export const headerForms = [
  'none',
  'timestamp',
  'no-year',
  'device-id-hostname',
  'device-id-ip',
  'rfc5424',
  'emblem',
] as const;
export type HeaderForm = (typeof headerForms)[number];

/** What `logging device-id` may print. */
export interface DeviceId {
  readonly hostname: string;
  readonly insideIp: string;
}

/** Makes whole lines: PRI (facility local4), header of this form, tag, text. The device's clock is UTC. */
export function lineWriter(form: HeaderForm, device: DeviceId): (message: Message, at: number) => string {
  const stampOf = perSecond(stamps[form]);
  const id =
    { 'device-id-hostname': ` ${device.hostname}`, 'device-id-ip': ` ${device.insideIp}` }[form as string] ?? '';
  const colon =
    { none: '', timestamp: ' : ', 'no-year': ': ', rfc5424: ': ', emblem: ' UTC: ' }[form as string] ?? ' : ';
  const mark = form === 'emblem' ? ':' : '';
  return ([severity, messageId, text], at) => {
    const className = form === 'emblem' ? `${classOf(messageId)}-` : '';
    return `<${160 + severity}>${mark}${stampOf(at)}${id}${colon}%ASA-${className}${severity}-${messageId}: ${text}`;
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const month = (at: Date) => months[at.getUTCMonth()] ?? '';
const two = (number: number) => String(number).padStart(2, '0');
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
const withYear = (at: Date) => `${month(at)} ${two(at.getUTCDate())} ${at.getUTCFullYear()} ${clock(at)}`;

const stamps: Readonly<Record<HeaderForm, (at: Date) => string>> = {
  none: () => '',
  timestamp: withYear,
  'no-year': (at) => `${month(at)} ${String(at.getUTCDate()).padStart(2)} ${clock(at)}`,
  'device-id-hostname': withYear,
  'device-id-ip': withYear,
  rfc5424: (at) => at.toISOString().replace(/\.\d+Z$/, 'Z'),
  emblem: (at) => `${month(at)} ${two(at.getUTCDate())} ${clock(at)}`,
};

/** A stamp has whole seconds, and thousands of lines share one. */
function perSecond(stamp: (at: Date) => string): (at: number) => string {
  let second = NaN;
  let text = '';
  return (at) => {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      second = now;
      text = stamp(new Date(now * 1000));
    }
    return text;
  };
}

/** The class that EMBLEM puts into the tag (domain facts, A2). */
function classOf(messageId: number): string {
  const classes: Readonly<Record<number, string>> = {
    111: 'config',
    113: 'auth',
    602: 'vpn',
    713: 'vpn',
    715: 'vpn',
    716: 'webvpn',
    722: 'svc',
    725: 'ssl',
    734: 'dap',
    737: 'ipaa',
  };
  const name = classes[Math.floor(messageId / 1000)];
  if (name === undefined) throw new Error(`${messageId}: no class is known for it`);
  return name;
}
