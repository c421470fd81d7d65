import { Worker } from 'node:worker_threads';

import type { Batch, Sink } from '../server/domain/batch.ts';
import type { HealthRow } from '../server/domain/feed.ts';
import { bytesOf, jsonOf, type Bytes } from '../server/domain/packed.ts';
import type { SnmpEngine } from '../server/domain/snmp.ts';
import type { CertificateFiles } from './certificate.ts';
import type { Stop } from './collector.ts';
import type { HandedSockets } from './handed.ts';
import type { TrapAccess } from './snmp/trap-access.ts';
import type { TrapOptions } from './snmp/trap-listen.ts';
import { delivery, type Delivery } from './syslog/deliver.ts';
import type { Admission } from './syslog/intake.ts';

export type { TrapAccess } from './snmp/trap-access.ts';
export type { TrapOptions } from './snmp/trap-listen.ts';
export type { Admission } from './syslog/intake.ts';

export interface ReceiverOptions {
  /** UDP; 0 for any. */
  readonly port: number;
  /** TCP; 0 for any. Without one there is no syslog over TCP. */
  readonly tcpPort?: number | undefined;
  /** TLS; 0 for any. Without it there is no syslog over TLS. */
  readonly tls?: TlsListener | undefined;
  /** Without them there is no receiver of traps. */
  readonly traps?: TrapOptions | undefined;
  /** Sockets that take the place of these ports. */
  readonly handed?: HandedSockets;
  /** Told of SNMP engines that were new, or were heard again: a device's first one is accepted. */
  readonly onEngines?: (engines: readonly SnmpEngine[]) => void;
  /** The first message id that may be given. */
  readonly firstMessage: number;
  /** Above that of every earlier start. */
  readonly epoch: number;
  readonly admission: Admission;
  /** Told once if the receiver dies. */
  readonly onFault: (error: Error) => void;
  /** The most that may wait to be stored, in bytes of memory (64 MiB); what is more is counted as `overflow`. */
  readonly queueBytes?: number;
  /** What is kept of names that may be passwords; as they are, if left out. */
  readonly names?: NamesKept;
  /** How long TCP may wait to be read while the queue is over half full, in milliseconds (5,000). */
  readonly longestHold?: number;
}

/** The key that failed names are hashed with (none: they are kept as they are), and the names that are no passwords. */
export interface NamesKept {
  readonly key: Uint8Array | undefined;
  readonly known: readonly string[];
}

/** A port, and the paths of a certificate and its key. */
export interface TlsListener extends CertificateFiles {
  readonly port: number;
}

/** What is listened on. */
interface Ports {
  readonly port: number;
  readonly tcpPort: number | undefined;
  readonly tlsPort: number | undefined;
  readonly trapPort: number | undefined;
}

/** The counts of what is received: of syslog with all that was stored, and of what is counted beside it. */
interface Counted {
  readonly health: HealthRow;
  readonly others: readonly HealthRow[];
}

/** The receiver thread, listening. */
export interface Receiver extends Ports {
  /** Closes the sockets and flushes what was received through the sink. Rejects if that takes longer than `FLUSH`. */
  readonly stop: Stop;
  readonly admit: (admission: Admission) => void;
  /** Tells of further names that are no passwords. */
  readonly know: (names: readonly string[]) => void;
  /** Nobody is known by that name any more, in no domain if it has none. */
  readonly forget: (name: string) => void;
  /** By what traps are believed from now on, and the engines that are known. */
  readonly traps: (accesses: readonly TrapAccess[]) => void;
  /** The counts as of the last batch that was stored, or up to a second ago while one cannot be. */
  readonly health: () => HealthRow;
  /** Those of traps, where they are received. */
  readonly others: () => readonly HealthRow[];
}

export type ReceiverData = Required<Omit<ReceiverOptions, 'onFault' | 'onEngines'>>;

export type ToReceiver =
  | { readonly kind: 'admit'; readonly admission: Admission }
  | { readonly kind: 'know'; readonly names: readonly string[] }
  | { readonly kind: 'forget'; readonly name: string }
  | { readonly kind: 'traps'; readonly accesses: readonly TrapAccess[] }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'stop' };
/** A batch as it crosses to the main thread: as bytes, which are handed over. A copy of its things, or of long strings, takes many times as long. */
interface Sent {
  readonly rows: CountedBatch['rows'];
  /** The rest of it, as JSON. */
  readonly said: Bytes;
}

/** What is handed over of what is sent. */
export function handedOver({ rows, said }: Sent): readonly ArrayBuffer[] {
  return [said, ...rows.flatMap(({ shapes, lines, words }) => [shapes, lines, words])].map(({ buffer }) => buffer);
}

/** The batch as it is sent. */
export function sent({ rows, ...said }: CountedBatch): Sent {
  return { rows, said: bytesOf(said) };
}

/** A batch of the receiver: with its counts. */
export type CountedBatch = Batch & Required<Pick<Batch, 'health'>>;

export type FromReceiver =
  | ({ readonly kind: 'listening' } & Counted & Ports)
  | { readonly kind: 'refused'; readonly message: string }
  | ({ readonly kind: 'batch'; readonly last: boolean } & Sent)
  | { readonly kind: 'engines'; readonly engines: readonly SnmpEngine[] }
  | ({ readonly kind: 'pulse' } & Counted);

