import { Worker } from 'node:worker_threads';

import type { ReadBlock } from '../../server/domain/archive.ts';
import type { Bytes, Packed } from '../../server/domain/packed.ts';
import type { NamesKept } from '../receive.ts';
import type { ArchiveDevices, ArchiveTimes } from './reading.ts';

/** What the thread is made with. */
export interface ParserData {
  readonly names: NamesKept;
  readonly devices: ArchiveDevices;
}

export type ToParser =
  | { readonly kind: 'begin'; readonly times: ArchiveTimes }
  | { readonly kind: 'block'; readonly text: Bytes }
  | { readonly kind: 'pack'; readonly ids: Float64Array<ArrayBuffer> };

export type FromParser =
  { readonly kind: 'read'; readonly block: ReadBlock } | { readonly kind: 'packed'; readonly rows: readonly Packed[] };

/** The thread that reads lines of archives, and packs them. What crosses is handed over. */
export interface Parser {
  /** Another archive begins. */
  begin(times: ArchiveTimes): void;
  /** Reads whole lines in UTF-8, whose bytes are no more afterwards; blocks are read in the order in which they are given. Rejects if the thread has died. */
  read(text: Bytes): Promise<ReadBlock>;
  /** Packs the oldest block that was read and is not packed, with the ids of its lines: 0 where one is not to be kept. The ids are no more afterwards. */
  pack(ids: Float64Array<ArrayBuffer>): Promise<readonly Packed[]>;
  stop(): Promise<void>;
}

/** Of its memory, in megabytes: what it reads is thrown away once it is packed, so that much young space is only a large one. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** Starts the thread. */
export function startParser(data: ParserData): Parser {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: data, resourceLimits: LIMITS });
  const reading = new Waiting<ReadBlock>();
  const packing = new Waiting<readonly Packed[]>();
  let died: Error | undefined;
  const end = (fault: Error): void => {
    died ??= fault;
    reading.fail(died);
    packing.fail(died);
  };
  worker.on('message', (message: FromParser) => {
    if (message.kind === 'read') reading.done(message.block);
    else packing.done(message.rows);
  });
  worker.on('error', (cause) => end(new Error('the reader of archives died', { cause })));
  worker.on('exit', () => end(new Error('the reader of archives has ended')));
  const ask = <T>(waiting: Waiting<T>, message: ToParser, moved: ArrayBuffer): Promise<T> => {
    if (died !== undefined) return Promise.reject(died);
    worker.postMessage(message, [moved]);
    return waiting.next();
  };
  return {
    begin: (times) => worker.postMessage({ kind: 'begin', times } satisfies ToParser),
    read: (text) => ask(reading, { kind: 'block', text }, text.buffer),
    pack: (ids) => ask(packing, { kind: 'pack', ids }, ids.buffer),
    stop: async () => {
      await worker.terminate();
    },
  };
}

/** Whoever waits for an answer, in the order in which they asked. */
class Waiting<T> {
  readonly #all: { readonly done: (value: T) => void; readonly fail: (fault: Error) => void }[] = [];

  next(): Promise<T> {
    return new Promise((done, fail) => this.#all.push({ done, fail }));
  }

  done(value: T): void {
    this.#all.shift()?.done(value);
  }

  fail(fault: Error): void {
    for (const one of this.#all.splice(0)) one.fail(fault);
  }
}
