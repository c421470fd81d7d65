import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { requireFamily, withoutIpv6, type Handed } from '../handed.ts';

/** A TCP port that is listened on, over IPv4 and IPv6. */
export interface ListeningTcp {
  readonly port: number;
  readonly warnings: readonly string[];
  /** Accepts no more. */
  readonly close: () => void;
}

/** How many connections may wait to be accepted (the kernel may allow fewer). */
const BACKLOG = 511;

/**
 * Listens on a TCP port (0: any) of every address, IPv4 and IPv6 apart, so that each sender has one address.
 * Rejects with a clear error that names the setting when the port is not to be had. `onFault`: a listener broke later. `handed`: sockets
 * that listen already.
 */
export async function listenTcp(
  setting: string,
  port: number,
  onSocket: (socket: Socket) => void,
  onFault: (error: Error) => void,
  handed?: Handed,
): Promise<ListeningTcp> {
  const four = createServer(onSocket);
  await bind(four, setting, port, 'IPv4', handed).catch((error: unknown) => {
    throw refused(setting, port, error);
  });
  four.on('error', onFault);
  const bound = portOf(four);
  if (handed !== undefined && handed[1] === undefined)
    return { port: bound, warnings: [withoutIpv6(setting)], close: () => four.close() };
  const six = createServer(onSocket);
  try {
    await bind(six, setting, bound, 'IPv6', handed);
    six.on('error', onFault);
    return { port: bound, warnings: [], close: () => [four, six].forEach((one) => one.close()) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const none = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(code) || (port === 0 && code === 'EADDRINUSE');
    if (none) {
      const warnings = [`${setting}: no IPv6: devices that log over it are not heard (${code})`];
      return { port: bound, warnings, close: () => four.close() };
    }
    four.close();
    throw refused(setting, port, error);
  }
}

async function bind(
  server: Server,
  setting: string,
  port: number,
  family: 'IPv4' | 'IPv6',
  handed: Handed = [],
): Promise<void> {
  const fd = handed[family === 'IPv4' ? 0 : 1];
  const host = family === 'IPv4' ? '0.0.0.0' : '::';
  const own = { port, host, ipv6Only: true, exclusive: true };
  server.listen({ ...(fd === undefined ? own : { fd }), backlog: BACKLOG });
  await once(server, 'listening'); // rejects on `error`
  requireFamily(setting, (server.address() as AddressInfo).family, family); // it listens on a port, not on a pipe
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has no port');
  return address.port;
}

/** Why a port is not to be had, in the user's words. */
function refused(setting: string, port: number, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    EADDRINUSE: 'already in use',
    EACCES: 'not allowed (a port below 1024 needs root or CAP_NET_BIND_SERVICE)',
  };
  return new Error(`${setting} ${port} (TCP): ${words[code ?? ''] ?? message}`, { cause });
}
