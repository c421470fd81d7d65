import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Connects to an address. The socket is destroyed when the signal aborts, also later. */
export function dial(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect({ host: address, port });
  destroyedBy(socket, signal);
  return ready(socket, 'connect');
}

/** Makes it TLS, with the certificate of that name; `ca` (PEM) takes the place of the usual authorities. */
export function secured(
  socket: Socket,
  servername: string | undefined,
  address: string,
  ca: string | undefined,
): Promise<Socket> {
  const options = { socket, host: address, minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) } as const;
  return ready(connectTls(servername === undefined ? options : { ...options, servername }), 'secureConnect');
}

function destroyedBy(socket: Socket, signal: AbortSignal): void {
  const end = (): void => {
    const reason: unknown = signal.reason;
    socket.destroy(reason instanceof Error ? reason : new Error('aborted'));
  };
  signal.addEventListener('abort', end, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', end));
}

function ready(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return new Promise((done, fail) => {
    const closed = (): void => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    // Stays: an error that nobody awaits any more would end the process.
    socket.on('error', fail);
    socket.once('close', closed);
    socket.once(event, () => {
      socket.off('close', closed);
      done(socket);
    });
  });
}