const QUEUE = 64 * 1024 * 1024;
/** How long `stop` tries to store what was received, in milliseconds. */
const FLUSH = 10_000;
/**
 * How long TCP waits for a slow disk, in milliseconds. What an ASA does with a server that does not read is as bad as with none: when its
 * queue (512 messages by default) is full it refuses all new connections through it. The kernel's buffers and that queue hold about 1,000
 * messages, so 5 s are safe up to some 200/s, and above that our own queue has to be, and is, long enough: half of it is some 120,000 messages
 * (35,000 of the VPN).
 */
const LONGEST_HOLD = 5_000;

/** Starts the syslog receiver in a thread of its own. Resolves once it listens; rejects with a clear error if it cannot. */
export async function startReceiver(sink: Sink, options: ReceiverOptions): Promise<Receiver> {
  const thread = new ReceiverThread(sink, options);
  const { port, tcpPort, tlsPort, trapPort } = await thread.listening;
  return {
    ...{ port, tcpPort, tlsPort, trapPort },
    stop: () => thread.stop(),
    admit: (admission) => thread.tell({ kind: 'admit', admission }),
    know: (names) => thread.tell({ kind: 'know', names }),
    forget: (name) => thread.tell({ kind: 'forget', name }),
    traps: (accesses) => thread.tell({ kind: 'traps', accesses }),
    health: () => thread.health(),
    others: () => thread.counted().others,
  };
}

class ReceiverThread {
  readonly #worker: Worker;
  readonly #delivery: Delivery;
  readonly #onEngines: ReceiverOptions['onEngines'];
  #delivering = false;
  #counted: Counted | undefined;
  #ended = false;
  /** Who is told when the thread ends: first the one who starts it, then `onFault`, at last the one who stops it. */
  #onEnd: (fault?: Error) => void = () => undefined;
  #stopped: Promise<void> | undefined;
  readonly listening: Promise<Ports>;

  constructor(sink: Sink, { onFault, onEngines, ...options }: ReceiverOptions) {
    const { tcpPort, tls, traps, handed = {}, queueBytes = QUEUE, longestHold = LONGEST_HOLD } = options;
    const { names = { key: undefined, known: [] } } = options;
    const workerData: ReceiverData = { ...options, tcpPort, tls, traps, handed, queueBytes, longestHold, names };
    this.#onEngines = onEngines;
    this.#delivery = delivery(sink);
    // The compiled name: threads start from the build.
    this.#worker = new Worker(new URL('./receiver.js', import.meta.url), { workerData });
    this.listening = new Promise((resolve, reject) => {
      this.#onEnd = (fault) => reject(fault ?? new Error('the receiver thread ended before it listened'));
      this.#worker.on('message', (message: FromReceiver) => {
        if (message.kind === 'listening') {
          this.#onEnd = (fault) => onFault(fault ?? new Error('the receiver thread ended'));
          this.#counted = message;
          resolve(message);
        } else this.#hear(message);
      });
    });
    this.#worker.on('error', (cause) => this.#end(new Error('the receiver thread failed', { cause })));
    this.#worker.on('exit', () => this.#end());
  }

  tell(message: ToReceiver): void {
    this.#worker.postMessage(message);
  }

  health(): HealthRow {
    const { health } = this.counted();
    const failure = this.#delivery.failure();
    if (failure === undefined) return health;
    return { ...health, warnings: [...health.warnings, `messages cannot be stored, and wait: ${failure}`] };
  }

  counted(): Counted {
    if (this.#counted === undefined) throw new Error('the receiver does not listen yet');
    return this.#counted;
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    if (this.#ended) return;
    const flushed = new Promise<void>((resolve, reject) => {
      this.#onEnd = (fault) => (fault === undefined ? resolve() : reject(fault));
    });
    const deadline = setTimeout(() => {
      this.#delivery.giveUp();
      const why = this.#delivery.failure() ?? 'the store does not answer';
      this.#end(new Error(`stopped before everything that was received could be stored: ${why}`));
    }, FLUSH);
    this.tell({ kind: 'stop' });
    this.#delivery.hurry();
    try {
      await flushed;
    } finally {
      clearTimeout(deadline);
      await this.#worker.terminate();
    }
  }

  #hear(message: Exclude<FromReceiver, { kind: 'listening' }>): void {
    switch (message.kind) {
      case 'refused':
        this.#end(new Error(message.message));
        return;
      case 'batch':
        // The border: `sent` made it.
        void this.#take({ ...(jsonOf(message.said) as Omit<CountedBatch, 'rows'>), rows: message.rows }, message.last);
        return;
      case 'pulse':
        // One that was sent before the batch that it waited for was taken is out of date.
        if (this.#delivering) this.#counted = message;
        return;
      case 'engines':
        this.#onEngines?.(message.engines);
    }
  }

  async #take(batch: CountedBatch, last: boolean): Promise<void> {
    this.#delivering = true;
    const taken = await this.#delivery.deliver(batch);
    this.#delivering = false;
    if (!taken) return;
    this.#counted = { health: batch.health, others: batch.others ?? [] };
    if (last) this.#end();
    else this.tell({ kind: 'acknowledge' });
  }

  #end(fault?: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(fault);
  }
}
