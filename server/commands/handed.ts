import type { HandedSockets } from '../../collectors/handed.ts';
import { ConfigFault } from '../config.ts';

/** The first file descriptor that is handed over (sd_listen_fds(3)). */
const FIRST = 3;

/** The `FileDescriptorName=` of each socket unit, and what it is to us. */
const names: Readonly<Record<string, keyof HandedSockets>> = {
  syslog: 'syslog',
  'syslog-tcp': 'tcp',
  'syslog-tls': 'tls',
  traps: 'traps',
};

/** Throws a `ConfigFault` where a socket was handed over that nobody reads by the settings: devices would be let in, and not heard. */
export function requireReaders(handed: HandedSockets, reads: Readonly<Record<keyof HandedSockets, boolean>>): void {
  const unread = Object.entries(names).filter(([, what]) => handed[what] !== undefined && !reads[what]);
  if (unread.length === 0) return;
  throw new ConfigFault(
    unread.map(([name]) => `LISTEN_FDNAMES: ${name} was handed over, but by the settings nobody reads it`),
  );
}

/**
 * The sockets that systemd, or whoever started us, holds open and has handed over to this process (`LISTEN_PID`, `LISTEN_FDS`,
 * `LISTEN_FDNAMES`). Throws a `ConfigFault` for one whose name we do not know: nobody would read it.
 */
export function handedSockets(env: Readonly<Record<string, string | undefined>>, pid: number): HandedSockets {
  if (env['LISTEN_PID'] !== String(pid)) return {};
  const told = env['LISTEN_FDNAMES'] === undefined ? [] : env['LISTEN_FDNAMES'].split(':');
  const sockets: Partial<Record<keyof HandedSockets, number[]>> = {};
  for (let n = 0; n < Number(env['LISTEN_FDS'] ?? 0); n += 1) {
    const name = told[n] ?? 'unknown';
    const what = Object.hasOwn(names, name) ? names[name] : undefined;
    if (what === undefined) {
      const wanted = Object.keys(names).join(', ');
      throw new ConfigFault([`LISTEN_FDNAMES=${JSON.stringify(env['LISTEN_FDNAMES'] ?? '')}: no socket of ours is called ${JSON.stringify(name)}; wanted: ${wanted}`]); // prettier-ignore
    }
    (sockets[what] ??= []).push(FIRST + n);
  }
  return sockets;
}
