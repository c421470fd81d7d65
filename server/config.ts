import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { HOSTDOWN } from './domain/hostdown.ts';
import { oidcFaults, oidcSettings } from './oidc-settings.ts';
import {
  backups,
  daysOrOff,
  file,
  headerOrOff,
  host,
  megabytesOrOff,
  networksOrOff,
  oneOf,
  onOff,
  pagesOrOff,
  port,
  portOrOff,
  type Reading,
} from './setting.ts';

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** How much is logged, from least to most but for `silent`. */
export type Level = (typeof levels)[number];

/** The longest path a Unix socket can have with room to spare (`sun_path` holds 108 bytes), in bytes. */
export const LONGEST_SOCKET_PATH = 100;

/** The path of the control socket: beside the database. */
export const socketPath = (database: string): string => `${database}.sock`;

/** The path of the key's file. */
export const keyPath = ({ keyFile, database }: Pick<Config, 'keyFile' | 'database'>): string =>
  keyFile.replace('<DATABASE>', () => database);

/** Every process setting: its variable, its default as one would type it, its reader and its line in the README. */
export const settings = {
  port: { env: 'PORT', default: '8080', read: port, help: 'TCP port of the dashboard, the API and the metrics.' },
  host: {
    env: 'HOST',
    default: '127.0.0.1',
    read: host,
    help: 'Address the dashboard listens on. Browsers keep the cookie of a login over TLS or on this machine only, so one that others can reach needs `TLS_CERT`, or a proxy with TLS in `TRUSTED_PROXIES`. Syslog is received on every address, whatever stands here.',
  },
  trustedProxies: {
    env: 'TRUSTED_PROXIES',
    default: 'off',
    read: networksOrOff,
    help: 'Addresses and networks of reverse proxies in front (`127.0.0.1, 10.1.0.0/24`): only what these say in `X-Forwarded-For` and `X-Forwarded-Proto` is believed; `off`: nobody.',
  },
  accountHeader: {
    env: 'ACCOUNT_HEADER',
    default: 'off',
    read: headerOrOff,
    help: 'The header in which these proxies tell whom they have let in (`X-Forwarded-User`), by the name of an account (`tunnelwatch user add NAME --role ROLE --no-password`); they must take it away from what comes to them. `off`: none.',
  },
  ...oidcSettings,
  tlsCert: {
    env: 'TLS_CERT',
    default: 'off',
    read: file,
    help: 'PEM file with the certificate of the dashboard and those that it is signed by: with it, and its key, `PORT` speaks HTTPS (TLS 1.2 or later); renewed on disk, it serves the next connection.',
  },
  tlsKey: { env: 'TLS_KEY', default: 'off', read: file, help: 'PEM file with its key, not encrypted.' },
  syslogPort: { env: 'SYSLOG_PORT', default: '5514', read: port, help: 'UDP port the ASAs log to.' },
  syslogTcpPort: {
    env: 'SYSLOG_TCP_PORT',
    default: '1470',
    read: portOrOff,
    help: `TCP port the ASAs log to; \`off\`: none. Beware: ${HOSTDOWN}.`,
  },
  syslogTlsPort: {
    env: 'SYSLOG_TLS_PORT',
    default: '6514',
    read: portOrOff,
    help: `TCP port the ASAs log to with TLS (1.2 or later; \`logging host ... tcp/6514 secure\`), where the two files below are set; \`off\`: none. Beware: ${HOSTDOWN}.`,
  },
  syslogTlsCert: {
    env: 'SYSLOG_TLS_CERT',
    default: 'off',
    read: file,
    help: 'PEM file with the certificate for TLS and those that it is signed by; renewed on disk, it serves the next connection.',
  },
  syslogTlsKey: { env: 'SYSLOG_TLS_KEY', default: 'off', read: file, help: 'PEM file with its key, not encrypted.' },
  trapPort: {
    env: 'TRAP_PORT',
    default: '1162',
    read: portOrOff,
    help: 'UDP port the ASAs send SNMP traps to, on every address like syslog (`snmp-server host ... udp-port 1162`); `off`: none.',
  },
  database: {
    env: 'DATABASE',
    default: 'data/tunnelwatch.db',
    read: database,
    help: 'Path of the SQLite database. The message days (`.messages/`), the control socket (`.sock`) and the lock (`.lock`) lie beside it under the same name.',
  },
  synchronous: {
    env: 'SYNCHRONOUS',
    default: 'normal',
    read: oneOf(['normal', 'full']),
    help: 'What a commit survives. `normal`: the end of the process, however it ends; when the power fails, or the kernel, the last moments may be missing, but the files are whole. `full`: that, too, at the price of waiting for the disk at each commit.',
  },
  adopt: {
    env: 'ADOPT',
    default: 'off',
    read: onOff,
    help: '`on`: a device that nobody configured is watched at its first message. `off`: it waits until a person adopts it.',
  },
  keyFile: {
    env: 'KEY_FILE',
    default: '<DATABASE>.key',
    read: keyFile,
    help: 'The key of this installation (mode 0600), made at the first start; `<DATABASE>` stands for the path of the database. It seals secrets, and hashes failed names. Keep a copy of it elsewhere: without it the product starts read-only. `tunnelwatch key rotate` changes it. A systemd credential `tunnelwatch.key` (`LoadCredential=`), or the variable `TUNNELWATCH_KEY`, comes before it (32 bytes in base64; a second key behind it opens what it is to take the place of).',
  },
  failedNames: {
    env: 'FAILED_NAMES',
    default: 'hash',
    read: oneOf(['hash', 'clear']),
    help: 'A name of a failed login that no login nor configuration has shown to be one may be a password, typed in the wrong box. `hash`: only a keyed hash and the length class of it are stored. `clear`: it is stored as typed.',
  },
  publicUrl: {
    env: 'PUBLIC_URL',
    default: 'off',
    read: pagesOrOff,
    help: 'Where others reach the dashboard, such as `https://noc.example`: notifications link there, and where we listen on loopback alone, a proxy on this machine may use that name; `off`: they have no links.',
  },
  retainMessages: {
    env: 'RETAIN_MESSAGES',
    default: '30',
    read: daysOrOff,
    help: 'Days for which raw messages are kept, from midnight to midnight (UTC); `off`, here and below: for good. What is over is deleted in small steps, at the start and once an hour.',
  },
  retainSessions: {
    env: 'RETAIN_SESSIONS',
    default: '180',
    read: daysOrOff,
    help: 'Days for which sessions and login attempts are kept after their end, each with its events; a session that goes on stays.',
  },
  retainAlerts: {
    env: 'RETAIN_ALERTS',
    default: '180',
    read: daysOrOff,
    help: 'Days for which alerts are kept after their end, what people were told of them, and silences and maintenance windows that are over; an open alert stays.',
  },
  retainCharts: {
    env: 'RETAIN_CHARTS',
    default: '1095',
    read: daysOrOff,
    help: 'Days for which charts reach back: what each minute changed, how full each pool was (of older than three days the last and the fullest minute of each hour), and series (each 10 s for two days, each minute for 30, then each hour). No user stands in them.',
  },
  backupFolder: {
    env: 'BACKUP_FOLDER',
    default: 'off',
    read: file,
    help: 'Folder, for this installation alone, in which a backup is made each night (at the first chance after 02:00 local time); it is also where `tunnelwatch backup` writes when no other is told. `off`: none.',
  },
  backupKeep: {
    env: 'BACKUP_KEEP',
    default: '7',
    read: backups,
    help: 'How many of the backups that were made at night are kept there (1 to 30); those that somebody asked for stay.',
  },
  reserve: {
    env: 'RESERVE',
    default: '64',
    read: megabytesOrOff,
    help: 'MB that a file beside `DATABASE` (`.reserve`) holds free for a full disk: it is deleted then, so that there is room for writing on and for deleting, and made anew when there is room again; `off`: none.',
  },
  leastFree: {
    env: 'LEAST_FREE',
    default: '500',
    read: megabytesOrOff,
    help: 'Where fewer MB than this, or less than 5 %, of the disk of `DATABASE` are free, the oldest message days are deleted before their time, never that of today, and it is said so (of a small disk a quarter is enough); `off`: never.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    default: 'info',
    read: oneOf(levels),
    help: `How much is logged (JSON lines on standard error): ${levels.map((level) => `\`${level}\``).join(', ')}.`,
  },
} as const;

type Settings = typeof settings;
type Named = { readonly env: string };
type ValueOf<R> = R extends (text: string) => Reading<infer T> ? T : never;

/** The settings of this process, read and checked. */
export type Config = { readonly [K in keyof Settings]: ValueOf<Settings[K]['read']> };

/** The settings are wrong. The message has one line for each fault; the exit code is 78 (EX_CONFIG of sysexits.h). */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** The configuration that the environment asks for; an empty variable counts as none. Throws one `ConfigFault` with all faults. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const values = Object.entries(settings).map(([key, setting]): [string, unknown] => {
    const text = env[setting.env] || setting.default;
    const reading: Reading<unknown> = setting.read(text);
    if ('value' in reading) return [key, reading.value];
    faults.push(`${setting.env}=${JSON.stringify(withoutLogin(text))}: ${reading.wanted}`);
    return [key, undefined];
  });
  const { tlsCert, tlsKey, syslogTlsPort, syslogTlsCert, syslogTlsKey } = settings;
  faults.push(...certificateFaults(env, { cert: tlsCert, key: tlsKey }));
  faults.push(...certificateFaults(env, { cert: syslogTlsCert, key: syslogTlsKey, port: syslogTlsPort }));
  if (isSet(env, settings.accountHeader) && !isSet(env, settings.trustedProxies))
    faults.push(`${settings.accountHeader.env}: needs ${settings.trustedProxies.env}, for anybody could send it`);
  faults.push(...oidcFaults(env));
  if (faults.length > 0) throw new ConfigFault(faults);
  return Object.fromEntries(values) as Config; // each key of the table has been read by its own reader
}

/** What was typed, but for a name and password in an address: a journal would keep them. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/.*@/s, '//<removed>@');
}

/** Throws a `ConfigFault` where others can reach the dashboard, but nobody could log in: browsers keep its cookie over TLS alone. */
export function requireReach(config: Config): void {
  if (isLoopback(config.host) || config.tlsCert !== undefined || config.trustedProxies.length > 0) return;
  const others = `not a loopback address: browsers keep the cookie of a login over TLS only; set ${settings.tlsCert.env} and ${settings.tlsKey.env}, or name the proxy that speaks TLS in ${settings.trustedProxies.env}`;
  throw new ConfigFault([`${settings.host.env}=${JSON.stringify(config.host)}: ${others}`]);
}

/** The README's table of settings. */
export function settingsTable(): string {
  const rows = Object.values(settings).map((row) => `| \`${row.env}\` | \`${row.default}\` | ${row.help} |`);
  return ['| variable | default | what it does |', '| --- | --- | --- |', ...rows].join('\n');
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/** What is wrong with TLS: a file without the other, or without which a port makes no sense; files that cannot be read, or do not belong together. */
function certificateFaults(
  env: Readonly<Record<string, string | undefined>>,
  { cert, key, port }: { readonly cert: Named; readonly key: Named; readonly port?: Named },
): readonly string[] {
  const given = ({ env: name }: Named): string | undefined =>
    env[name] === '' || env[name] === 'off' ? undefined : env[name];
  if (given(cert) === undefined && given(key) === undefined) {
    const asked = port && given(port);
    return asked === undefined ? [] : [`${port?.env}=${JSON.stringify(asked)}: needs ${cert.env} and ${key.env}`];
  }
  const faults: string[] = [];
  const load = <T>(setting: Named, other: Named, read: (pem: Buffer) => T): T | undefined => {
    const path = given(setting);
    if (path === undefined) {
      faults.push(`${setting.env}: not set, but ${other.env} is`);
      return undefined;
    }
    try {
      return read(readFileSync(path));
    } catch (error) {
      faults.push(`${setting.env}=${JSON.stringify(path)}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const certificate = load(cert, key, (pem) => new X509Certificate(pem));
  const secret = load(key, cert, (pem) => createPrivateKey(pem));
  if (certificate !== undefined && secret !== undefined && !certificate.checkPrivateKey(secret))
    faults.push(`${key.env}=${JSON.stringify(given(key))}: not the key of the certificate in ${cert.env}`);
  return faults;
}

function database(text: string): Reading<string> {
  // SQLite takes `:memory:` and `file:` for something else than a path, and nothing could lie beside it.
  if (text.startsWith(':') || text.startsWith('file:') || text.endsWith('/') || text.includes('\0')) {
    return { wanted: 'not the path of a file' };
  }
  const length = Buffer.byteLength(socketPath(text));
  return length <= LONGEST_SOCKET_PATH
    ? { value: text }
    : {
        wanted: `too long: the control socket beside it would have a path of ${length} bytes, at most ${LONGEST_SOCKET_PATH}`,
      };
}

function keyFile(text: string): Reading<string> {
  return text.endsWith('/') || text.includes('\0') ? { wanted: 'not the path of a file' } : { value: text };
}

function isSet(env: Readonly<Record<string, string | undefined>>, { env: name }: { readonly env: string }): boolean {
  return env[name] !== undefined && env[name] !== '' && env[name] !== 'off';
}
