import { isIP, isIPv6 } from 'node:net';
import { addressNumber, addressText } from './address.ts';
import { releases } from './dialect.ts';
import { headerForms } from './header.ts';
import { scenarioNames } from './scenarios.ts';
import { lab, labPools } from './simulation.ts';
import { framings } from './syslog-tcp.ts';

/** An option with a value: `read` gives `undefined` for what is none of `wanted`. */
interface Option<T> {
  readonly value: string;
  readonly fallback?: string;
  readonly wanted: string;
  readonly read: (text: string) => T | undefined;
  readonly help: string;
}

const number = (least: number, most: number) => ({
  wanted: `a number from ${least} to ${most}`,
  read: (text: string) => within(Number(text), text, least, most),
});
const whole = (least: number, most: number) => ({
  wanted: `a whole number from ${least} to ${most}`,
  read: (text: string) => (/^\d+$/.test(text) ? within(Number(text), text, least, most) : undefined),
});
const share = number(0, 1);
const oneOf = <const T extends string>(names: readonly T[]) => ({
  wanted: `one of ${names.join(', ')}`,
  read: (text: string) => names.find((name) => name === text),
});
const ipv4 = { wanted: 'an IPv4 address', read: addressNumber };
const anyText = { wanted: 'a text', read: (text: string): string | undefined => text };
const day = 86_400;

