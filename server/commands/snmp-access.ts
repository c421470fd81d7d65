import type { Device } from '../domain/device.ts';
import { snmpAuths, snmpPrivs, type SnmpAccess, type SnmpSecrets } from '../domain/snmp.ts';
import { field, text } from './body.ts';
import { UsageFault } from './fault.ts';

/** What a person tells of how a device's SNMP is spoken with; what is left out stays as it was. */
export interface ToldSnmp extends SnmpSecrets {
  readonly version: string;
  readonly user?: string;
  readonly auth?: string;
  readonly priv?: string;
  readonly host?: string;
  readonly port?: number;
  /** 0: traps alone. */
  readonly everySeconds?: number;
}

const AGENT_PORT = 161;
const DEFAULT_SECONDS = 60;
/** A walk takes its time, and costs an ASA some of its control plane. */
const SHORTEST_SECONDS = 30;
const LONGEST_SECONDS = 3600;
const LONGEST_USER = 32;
const LONGEST_SECRET = 256;

/** The access and the secrets that a body tells of a device. Throws `UsageFault`. */
export function readSnmpAccess(
  body: unknown,
  { id, addresses }: Pick<Device, 'id' | 'addresses'>,
  known: SnmpAccess | undefined,
): { readonly access: SnmpAccess; readonly secrets: SnmpSecrets } {
  const host = field(body, 'host') === undefined ? known?.host : readHost(field(body, 'host'));
  const where = {
    device: id,
    host: host ?? addresses[0] ?? '',
    port: number(field(body, 'port') ?? known?.port ?? AGENT_PORT, 'port', 1, 65_535),
    everySeconds: readSeconds(field(body, 'everySeconds') ?? known?.everySeconds ?? DEFAULT_SECONDS),
  };
  const version = text(field(body, 'version'), 'version').replace(/^v/, '');
  if (version === '2c') {
    unwanted(body, ['user', 'auth', 'priv', 'authKey', 'privKey'], 'version 2c has a community, and nothing else');
    const community = secret(field(body, 'community'), 'community');
    return { access: { ...where, version: 'v2c' }, secrets: { community } };
  }
  if (version !== '3') throw new UsageFault(`${JSON.stringify(version)}: not a version of SNMP (2c, 3)`);
  unwanted(body, ['community'], 'version 3 has no community');
  return readUser(body, where);
}

function readUser(
  body: unknown,
  where: Pick<SnmpAccess, 'device' | 'host' | 'port' | 'everySeconds'>,
): ReturnType<typeof readSnmpAccess> {
  const user = text(field(body, 'user') ?? '', 'user');
  if (!/^[\x21-\x7e]+$/.test(user) || user.length > LONGEST_USER)
    throw new UsageFault(`user: version 3 wants one, of 1 to ${LONGEST_USER} visible characters`);
  const auth = word(snmpAuths, field(body, 'auth'), 'auth');
  const priv = word(snmpPrivs, field(body, 'priv'), 'priv');
  if (auth === undefined && priv !== undefined)
    throw new UsageFault('priv: there is no privacy without authentication, so auth is wanted, too');
  return {
    access: { ...where, version: 'v3', user, ...(auth && { auth }), ...(priv && { priv }) },
    secrets: {
      ...(auth && { authKey: secret(field(body, 'authKey'), 'passphrase of authentication') }),
      ...(priv && { privKey: secret(field(body, 'privKey'), 'passphrase of privacy') }),
    },
  };
}

/** How often, in seconds; 0 is never. */
function readSeconds(value: unknown): number {
  return value === 0 ? 0 : number(value, 'every', SHORTEST_SECONDS, LONGEST_SECONDS);
}

/** One of the words; `undefined` where none was told. Throws `UsageFault`. */
function word<const T extends string>(words: readonly T[], value: unknown, what: string): T | undefined {
  if (value === undefined) return undefined;
  const found = words.find((one) => one === value);
  if (found === undefined) throw new UsageFault(`${what}: not one of ${words.join(', ')}`);
  return found;
}

function readHost(value: unknown): string {
  const host = text(value, 'host');
  if (/^[A-Za-z0-9._:-]{1,253}$/.test(host)) return host;
  throw new UsageFault(`${JSON.stringify(host)}: not an address or a host name`);
}

function number(value: unknown, what: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageFault(`${what}: a whole number from ${least} to ${most} is wanted`);
}

/** Never told in the words of a fault: what was typed may be nearly right. */
function secret(value: unknown, what: string): string {
  const told = text(value ?? '', what);
  if (told.length > 0 && told.length <= LONGEST_SECRET && !/\p{Cc}/u.test(told)) return told;
  throw new UsageFault(`${what}: 1 to ${LONGEST_SECRET} characters without control characters are wanted`);
}

function unwanted(body: unknown, keys: readonly (keyof ToldSnmp)[], why: string): void {
  const there = keys.find((key) => field(body, key) !== undefined);
  if (there !== undefined) throw new UsageFault(`${there}: ${why}`);
}
