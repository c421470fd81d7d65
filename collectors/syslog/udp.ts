import { createSocket, type Socket } from 'node:dgram';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';

import SyslogServer from 'syslog-server';

import { bufferWarning, raiseReceiveBuffer } from './receive-buffer.ts';

/** Takes a datagram: its text, and its sender's address. */
export type OnDatagram = (text: string, from: string) => void;

/** Two bound sockets, or one where there is no IPv6. */
export interface Listening {
  readonly port: number;
  /** The smaller of the sockets' effective receive buffers, in bytes. */
  readonly receiveBuffer: number;
  readonly warnings: readonly string[];
  readonly close: () => Promise<void>;
}

/** How long binding may take, in milliseconds: it is local, so anything longer is stuck. */
const DEADLINE = 3_000;

/**
 * Listens on a UDP port (0: any) of every address, IPv4 by syslog-server and IPv6 beside it.
 * Rejects with a clear error when the port is not to be had. `onFault`: a socket broke later.
 */
export async function listen(
  port: number,
  onDatagram: OnDatagram,
  onFault: (error: Error) => void,
): Promise<Listening> {
  const four = await listen4(port, onDatagram, onFault);
  const bound = four.socket.address().port;
  try {
    const six = await listen6(bound, port === 0, onDatagram, onFault);
    const buffers = [four.socket, ...(six.socket === undefined ? [] : [six.socket])].map(raiseReceiveBuffer);
    const receiveBuffer = Math.min(...buffers);
    return {
      port: bound,
      receiveBuffer,
      warnings: [six.warning, bufferWarning(receiveBuffer)].filter((warning) => warning !== undefined),
      close: async () => {
        await Promise.all([four.stop(), six.socket && closed(six.socket)]);
      },
    };
  } catch (error) {
    await four.stop();
    throw error;
  }
}

/** The package hides its socket and has no word for a port that is taken: it is had by Node's channel, and waited for with a deadline. */
async function listen4(
  port: number,
  onDatagram: OnDatagram,
  onFault: (error: Error) => void,
): Promise<{ readonly socket: Socket; readonly stop: () => Promise<void> }> {
  const server = new SyslogServer();
  server.on('message', ({ message, host }) => onDatagram(message, host));
  const made: Socket[] = [];
  const see = (published: unknown): void => void made.push((published as { readonly socket: Socket }).socket);
  let onError: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    onError = reject;
  });
  server.on('error', (error) => onError(error));
  subscribe('udp.socket', see);
  const started = server.start({ port, address: '0.0.0.0', exclusive: true }); // makes its socket before it returns
  unsubscribe('udp.socket', see);
  const [socket] = made;
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => reject(new Error(`no answer to bind within ${DEADLINE / 1000} s`)), DEADLINE);
  });
  try {
    await Promise.race([started, failed, late]);
    if (socket === undefined) throw new Error('syslog-server has made no socket');
  } catch (error) {
    socket?.close();
    throw refused(port, error);
  } finally {
    clearTimeout(deadline);
  }
  onError = onFault;
  return { socket, stop: () => server.stop() };
}

/** IPv6 alone, so that each sender has one address. Without IPv6 on this machine, or with a random port that is taken there, a warning. */
async function listen6(
  port: number,
  random: boolean,
  onDatagram: OnDatagram,
  onFault: (error: Error) => void,
): Promise<{ readonly socket?: Socket; readonly warning?: string }> {
  const socket = createSocket({ type: 'udp6', ipv6Only: true });
  socket.on('message', (message, { address }) => onDatagram(message.toString('utf8'), address));
  try {
    socket.bind({ port, address: '::', exclusive: true });
    await once(socket, 'listening'); // rejects on `error`
  } catch (error) {
    socket.close();
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(code) && !(random && code === 'EADDRINUSE'))
      throw refused(port, error);
    return { warning: `no IPv6: devices that log over it are not heard (${code})` };
  }
  socket.on('error', onFault);
  return { socket };
}

async function closed(socket: Socket): Promise<void> {
  const done = once(socket, 'close');
  socket.close();
  await done;
}

/** Why a port is not to be had, in the user's words. */
function refused(port: number, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const why =
    code === 'EADDRINUSE'
      ? 'already in use'
      : code === 'EACCES'
        ? 'not allowed (a port below 1024 needs root or CAP_NET_BIND_SERVICE)'
        : message;
  return new Error(`SYSLOG_PORT ${port} (UDP): ${why}`, { cause });
}
