import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { countedAs } from '../access/counted-as.ts';

export interface ConnectionLimits {
  /** Connections of one address that speak HTTP. */
  readonly mostOfOne: number;
  /** A proxy has connections of many: it is to limit them itself. */
  readonly isProxy: (address: string) => boolean;
}

/** Connections in all; the feed has its own limit below it. */
const MOST = 4_096;

/**
 * Holds the connections of one address down: a new one gets in, and the one goes that has asked for nothing for longest, so that slow ones
 * push each other out. A connection that became a WebSocket is the feed's, and counts no longer.
 */
export function capConnections(server: Server, { mostOfOne, isProxy }: ConnectionLimits): void {
  /** By address, and there by peer: who asked for nothing for longest comes first. */
  const open = new Map<string, Map<string, Socket>>();
  server.maxConnections = MOST;

  const leave = (address: string, peer: string): Socket | undefined => {
    const own = open.get(address);
    const socket = own?.get(peer);
    own?.delete(peer);
    if (own?.size === 0) open.delete(address);
    return socket;
  };
  const enter = (address: string, peer: string, socket: Socket): void => {
    const own = open.get(address) ?? new Map<string, Socket>();
    open.set(address, own.set(peer, socket));
  };

  server.on('connection', (socket: Socket) => {
    const { remoteAddress: from } = socket;
    if (from === undefined || isProxy(from)) return;
    const [address, peer] = [countedAs(from), peerOf(socket)];
    enter(address, peer, socket);
    socket.once('close', () => leave(address, peer));
    const [[silent, one] = []] = open.get(address) ?? [];
    if (silent === undefined || (open.get(address)?.size ?? 0) <= mostOfOne) return;
    leave(address, silent);
    one?.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage) => {
    const address = countedAs(socket.remoteAddress ?? '');
    const asked = leave(address, peerOf(socket));
    if (asked !== undefined) enter(address, peerOf(socket), asked);
  });
  server.on('upgrade', ({ socket }: IncomingMessage) => {
    leave(countedAs(socket.remoteAddress ?? ''), peerOf(socket));
    // Nobody else is there to take it.
    if (server.listenerCount('upgrade') === 1) socket.destroy();
  });
}

/** The same for a connection and for the TLS upon it. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
