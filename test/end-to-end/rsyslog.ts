import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ensureDebian, firstPath } from '../debian.ts';

/** One way in which rsyslog forwards: its settings of `omfwd`. */
export type Forward = Readonly<Record<string, string>>;

/** A running rsyslogd of the test's own. */
export interface Rsyslog {
  /** UDP ports of its inputs, one for each forward. */
  readonly ports: readonly number[];
  readonly stop: () => Promise<void>;
}

/** The path of rsyslogd, where it has its OpenSSL driver. */
function findRsyslog(): string | undefined {
  const hasDriver = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'].some((folder) =>
    existsSync(`${folder}/rsyslog/lmnsd_ossl.so`),
  );
  return hasDriver ? firstPath('/usr/sbin/rsyslogd', '/sbin/rsyslogd') : undefined;
}

/** Starts rsyslogd in the foreground: what comes in on a UDP port of 127.0.0.1 goes out as that port's forward says. */
export async function startRsyslog(folder: string, ca: string, forwards: readonly Forward[]): Promise<Rsyslog> {
  const path = ensureDebian(findRsyslog, ['rsyslog', 'rsyslog-openssl']);
  const work = join(folder, 'rsyslog');
  await mkdir(work);
  const ports = await Promise.all(forwards.map(freePort));
  const written = (settings: Forward): string => Object.entries(settings).map(([name, value]) => `${name}="${value}"`).join(' '); // prettier-ignore
  const lines = [
    `global(workDirectory="${work}" defaultNetstreamDriverCAFile="${ca}" parser.escapeControlCharactersOnReceive="off" maxMessageSize="16k")`,
    'module(load="imudp")',
    'template(name="asItCame" type="string" string="%rawmsg%")',
    ...forwards.flatMap((forward, n) => [
      `ruleset(name="way${n}") { action(type="omfwd" target="127.0.0.1" protocol="tcp" ${written(forward)}) }`,
      `input(type="imudp" address="127.0.0.1" port="${ports[n] ?? 0}" rcvbufSize="1m" ruleset="way${n}")`,
    ]),
  ];
  const config = join(folder, 'rsyslog.conf');
  await writeFile(config, `${lines.join('\n')}\n`);
  const child = spawn(path, ['-n', '-f', config, '-i', join(work, 'pid')], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(child, 'exit');
  return {
    ports,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  socket.close();
  return port;
}
