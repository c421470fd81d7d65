import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';

/** What of a socket a session of the package touches. */
export interface AgentSocket {
  on(event: 'message' | 'close' | 'error', listener: (datagram: Buffer & Error) => void): void;
  send(datagram: Buffer, offset: number, length: number, port: number, address: string, done: (error: Error | null) => void): void; // prettier-ignore
  ref(): void;
  unref(): void;
  close(): void;
}

/** A UDP socket that hears one agent alone, in the form in which the package wants it. */
export interface Link {
  readonly socket: AgentSocket;
  readonly family: 'udp4' | 'udp6';
  /** How many datagrams of the agent came, and how many of them could not be read. */
  readonly heard: number;
  readonly unread: number;
  /** Counts one that could not be read. */
  readonly onUnread: () => void;
  /** Told when the system says that nobody is there. */
  onFault: (error: Error) => void;
}

const nobody: Link['onFault'] = () => undefined;

/** The most that an answer may have, in bytes: what we ask for fits in a third of it. */
const LONGEST = 16 * 1024;

/** Connects a socket: then the system drops what others send, and tells of a port where nobody listens. */
export async function link(address: string, port: number): Promise<Link> {
  const family = isIP(address) === 6 ? 'udp6' : 'udp4';
  const socket = await connected(createSocket(family), address, port);
  const state = { heard: 0, unread: 0, onFault: nobody };
  socket.on('error', (error) => state.onFault(error));
  socket.on('message', () => (state.heard += 1));
  const onUnread = (): void => {
    state.unread += 1;
  };
  return Object.assign(state, { family, onUnread, socket: guarded(socket, onUnread) } as const);
}

function connected(socket: Socket, address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      socket.close();
      reject(error);
    };
    socket.once('error', refuse);
    socket.connect(port, address, () => {
      socket.off('error', refuse);
      resolve(socket);
    });
  });
}

/** The package must not throw within an event, nor be given what is too long. */
function guarded(socket: Socket, onUnread: () => void): AgentSocket {
  let open = true;
  return {
    on: (event, listener) => {
      if (event === 'close') socket.on('close', listener);
      // Errors are the link's: the package would take one for the name of an event.
      if (event !== 'message') return;
      socket.on('message', (datagram) => {
        try {
          if (datagram.length > LONGEST) onUnread();
          else listener(datagram as Buffer & Error); // border: the listener of this event
        } catch {
          // A shape that nobody thought of: as good as no answer.
          onUnread();
        }
      });
    },
    send: (datagram, offset, length, _port, _address, done) => {
      if (open) socket.send(datagram, offset, length, done);
    },
    ref: () => open && socket.ref(),
    unref: () => open && socket.unref(),
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}
