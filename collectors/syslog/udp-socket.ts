import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { requireFamily, withoutIpv6, type Handed } from '../handed.ts';

/** A UDP port that we bind ourselves. */
export interface UdpPort {
  /** 0 for any. */
  readonly port: number;
  /** Instead of it, sockets that are bound already. */
  readonly handed?: Handed | undefined;
  /** The setting that names it, for whom it is refused to. */
  readonly setting: string;
  /** What devices do over it, in a warning: `log`. */
  readonly what: string;
  readonly onDatagram: (datagram: Buffer, from: RemoteInfo, socket: Socket) => void;
  /** A socket broke later. */
  readonly onFault: (error: Error) => void;
}

/** Binds a port of every IPv4 address. Rejects with a clear error when it is not to be had. */
export async function bindUdp4(options: UdpPort): Promise<Socket> {
  const socket = createSocket({ type: 'udp4' });
  try {
    return await bound(socket, 'IPv4', options);
  } catch (error) {
    throw refusedPort(options.setting, options.port, error);
  }
}

/** Binds a port of IPv6 alone, so that each sender has one address. Without IPv6 on this machine, or with a random port that is taken there, a warning. */
export async function bindUdp6(
  options: UdpPort & { readonly random: boolean },
): Promise<{ readonly socket?: Socket; readonly warning?: string }> {
  const { port, random, setting, what, handed } = options;
  if (handed !== undefined && handed[1] === undefined) return { warning: withoutIpv6(setting) };
  const socket = createSocket({ type: 'udp6', ipv6Only: true });
  try {
    return { socket: await bound(socket, 'IPv6', options) };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(code) && !(random && code === 'EADDRINUSE'))
      throw refusedPort(setting, port, error);
    return { warning: `no IPv6: devices that ${what} over it are not heard (${code})` };
  }
}

/** Resolves when nothing more comes. */
export async function closeUdp(socket: Socket): Promise<void> {
  const done = once(socket, 'close');
  socket.close();
  await done;
}

/** Why a port is not to be had, in the user's words. */
export function refusedPort(setting: string, port: number, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const why =
    code === 'EADDRINUSE'
      ? 'already in use'
      : code === 'EACCES'
        ? 'not allowed (a port below 1024 needs root or CAP_NET_BIND_SERVICE)'
        : message;
  return new Error(`${setting} ${port} (UDP): ${why}`, { cause });
}

async function bound(
  socket: Socket,
  family: 'IPv4' | 'IPv6',
  { port, setting, handed = [], onDatagram, onFault }: UdpPort,
): Promise<Socket> {
  const fd = handed[family === 'IPv4' ? 0 : 1];
  socket.on('message', (datagram, from) => onDatagram(datagram, from, socket));
  const listening = once(socket, 'listening'); // before `bind`: a socket that was handed over is told of at once; rejects on `error`
  try {
    socket.bind(fd === undefined ? { port, address: family === 'IPv4' ? '0.0.0.0' : '::', exclusive: true } : { fd });
    await listening;
    requireFamily(setting, socket.address().family, family);
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('error', onFault);
  return socket;
}
