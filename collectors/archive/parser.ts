import { Worker } from 'node:worker_threads';

import type { ReadBlock } from '../../server/domain/archive.ts';
import type { NamesKept } from '../receive.ts';
import type { ArchiveDevices, ArchiveTimes } from './reading.ts';

/** What the thread is made with. */
export interface ParserData {
  readonly names: NamesKept;
  readonly devices: ArchiveDevices;
}

export type ToParser =
  { readonly kind: 'begin'; readonly times: ArchiveTimes } | { readonly kind: 'block'; readonly text: string };

export type FromParser = ReadBlock;

/** The thread that reads lines of archives. */
export interface Parser {
  /** Another archive begins. */
  begin(times: ArchiveTimes): void;
  /** Reads whole lines; blocks are read in the order in which they are given. Rejects if the thread has died. */
  read(text: string): Promise<ReadBlock>;
  stop(): Promise<void>;
}

/** Of its memory, in megabytes: what it reads is thrown away at once, so that much young space is only a large one. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** Starts the thread. */
export function startParser(data: ParserData): Parser {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: data, resourceLimits: LIMITS });
  const waiting: { readonly done: (block: ReadBlock) => void; readonly fail: (fault: Error) => void }[] = [];
  let died: Error | undefined;
  const end = (fault: Error): void => {
    died ??= fault;
    for (const one of waiting.splice(0)) one.fail(died);
  };
  worker.on('message', (block: FromParser) => waiting.shift()?.done(block));
  worker.on('error', (cause) => end(new Error('the reader of archives died', { cause })));
  worker.on('exit', () => end(new Error('the reader of archives has ended')));
  return {
    begin: (times) => worker.postMessage({ kind: 'begin', times } satisfies ToParser),
    read: (text) =>
      new Promise((done, fail) => {
        if (died !== undefined) {
          fail(died);
          return;
        }
        waiting.push({ done, fail });
        worker.postMessage({ kind: 'block', text } satisfies ToParser);
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}
