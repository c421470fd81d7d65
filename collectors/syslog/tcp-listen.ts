import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { CertificateFiles } from '../certificate.ts';
import type { Handed, HandedSockets } from '../handed.ts';
import { Connections, type Connection } from './connections.ts';
import type { Intake } from './intake.ts';
import { listenTcp, type ListeningTcp } from './tcp.ts';
import { Flow } from './tcp-flow.ts';
import { readStream } from './tcp-stream.ts';
import { keyOf, startTls, type Tls } from './tls.ts';

/** What is listened for, and who takes what comes. */
export interface StreamsOptions {
  readonly intake: Pick<Intake, 'receive' | 'knows' | 'queuedBytes'>;
  /** TCP port, 0 for any; without one, none is listened on. */
  readonly tcpPort: number | undefined;
  readonly tls: ({ readonly port: number } & CertificateFiles) | undefined;
  /** Sockets that take the place of these ports. */
  readonly handed?: HandedSockets;
  /** The most that may wait to be stored, in bytes. */
  readonly queueBytes: number;
  /** How long reading may wait for the queue, in milliseconds. */
  readonly longestHold: number;
  /** Something was taken. */
  readonly onTaken: () => void;
  /** A listener broke. */
  readonly onFault: (error: Error) => void;
}

/** Connections in all, of one sender, and of senders that are refused. */
const LIMITS = { most: 1_000, mostOfOne: 32, mostOfStrangers: 100 };
/** Silence after which the kernel asks whether the other side is still there, in milliseconds: syslog itself may be silent for days. */
const KEEPALIVE = 60_000;
/** Turns of the event loop without anything new, after which nothing more is expected of the kernel. */
const CALM = 5;
/** How long a TLS handshake may take, in milliseconds. */
const HANDSHAKE = 10_000;

/** Listens for syslog over TCP and TLS where that is asked for. Rejects with a clear error when a port or a certificate is not to be had. */
export async function listenStreams(options: StreamsOptions): Promise<Streams> {
  const streams = new Streams(options);
  try {
    await streams.listen();
    return streams;
  } catch (error) {
    streams.close();
    throw error;
  }
}

/** Syslog over TCP and TLS. */
export class Streams {
  readonly #options: StreamsOptions;
  readonly #flow: Flow;
  readonly #connections: Connections;
  readonly #listeners: ListeningTcp[] = [];
  /** Those of them whose sockets somebody else holds open: whoever connects there waits for the process after us. */
  readonly #held: ListeningTcp[] = [];
  #tls: Tls | undefined;
  /** The socket that is read, or that begins its handshake. */
  readonly #sockets = new Map<Connection, Socket>();
  /** Connections whose handshake is under way, by `keyOf`. */
  readonly #handshakes = new Map<string, Connection>();
  #failedHandshakes = 0;
  /** Connections that came after `end`. */
  readonly #late = new Set<Socket>();
  #ending = false;
  /** Rises with each connection, and each time one says something. */
  #turns = 0;
  #onEmpty: () => void = () => undefined;
  tcpPort: number | undefined;
  tlsPort: number | undefined;

