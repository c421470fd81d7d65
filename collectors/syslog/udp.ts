import type { Socket } from 'node:dgram';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import SyslogServer from 'syslog-server';

import { requireFamily, type Handed } from '../handed.ts';
import { fileOf } from './kernel.ts';
import { bufferWarning, raiseReceiveBuffer } from './receive-buffer.ts';
import { readerOfMany, readNothing, type OnDatagram, type ReadWaiting } from './recvmmsg.ts';
import { bindUdp6, closeUdp, refusedPort } from './udp-socket.ts';

/** Two bound sockets, or one where there is no IPv6. */
export interface Listening {
  readonly port: number;
  /** The smaller of the sockets' effective receive buffers, in bytes. */
  readonly receiveBuffer: number;
  readonly warnings: readonly string[];
  readonly close: () => Promise<void>;
}

const SYSLOG = { setting: 'SYSLOG_PORT', what: 'log' };
/** How long binding may take, in milliseconds: it is local, so anything longer is stuck. */
const DEADLINE = 3_000;

/**
 * Listens on a UDP port (0: any) of every address, IPv4 by syslog-server and, where there is one, a reader of many; and IPv6 beside it.
 * Rejects with a clear error when the port is not to be had. `onFault`: a socket broke later. `handed`: sockets that have a port already.
 */
export async function listen(
  port: number,
  onDatagram: OnDatagram,
  onFault: (error: Error) => void,
  handed?: Handed,
): Promise<Listening> {
  const four = await listen4(port, onDatagram, onFault, handed);
  const bound = four.socket.address().port;
  try {
    const six = await bindUdp6({
      ...{ ...SYSLOG, port: bound, random: port === 0, onFault, handed },
      onDatagram: (datagram, { address }) => onDatagram(datagram.toString('utf8'), address),
    });
    const buffers = [four.socket, ...(six.socket === undefined ? [] : [six.socket])].map(raiseReceiveBuffer);
    const receiveBuffer = Math.min(...buffers);
    return {
      port: bound,
      receiveBuffer,
      warnings: [six.warning, bufferWarning(receiveBuffer)].filter((warning) => warning !== undefined),
      close: async () => {
        await Promise.all([four.stop(), six.socket && closeUdp(six.socket)]);
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
  [fd]: Handed = [],
): Promise<{ readonly socket: Socket; readonly stop: () => Promise<void> }> {
  const server = new SyslogServer();
  let readWaiting: ReadWaiting = readNothing;
  server.on('message', ({ message, host }) => {
    onDatagram(message, host);
    readWaiting(onDatagram);
  });
  const made: Socket[] = [];
  const see = (published: unknown): void => void made.push((published as { readonly socket: Socket }).socket);
  let onError: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    onError = reject;
  });
  server.on('error', (error) => onError(error));
  subscribe('udp.socket', see);
  // What it is given goes to `bind` as it is.
  const started = server.start(fd === undefined ? { port, address: '0.0.0.0', exclusive: true } : { fd }); // makes its socket before it returns
  unsubscribe('udp.socket', see);
  const [socket] = made;
  let deadline: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => reject(new Error(`no answer to bind within ${DEADLINE / 1000} s`)), DEADLINE);
  });
  try {
    await Promise.race([started, failed, late]);
    if (socket === undefined) throw new Error('syslog-server has made no socket');
    requireFamily(SYSLOG.setting, socket.address().family, 'IPv4');
  } catch (error) {
    socket?.close();
    throw refusedPort(SYSLOG.setting, port, error);
  } finally {
    clearTimeout(deadline);
  }
  onError = onFault;
  readWaiting = await readerOfMany(fd ?? (await fileOf(socket.address().port)));
  return { socket, stop: () => server.stop() };
}
