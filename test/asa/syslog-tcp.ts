import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SyslogTarget } from './syslog-udp.ts';

/** How a stream tells where a line ends (RFC 6587, and what an ASA does). */
export const framings = ['lf', 'crlf', 'nul', 'octets'] as const;
export type Framing = (typeof framings)[number];

/** Where lines go; `ca` is the PEM of the authority that TLS trusts: without it, plain TCP. */
export interface TcpTarget extends Omit<SyslogTarget, 'most'> {
  readonly framing: Framing;
  readonly ca?: string;
}

/** After so many lines an ASA sends a blank after the line feed (domain facts, A4). */
const strayEvery = 61;
/** Bytes that wait for the socket before `room` says no. */
const full = 1 << 20;

/** Opens a sender of syslog over TCP or TLS; rejects if there is no connection, or if the server's certificate is not trusted. */
export async function openSyslogTcp(target: TcpTarget): Promise<SyslogTcp> {
  const { host, port, from, ca } = target;
  const to = { host, port, localAddress: from };
  // As an ASA without `reference-identity`: the chain must be trusted, the name does not matter.
  const socket = ca === undefined ? connect(to) : connectTls({ ...to, ca, checkServerIdentity: () => undefined });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once(ca === undefined ? 'connect' : 'secureConnect', () => {
      socket.off('error', reject);
      resolve();
    });
  });
  return new SyslogTcp(socket, target.framing);
}

/** Sends lines over one connection, in order. When it breaks, all that follows is refused: an ASA has no memory either. */
export class SyslogTcp {
  /** Lines that the socket took, and those that came too late for it. */
  handedOver = 0;
  refused = 0;
  readonly #socket: Socket;
  readonly #framing: Framing;
  #lines = 0;
  #broken = false;
  #watchers: (() => void)[] = [];

  constructor(socket: Socket, framing: Framing) {
    this.#socket = socket;
    this.#framing = framing;
    socket.setNoDelay(true);
    socket.resume();
    socket.on('drain', this.#wake);
    // What was broken is counted with every line that follows; `close` comes after any error.
    socket.on('error', () => (this.#broken = true));
    socket.on('close', () => {
      this.#broken = true;
      this.#wake();
    });
  }

  get queued(): number {
    return this.#socket.writableLength;
  }

  send(line: string): void {
    if (this.#broken) {
      this.refused += 1;
      return;
    }
    this.handedOver += 1;
    this.#socket.write(this.#framed(line));
  }

  /** `undefined` while there is room for more lines, else a promise of it. */
  room(): Promise<void> | undefined {
    if (this.#broken || this.queued < full) return undefined;
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  /** Sends what waits and closes the connection. */
  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.end();
    });
  }

  #framed(line: string): string {
    this.#lines += 1;
    switch (this.#framing) {
      case 'lf':
        return this.#lines % strayEvery === 0 ? `${line}\n ` : `${line}\n`;
      case 'crlf':
        return `${line}\r\n`;
      case 'nul':
        return `${line}\0`;
      case 'octets':
        return `${Buffer.byteLength(line)} ${line}`;
      default:
        return this.#framing satisfies never;
    }
  }

  readonly #wake = (): void => {
    for (const resolve of this.#watchers.splice(0)) resolve();
  };
}