  constructor(options: StreamsOptions) {
    const { intake, queueBytes, longestHold } = options;
    this.#options = options;
    this.#flow = new Flow({
      queued: () => intake.queuedBytes,
      high: queueBytes / 2,
      low: queueBytes / 4,
      longest: longestHold,
    });
    this.#connections = new Connections({ ...LIMITS, knows: (from) => intake.knows(from) });
  }

  async listen(): Promise<void> {
    const { tcpPort, tls, handed = {} } = this.#options;
    if (tcpPort !== undefined) {
      this.tcpPort = await this.#listen('SYSLOG_TCP_PORT', tcpPort, handed.tcp, (raw) => {
        const connection = this.#accept(raw);
        if (connection !== undefined) this.#read(connection, raw, 'tcp');
      });
    }
    if (tls === undefined) return;
    this.#tls = startTls({
      files: tls,
      handshake: HANDSHAKE,
      onSecure: (socket, key) => this.#secure(socket, key),
      onFailure: () => (this.#failedHandshakes += 1),
    });
    this.tlsPort = await this.#listen('SYSLOG_TLS_PORT', tls.port, handed.tls, (raw) => {
      const connection = this.#accept(raw);
      if (connection === undefined) return;
      const key = keyOf(raw);
      this.#handshakes.set(key, connection);
      raw.on('close', () => this.#handshakes.delete(key));
      this.#follow(connection, raw);
      this.#tls?.secure(raw);
    });
  }

  get warnings(): readonly string[] {
    return [
      ...this.#listeners.flatMap(({ warnings }) => warnings),
      ...(this.#tls?.warnings() ?? []),
      ...(this.#flow.holds ? ['messages cannot be stored fast enough: reading of TCP waits'] : []),
    ];
  }

  /** Counts that are no buckets. */
  get notes(): Readonly<Record<string, number>> {
    return {
      connections: this.#connections.size,
      evicted: this.#connections.evicted,
      failedHandshakes: this.#failedHandshakes,
      held: this.#flow.held,
    };
  }

  /** Some of the queue has been stored. */
  relieve(): void {
    this.#flow.relieve();
  }

  /** Ends the connections, and takes what they still say, for `ms` at most. New ones wait in a socket that was handed over, and else are accepted, but not read. */
  async end(ms: number): Promise<void> {
    const end = performance.now() + ms / 2;
    this.#flow.close();
    await this.#quiet(end);
    this.#ending = true;
    for (const listener of this.#held) listener.close();
    if (this.#sockets.size === 0) return;
    const empty = new Promise<void>((resolve) => (this.#onEmpty = resolve));
    for (const socket of this.#sockets.values()) socket.end();
    const deadline = setTimeout(() => {
      for (const socket of this.#sockets.values()) socket.destroy();
    }, ms / 2);
    await empty;
    clearTimeout(deadline);
  }

  /** Waits until what the kernel holds already is accepted and read. */
  async #quiet(end: number): Promise<void> {
    for (let calm = 0; calm < CALM && performance.now() < end; calm += 1) {
      const before = this.#turns;
      await new Promise(setImmediate);
      if (this.#turns !== before || this.#handshakes.size > 0) calm = 0;
    }
  }

  /** Accepts no more. */
  close(): void {
    for (const listener of this.#listeners) listener.close();
    for (const raw of this.#late) raw.destroy();
  }

  async #listen(
    setting: string,
    port: number,
    handed: Handed | undefined,
    onSocket: (raw: Socket) => void,
  ): Promise<number> {
    const listening = await listenTcp(setting, port, onSocket, this.#options.onFault, handed);
    this.#listeners.push(listening);
    if (handed !== undefined) this.#held.push(listening);
    return listening.port;
  }

  #accept(raw: Socket): Connection | undefined {
    raw.on('error', theEndFollows);
    this.#turns += 1;
    if (this.#ending) {
      this.#late.add(raw.on('close', () => this.#late.delete(raw)));
      return undefined;
    }
    const from = raw.remoteAddress;
    if (from === undefined) {
      raw.destroy(); // it is gone already
      return undefined;
    }
    raw.setKeepAlive(true, KEEPALIVE);
    const connection = { from, heardAt: performance.now(), close: () => void raw.destroy() };
    this.#connections.opened(connection);
    raw.on('close', () => this.#connections.closed(connection));
    return connection;
  }

  #secure(socket: TLSSocket, key: string): void {
    socket.on('error', theEndFollows);
    const connection = this.#handshakes.get(key);
    this.#handshakes.delete(key);
    if (connection === undefined || this.#ending) socket.destroy();
    else this.#read(connection, socket, 'tls');
  }

  #read(connection: Connection, socket: Socket, transport: 'tcp' | 'tls'): void {
    const { intake, onTaken } = this.#options;
    readStream(socket, {
      flow: this.#flow,
      take: ({ text, cut, bad }) => intake.receive(text, connection.from, { transport, cut, bad }),
      heard: () => {
        this.#turns += 1;
        connection.heardAt = performance.now();
        onTaken();
      },
    });
    this.#follow(connection, socket);
  }

  /** Knows the socket until it is closed, or another follows it. */
  #follow(connection: Connection, socket: Socket): void {
    this.#sockets.set(connection, socket);
    socket.on('close', () => {
      if (this.#sockets.get(connection) === socket) this.#sockets.delete(connection);
      if (this.#sockets.size === 0) this.#onEmpty();
    });
  }
}

/** What broke a connection tells us nothing: its end comes as `close`. But an `error` that nobody hears would end the thread. */
function theEndFollows(): void {}
