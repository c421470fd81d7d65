import type { Socket } from 'node:dgram';

import type { HealthRow } from '../../server/domain/feed.ts';
import type { SnmpEngine } from '../../server/domain/snmp.ts';
import type { Handed } from '../handed.ts';
import { kernelCounts } from '../syslog/kernel.ts';
import { bufferWarning, raiseReceiveBuffer, WANTED_BUFFER } from '../syslog/receive-buffer.ts';
import { bindUdp4, bindUdp6, closeUdp, type UdpPort } from '../syslog/udp-socket.ts';
import type { TrapAccess } from './trap-access.ts';
import { TrapReceiver, type TrapReceiverOptions } from './trap-receiver.ts';

/** Where traps are received, and by what they are believed. */
export interface TrapOptions {
  /** UDP; 0 for any. */
  readonly port: number;
  readonly accesses: readonly TrapAccess[];
  /** Sockets that take the place of the port. */
  readonly handed?: Handed | undefined;
  /** Whether informs are taken too, and answered where they are believed; an ASA sends none. */
  readonly informs?: boolean;
}

export interface ListenTraps extends Omit<TrapReceiverOptions, 'accesses' | 'informs'> {
  readonly traps: TrapOptions;
  /** Something was taken. */
  readonly onTaken: () => void;
  /** Engines of which something new was heard. */
  readonly onEngines: (engines: readonly SnmpEngine[]) => void;
  /** A socket broke. */
  readonly onFault: (error: Error) => void;
}

/** How often the main thread is told of engines that it knows already, in milliseconds. */
const REPORT = 10_000;

/** Listens for traps on a port of every address. Rejects with a clear error when it is not to be had. */
export async function listenTraps(options: ListenTraps): Promise<TrapListener> {
  const { traps, onTaken, onFault } = options;
  const receiver = new TrapReceiver({ ...options, ...traps, informs: traps.informs ?? false });
  const udp: UdpPort = {
    ...{ port: traps.port, handed: traps.handed, setting: 'TRAP_PORT', what: 'send traps', onFault },
    onDatagram: (datagram, { address, port }, socket) => {
      const reply = receiver.receive(datagram, address);
      if (reply !== undefined) socket.send(reply, port, address);
      onTaken();
    },
  };
  const four = await bindUdp4(udp);
  try {
    const { port } = four.address();
    const { socket: six, warning } = await bindUdp6({ ...udp, port, random: traps.port === 0 });
    return new TrapListener(options, receiver, six === undefined ? [four] : [four, six], warning);
  } catch (error) {
    await closeUdp(four);
    throw error;
  }
}

/** The sockets for traps, and what is known of them. */
export class TrapListener {
  readonly port: number;
  readonly #receiver: TrapReceiver;
  readonly #ticks: () => number;
  readonly #onEngines: ListenTraps['onEngines'];
  readonly #sockets: readonly Socket[];
  readonly #receiveBuffer: number;
  readonly #warnings: readonly string[];
  #kernelDropped = 0;
  #reported = -Infinity;

  constructor(options: ListenTraps, receiver: TrapReceiver, sockets: readonly [Socket, ...Socket[]], warning?: string) {
    this.port = sockets[0].address().port;
    this.#receiver = receiver;
    this.#ticks = options.ticks;
    this.#onEngines = options.onEngines;
    this.#sockets = sockets;
    this.#receiveBuffer = Math.min(...sockets.map(raiseReceiveBuffer));
    this.#warnings = [warning, bufferWarning(this.#receiveBuffer)].filter((one) => one !== undefined);
  }

  /** By what traps are believed from now on. */
  believe(accesses: readonly TrapAccess[]): void {
    this.#receiver.believe(accesses);
  }

  /** Reads what the kernel dropped. Returns the bytes that wait in it. */
  async readKernel(): Promise<number> {
    const { dropped = 0, waiting = 0 } = (await kernelCounts(this.port)) ?? {};
    this.#kernelDropped = Math.max(this.#kernelDropped, dropped);
    return waiting;
  }

  /** Tells of engines, if there is something that is worth it. */
  reportEngines({ all }: { readonly all: boolean } = { all: false }): void {
    const now = this.#ticks();
    if (!all && !this.#receiver.engines.urgent && now - this.#reported < REPORT) return;
    this.#reported = now;
    const engines = this.#receiver.engines.report();
    if (engines.length > 0) this.#onEngines(engines);
  }

  health(): HealthRow {
    const { buckets, outcomes, notes } = this.#receiver.counts();
    const lost = `${this.#kernelDropped} traps were lost because they came faster than they could be read`;
    return {
      collector: 'traps',
      ports: { udp: this.port },
      buckets: { ...buckets, kernelDropped: this.#kernelDropped },
      outcomes,
      notes,
      receiveBuffer: { effective: this.#receiveBuffer, wanted: WANTED_BUFFER },
      queuedBytes: 0, // they wait with the messages of syslog
      warnings: [...this.#warnings, ...this.#receiver.warnings, ...(this.#kernelDropped === 0 ? [] : [lost])],
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#sockets.map(closeUdp));
  }
}
