import { randomBytes, X509Certificate } from 'node:crypto';

import { Undeliverable } from '../alert/deliver.ts';
import { templates } from '../alert/templates.ts';
import { TRAP_ROOT } from '../alert/trap.ts';
import { readAllowed, readUrl } from '../alert/webhook-guard.ts';
import { severities } from '../domain/alert/alert.ts';
import { channelKinds, type ChannelKind } from '../domain/alert/notification.ts';
import { rules } from '../domain/alert/rules.ts';
import { snmpAuths, snmpPrivs } from '../domain/snmp.ts';
import type { NewChannel } from '../store/channels.ts';
import { field, list, text } from './body.ts';
import { UsageFault } from './fault.ts';

/** What a body tells of a new channel. */
export interface ReadChannel {
  readonly channel: NewChannel;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What of a kind is told: `settings` in the clear, `secrets` never told again. */
type Read = Pick<ReadChannel, 'secrets'> & Pick<NewChannel, 'settings'>;

const LONGEST_NAME = 64;
const LONGEST_SECRET = 1024;
const LONGEST_CA = 64 * 1024;
const PAGERDUTY = 'https://events.pagerduty.com/v2/enqueue';

/** The channel and the secrets that a body tells. Throws `UsageFault`, whose words hold no secret. */
export function readChannel(body: unknown): ReadChannel {
  const kind = word(channelKinds, field(body, 'kind'), 'kind');
  unwanted(body, kind);
  const { settings, secrets } = kinds[kind](body);
  const channel = {
    ...{ name: nameOf(field(body, 'name')), kind, settings: defined(settings) },
    from: word(severities, field(body, 'from') ?? 'warning', 'from'),
    onlyEscalated: field(body, 'onlyEscalated') === true,
    rules: list(field(body, 'rules') ?? [], 'rules', ruleOf),
    sites: list(field(body, 'sites') ?? [], 'sites', (one) => line(one, 'site')),
    enabled: true,
  };
  return { channel, secrets: defined(secrets) };
}

/** The name of a channel, as it is listed and asked for. Throws `UsageFault`. */
export function nameOf(value: unknown): string {
  const name = line(value, 'name');
  if (name.length <= LONGEST_NAME) return name;
  throw new UsageFault(`name: at most ${LONGEST_NAME} characters are wanted`);
}

const kinds: Readonly<
  Record<ChannelKind, (body: unknown) => { [K in keyof Read]: Record<string, string | undefined> }>
> = {
  email: (body) => {
    const security = word(['starttls', 'tls', 'none'], field(body, 'security') ?? 'starttls', 'security');
    const user = optional(body, 'user', line);
    if (security === 'none' && user !== undefined)
      throw new UsageFault('security: a password is not sent over a connection that everybody can read');
    const usual = { starttls: 587, tls: 465, none: 25 }[security];
    return {
      settings: {
        ...{ host: hostOf(body), port: portOf(body, usual), security, user, ca: caOf(body) },
        sender: addressOf(field(body, 'sender'), 'sender'),
        to: line(field(body, 'to'), 'to').split(',').map((one) => addressOf(one.trim(), 'to')).join(','), // prettier-ignore
      },
      secrets: { password: user === undefined ? undefined : secretOf(body, 'password') },
    };
  },
  webhook: (body) => {
    const names = [...(Object.keys(templates) as (keyof typeof templates)[]), 'heartbeat'] as const; // keys of the table
    const template = word(names, field(body, 'template') ?? 'own', 'template');
    const isHttp = field(body, 'http') === true;
    const typed = field(body, 'url');
    const url = guardedly('URL', () => readUrl(template === 'pagerduty' && (typed ?? '') === '' ? PAGERDUTY : text(typed ?? '', 'URL'), { http: isHttp })); // prettier-ignore
    if (template === 'alertmanager' && url.pathname === '/') url.pathname = '/api/v2/alerts';
    const allow = optional(body, 'allow', line);
    guardedly('allow', () => readAllowed(allow ?? ''));
    return {
      // What stands behind the host may be a token.
      settings: { template, to: url.origin, allow, http: isHttp ? 'on' : undefined, ca: caOf(body) },
      secrets: {
        url: url.href,
        hmacKey: (field(body, 'hmacKey') ?? '') === '' ? undefined : secretOf(body, 'hmacKey'),
        routingKey: template === 'pagerduty' ? secretOf(body, 'routingKey') : undefined,
      },
    };
  },
  syslog: (body) => {
    const transport = word(['udp', 'tcp', 'tls'], field(body, 'transport') ?? 'udp', 'transport');
    const usual = transport === 'tls' ? 6514 : 514;
    return { settings: { host: hostOf(body), port: portOf(body, usual), transport, ca: caOf(body) }, secrets: {} };
  },
  trap: (body) => {
    const version = word(['2c', '3'], text(field(body, 'version') ?? '2c', 'version').replace(/^v/, ''), 'version');
    const oid = optional(body, 'oid', line);
    if (oid !== undefined && !/^1(\.(0|[1-9]\d{0,9})){3,60}$/.test(oid))
      throw new UsageFault(`oid: an OID such as ${TRAP_ROOT} is wanted`);
    const where = { host: hostOf(body), port: portOf(body, 162), version: `v${version}`, oid };
    if (version === '2c') return { settings: where, secrets: { community: secretOf(body, 'community') } };
    const user = line(field(body, 'user') ?? '', 'user');
    const auth = field(body, 'auth') === undefined ? undefined : word(snmpAuths, field(body, 'auth'), 'auth');
    const priv = field(body, 'priv') === undefined ? undefined : word(snmpPrivs, field(body, 'priv'), 'priv');
    if (auth === undefined && priv !== undefined)
      throw new UsageFault('priv: there is no privacy without authentication');
    return {
      // In the form of the package: its maker's number, then eight octets of chance.
      settings: { ...where, user, auth, priv, engineId: `8000b98380${randomBytes(8).toString('hex')}` },
      secrets: {
        authKey: auth && secretOf(body, 'authKey'),
        privKey: priv && secretOf(body, 'privKey'),
      },
    };
  },
};

/** What each kind knows, besides what all do: another word was meant for another kind. */
const known: Readonly<Record<ChannelKind, readonly string[]>> = {
  email: ['host', 'port', 'security', 'user', 'sender', 'to', 'ca', 'password'],
  webhook: ['template', 'allow', 'http', 'ca', 'url', 'hmacKey', 'routingKey'],
  syslog: ['host', 'port', 'transport', 'ca'],
  trap: ['host', 'port', 'version', 'user', 'auth', 'priv', 'oid', 'community', 'authKey', 'privKey'],
};

function unwanted(body: unknown, kind: ChannelKind): void {
  const others = Object.values(known).flat();
  const there = others.find((one) => !known[kind].includes(one) && field(body, one) !== undefined);
  if (there !== undefined) throw new UsageFault(`${there}: ${kind} has none`);
}

function defined(values: Record<string, string | undefined>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function optional(body: unknown, key: string, read: (value: unknown, what: string) => string): string | undefined {
  const value = field(body, key);
  return value === undefined ? undefined : read(value, key);
}

/** A line of text, not empty. */
function line(value: unknown, what: string): string {
  const told = text(value ?? '', what);
  if (told !== '' && !/[\p{Cc}\u2028\u2029]/u.test(told)) return told;
  throw new UsageFault(`${what}: a text without control characters is wanted`);
}

function hostOf(body: unknown): string {
  const host = line(field(body, 'host'), 'host');
  if (/^[A-Za-z0-9._:-]{1,253}$/.test(host)) return host;
  throw new UsageFault(`${JSON.stringify(host)}: not an address or a host name`);
}

function portOf(body: unknown, usual: number): string {
  const port = field(body, 'port') ?? usual;
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536) return String(port);
  throw new UsageFault('port: a whole number from 1 to 65535 is wanted');
}

/** Somebody's address of e-mail, without a name beside it: no sign in it means anything else. */
function addressOf(value: unknown, what: string): string {
  const address = line(value, what);
  if (/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$/.test(address)) return address;
  throw new UsageFault(`${what}: ${JSON.stringify(address)} is not an address of e-mail`);
}

/** Certificates in PEM. */
function caOf(body: unknown): string | undefined {
  const ca = field(body, 'ca');
  if (ca === undefined) return undefined;
  try {
    if (typeof ca === 'string' && ca.length <= LONGEST_CA && new X509Certificate(ca).subject !== '') return ca;
  } catch (cause) {
    throw new UsageFault('ca: not a certificate in PEM', { cause });
  }
  throw new UsageFault('ca: not a certificate in PEM');
}

function ruleOf(value: unknown): string {
  const beginning = line(value, 'rule');
  if (Object.keys(rules).some((id) => id.startsWith(beginning))) return beginning;
  throw new UsageFault(`${JSON.stringify(beginning)}: no rule begins so`);
}

/** Never told in the words of a fault: what was typed may be nearly right. */
function secretOf(body: unknown, key: string): string {
  const told = field(body, key) ?? '';
  if (typeof told === 'string' && told !== '' && told.length <= LONGEST_SECRET && !/\p{Cc}/u.test(told)) return told;
  throw new UsageFault(`${key}: 1 to ${LONGEST_SECRET} characters without control characters are wanted`);
}

function word<const T extends string>(words: readonly T[], value: unknown, what: string): T {
  const found = words.find((one) => one === value);
  if (found === undefined) throw new UsageFault(`${what}: not one of ${words.join(', ')}`);
  return found;
}

/** The guard's words, as those of a fault of usage. */
function guardedly<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof Undeliverable) throw new UsageFault(`${what}: ${fault.message}`);
    throw fault;
  }
}
