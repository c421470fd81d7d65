import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { measureDelay } from './thread-delay.ts';

/** Where a thread is asked (`ask`), and answers with its `LoopDelay`. */
export const LOOP_DELAY = 'loop-delay';

// Given to Node by --import, this measures each thread that a process starts, without that thread's doing.
if (!isMainThread) {
  const told = measureDelay();
  const channel = new BroadcastChannel(LOOP_DELAY);
  channel.onmessage = ({ data }: { readonly data: unknown }) => {
    if (data === 'ask') channel.postMessage(told());
  };
  channel.unref();
}
