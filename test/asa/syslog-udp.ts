import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** Where lines go and where they seem to come from; `most` is the greatest rate in lines per second, so that a burst is spread. */
export interface SyslogTarget {
  readonly host: string;
  readonly port: number;
  /** The local address to send from: it is what tells one device from another. */
  readonly from: string;
  readonly most: number;
}

/** Lines that wait or are on their way to the kernel at once before `room` says no. */
const full = 4096;

/** Opens a sender of syslog over UDP; rejects if the local address cannot be bound. */
export async function openSyslogUdp(target: SyslogTarget): Promise<SyslogUdp> {
  const type = isIPv6(target.from) ? 'udp6' : 'udp4';
  // Addresses are literal: a look-up per datagram would cost more than the datagram.
  const socket = createSocket({ type, lookup: (host, _, found) => found(null, host, type === 'udp6' ? 6 : 4) });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: target.from, port: 0 }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  return new SyslogUdp(socket, target);
}

/** Sends lines one datagram each, in order, and counts what the kernel took. */
export class SyslogUdp {
  /** Datagrams that the kernel took, and those that it refused. */
  handedOver = 0;
  refused = 0;
  readonly #socket: Socket;
  readonly #target: SyslogTarget;
  #waiting: (string | Uint8Array)[] = [];
  #begun = 0;
  #onTheWay = 0;
  #sentUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #watchers: { readonly below: number; readonly resolve: () => void }[] = [];

  constructor(socket: Socket, target: SyslogTarget) {
    this.#socket = socket;
    this.#target = target;
  }

  /** Lines that the kernel has not taken yet. */
  get queued(): number {
    return this.#waiting.length - this.#begun + this.#onTheWay;
  }

  send(line: string | Uint8Array): void {
    this.#waiting.push(line);
    this.#timer ??= setTimeout(this.#pump, 0);
  }

  /** `undefined` while there is room for more lines, else a promise of it. */
  room(): Promise<void> | undefined {
    return this.queued < full ? undefined : this.#below(full / 2);
  }

  /** Resolves when the kernel has taken all. */
  async flush(): Promise<void> {
    if (this.queued > 0) await this.#below(1);
  }

  async close(): Promise<void> {
    await this.flush();
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  readonly #pump = (): void => {
    const { host, port, most } = this.#target;
    const now = performance.now();
    // What was not used of the rate is lost after 10 ms, or a pause would end in a burst.
    this.#sentUntil = Math.max(this.#sentUntil, now - 10);
    for (; this.#sentUntil < now && this.#begun < this.#waiting.length; this.#sentUntil += 1000 / most) {
      const line = this.#waiting[this.#begun++] ?? '';
      this.#onTheWay += 1;
      this.#socket.send(line, port, host, this.#done);
    }
    if (this.#begun === this.#waiting.length) {
      this.#waiting = [];
      this.#begun = 0;
    }
    this.#timer = this.#waiting.length > 0 ? setTimeout(this.#pump, 1) : undefined;
  };

  readonly #done = (error: Error | null): void => {
    this.#onTheWay -= 1;
    if (error === null) this.handedOver += 1;
    else this.refused += 1;
    const ready = this.#watchers.filter(({ below }) => this.queued < below);
    if (ready.length === 0) return;
    this.#watchers = this.#watchers.filter((watcher) => !ready.includes(watcher));
    for (const { resolve } of ready) resolve();
  };

  #below(below: number): Promise<void> {
    return new Promise((resolve) => this.#watchers.push({ below, resolve }));
  }
}
