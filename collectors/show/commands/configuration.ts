import type { Configuration } from '../../../server/domain/configuration.ts';
import { readConfiguration, type Unused } from '../configuration.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { tooShort } from '../sentences.ts';

/** What a running configuration tells; secrets are in none of it. */
export interface ConfigurationTold {
  readonly kind: 'configuration.told';
  /** It came from its Version line to its end: what it does not say is not configured. */
  readonly whole: boolean;
  readonly configuration: Configuration;
}

/**
 * The parts that may be asked for, with what their lines begin with where that is another word. None of them has an end: only a transport that sees
 * the prompt knows whether all of it came. `all` adds what is so by default, which the whole does not print.
 */
const parts: Readonly<Record<string, readonly string[]>> = {
  aaa: [],
  'aaa-server': [],
  'access-list': [],
  'all crypto': ['crypto', 'isakmp'],
  'all crypto map': ['crypto map'],
  'all sysopt': ['sysopt'],
  crypto: ['crypto', 'isakmp'],
  'crypto dynamic-map': [],
  'crypto ikev1': [],
  'crypto ikev2': [],
  'crypto ipsec': [],
  'crypto isakmp': ['crypto isakmp', 'isakmp'],
  'crypto map': [],
  global: [],
  'group-policy': [],
  http: [],
  'ip local pool': [],
  ipsec: ['crypto ipsec'],
  isakmp: ['crypto isakmp', 'isakmp'],
  logging: [],
  names: ['names', 'name'],
  nat: ['nat', 'object network'],
  object: [],
  'object-group': [],
  route: [],
  'snmp-server': [],
  ssh: [],
  static: [],
  sysopt: [],
  telnet: [],
  'tunnel-group': [],
  username: [],
  'vpn-sessiondb': [],
};

/**
 * `show running-config`, and its parts. Strict where it matters: a line that begins like one that is read, or stands in a section that is, and
 * that nobody knows, or begins with a capital as no command does, fails it. Of the whole, the lines of other commands (routing, inspection ...)
 * are passed over; in a part there are none.
 */
export const configurations: readonly ShowCommand<ConfigurationTold>[] = [
  { command: 'show running-config', read: readWhole },
  ...Object.entries(parts).map(([part, heads]) => ({
    command: `show running-config ${part}`,
    read: (printed: readonly string[]) => readPart(printed, heads.length > 0 ? heads : [part]),
  })),
];

function readWhole(printed: readonly string[]): Reading<ConfigurationTold> {
  const { configuration, unused, whole } = readConfiguration(printed.join('\n'));
  const wrong = unused.find(({ kind }) => kind !== 'other');
  if (wrong !== undefined) return misfit(wrong);
  return whole ? told(configuration, true) : tooShort(printed);
}

function readPart(printed: readonly string[], heads: readonly string[]): Reading<ConfigurationTold> {
  const { configuration, unused } = readConfiguration(printed.join('\n'));
  const place = printed.findIndex((line) => !isOf(line, heads));
  const [wrong] = unused;
  if (wrong !== undefined && (place < 0 || wrong.line <= place + 1)) return misfit(wrong);
  if (place >= 0) return misfit({ line: place + 1, text: '<removed>' });
  return told(configuration, false);
}

/** Whether the line begins so, stands below one, or says nothing. */
function isOf(line: string, heads: readonly string[]): boolean {
  const words = `${line.replace(/^no /, '')} `;
  return /^(?:\s|[!:]|$)/.test(line) || heads.some((head) => words.startsWith(`${head} `));
}

function told(configuration: Configuration, whole: boolean): Reading<ConfigurationTold> {
  return { outcome: 'read', facts: { kind: 'configuration.told', whole, configuration } };
}

function misfit({ line, text }: Pick<Unused, 'line' | 'text'>): Reading<never> {
  return { outcome: 'misfit', line, text };
}