/** Every option that has a value, in the order of the help. */
export const options = {
  syslog: {
    value: 'HOST:PORT',
    fallback: '127.0.0.1:5514',
    wanted: 'ADDRESS:PORT, or [ADDRESS]:PORT if IPv6',
    read: endpoint,
    help: 'where the syslog goes',
  },
  transport: {
    value: 'HOW',
    fallback: 'udp',
    ...oneOf(['udp', 'tcp', 'tls']),
    help: 'udp, tcp, tls',
  },
  framing: { value: 'FORM', fallback: 'lf', ...oneOf(framings), help: `over TCP and TLS: ${framings.join(', ')}` },
  ca: { value: 'FILE', ...anyText, help: 'over TLS: PEM of the authority to trust' },
  from: {
    value: 'ADDRESS',
    fallback: '127.0.0.1',
    wanted: 'an IP address',
    read: (text: string) => (isIP(text) === 0 ? undefined : text),
    help: 'local address to send from: one for each device',
  },
  most: {
    value: 'N',
    ...whole(1, 1e6),
    help: 'lines per second at most: bursts are spread (20000, or twice the line rate)',
  },
  scenario: { value: 'NAME', fallback: lab.scenario, ...oneOf(scenarioNames), help: 'the story, see below' },
  users: { value: 'N', fallback: '300', ...whole(1, 100_000), help: 'how many people there are' },
  presence: {
    value: 'SHARE',
    fallback: String(lab.presence),
    ...share,
    help: 'share of them that is connected at once, if the pools allow it',
  },
  anyconnect: { value: 'SHARE', ...share, help: 'share of them with AnyConnect (0.25; 0 for full-pool and for 7.2)' },
  speed: { value: 'N', fallback: '60', ...number(0.001, 1e6), help: 'virtual seconds per real second' },
  'lines-per-second': {
    value: 'N',
    ...number(0.01, 1e6),
    help: 'people come and go so quickly that it takes about so many lines',
  },
  'session-seconds': {
    value: 'N',
    ...number(1, 30 * day),
    help: 'mean session in virtual seconds (4 h, or what the line rate takes)',
  },
  duration: { value: 'SECONDS', ...number(0, 365 * day), help: 'real seconds to run (until SIGTERM)' },
  ledger: { value: 'FILE', ...anyText, help: 'write what really happened there: at the end and at each SIGUSR2' },
  seed: { value: 'N', fallback: String(lab.seed), ...whole(0, 0xffffffff), help: 'the same seed tells the same story' },
  start: {
    value: 'TIME',
    wanted: 'an ISO 8601 time',
    read: (text: string) => within(Date.parse(text), text, 0, 8e15),
    help: "the device's clock at the beginning (now)",
  },
  dialect: { value: 'RELEASE', fallback: lab.release, ...oneOf(releases), help: releases.join(', ') },
  header: { value: 'FORM', fallback: lab.header, ...oneOf(headerForms), help: headerForms.join(', ') },
  level: {
    value: 'N',
    fallback: String(lab.level),
    ...whole(0, 7),
    help: 'logging trap: severities above it are not sent',
  },
  aaa: {
    value: 'WHO',
    fallback: lab.aaa,
    ...oneOf(['local', 'radius']),
    help: 'who checks IKEv1 passwords: local, radius',
  },
  'pool-first': {
    value: 'ADDRESS',
    fallback: addressText(labPools.vpnpool.first),
    ...ipv4,
    help: 'first address of vpnpool',
  },
  'pool-last': {
    value: 'ADDRESS',
    fallback: addressText(labPools.vpnpool.last),
    ...ipv4,
    help: 'last address of vpnpool',
  },
  'ac-pool-first': {
    value: 'ADDRESS',
    ...ipv4,
    help: 'first address of acpool (172.16.2.1; 10.128.0.1 if vpnpool reaches there)',
  },
  'ac-pool-last': { value: 'ADDRESS', ...ipv4, help: 'last address of acpool (172.16.2.254; 10.131.255.254)' },
  ssh: {
    value: 'HOST:PORT',
    wanted: 'ADDRESS:PORT, or [ADDRESS]:PORT if IPv6',
    read: listenAt,
    help: 'serve the command line there, at any port if it is 0 (user tunnelwatch, password "flux capacitor", enable "great scott")',
  },
  https: {
    value: 'HOST:PORT',
    wanted: 'ADDRESS:PORT, or [ADDRESS]:PORT if IPv6',
    read: endpoint,
    help: 'serve /admin/exec/COMMAND there, to the same user',
  },
  snmp: {
    value: 'HOST:PORT',
    wanted: 'ADDRESS:PORT, or [ADDRESS]:PORT if IPv6',
    read: endpoint,
    help: 'answer SNMP there: community public; v3 user tunnelwatch, SHA-256 "flux capacitor", AES "great scott"',
  },
  traps: {
    value: 'HOST:PORT',
    wanted: 'ADDRESS:PORT, or [ADDRESS]:PORT if IPv6',
    read: endpoint,
    help: 'send traps there, to the same community or user',
  },
  'trap-version': {
    value: 'VERSION',
    fallback: 'v2c',
    ...oneOf(['v1', 'v2c', 'v3']),
    help: 'v1, v2c, v3',
  },
  history: { value: 'N', ...whole(0, 7), help: 'logging history: severities up to it are sent as traps too (none)' },
  'session-threshold': {
    value: 'N',
    fallback: '0',
    ...whole(0, 100_000),
    help: 'more sessions than this are told by a trap (0: never)',
  },
  'reuse-delay': {
    value: 'SECONDS',
    fallback: '0',
    ...number(0, day),
    help: 'virtual seconds for which a freed address rests',
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>;

/** Every option that has none. */
export const flags = {
  quiesce: 'log everybody out before stopping',
  'double-close': 'AnyConnect sessions end with two 113019: SSL and AnyConnect-Parent',
  'hide-username': 'show names that AAA does not know as *****',
  'print-config': 'print the running configuration with these pools, and do nothing else',
  help: 'print this, and do nothing else',
} as const;

/** What was given or falls back, by option. */
export type Values = {
  readonly [K in keyof typeof options]:
    | Exclude<ReturnType<(typeof options)[K]['read']>, undefined>
    | ((typeof options)[K] extends { fallback: string } ? never : undefined);
} & { readonly [K in keyof typeof flags]: boolean };

function within(value: number, text: string, least: number, most: number): number | undefined {
  return text.trim() !== '' && value >= least && value <= most ? value : undefined;
}

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

function endpoint(text: string): Endpoint | undefined {
  const read = listenAt(text);
  return read?.port === 0 ? undefined : read;
}

/** As an endpoint, but of our own: port 0 is any that is free. */
function listenAt(text: string): Endpoint | undefined {
  const [, host = '', digits = ''] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text)?.filter((part) => part) ?? [];
  const port = Number(digits);
  const right = text.startsWith('[') ? isIPv6(host) : isIP(host) === 4;
  return right && port <= 65535 ? { host, port } : undefined;
}
