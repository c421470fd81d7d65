import type { Socket } from 'node:dgram';
import { platform } from 'node:os';

/**
 * The receive buffer we want, in bytes *effective*: what the kernel charges waiting datagrams against, and what
 * `getRecvBufferSize` tells. Each small datagram is charged about 1,280 bytes, so this holds some 6,500 of them: a stall of
 * one second at 5,000/s. Linux doubles what is asked for, after capping it at `net.core.rmem_max`: 4 MiB asked are 8 effective.
 */
export const WANTED_BUFFER = 8 * 1024 * 1024;
/** What is asked for, where a system gives more: 104,000 datagrams, three seconds at 30,000/s. It takes memory only while they wait. */
const BEST_BUFFER = 128 * 1024 * 1024;

const LINUX = platform() === 'linux';
const ASKED = LINUX ? BEST_BUFFER / 2 : BEST_BUFFER;

/** Raises a bound socket's receive buffer as far as the system allows, unless somebody else has. Returns the effective size in bytes. */
export function raiseReceiveBuffer(socket: Pick<Socket, 'setRecvBufferSize' | 'getRecvBufferSize'>): number {
  // One that systemd has given may be larger than we are allowed, and asking would make it smaller.
  if (socket.getRecvBufferSize() >= WANTED_BUFFER) return socket.getRecvBufferSize();
  // Linux gives what it can; others refuse what is too much.
  for (let size = ASKED; size > socket.getRecvBufferSize(); size = Math.floor(size / 2)) {
    try {
      socket.setRecvBufferSize(size);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SOCKET_BUFFER_SIZE') throw error;
    }
  }
  return socket.getRecvBufferSize();
}

/** What to say when the system gave less. */
export function bufferWarning(effective: number): string | undefined {
  if (effective >= WANTED_BUFFER) return undefined;
  const remedy = LINUX
    ? `sysctl -w net.core.rmem_max=${WANTED_BUFFER / 2}, then restart`
    : 'raise the system’s limit for socket buffers';
  return `the receive buffer is ${kib(effective)} instead of ${kib(WANTED_BUFFER)}, so bursts of messages may be lost: ${remedy}`;
}

function kib(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`;
}
