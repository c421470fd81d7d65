import { BroadcastChannel } from 'node:worker_threads';

import { startReceiver } from '../../../collectors/receive.ts';
import { accessV3 } from '../../collectors/snmp/lab.ts';
import { LOOP_DELAY } from './loop-delay.ts';
import type { LoopDelay } from './thread-delay.ts';

/** What the process that receives tells: its ports, and when it is asked its counts. */
export type FromFloodReceiver =
  | { readonly kind: 'ports'; readonly port: number; readonly trapPort: number }
  | {
      readonly kind: 'counts';
      readonly delay: LoopDelay;
      readonly rows: number;
      readonly rss: number;
      readonly syslog: Readonly<Record<string, number>>;
      readonly traps: Readonly<Record<string, number>>;
    };

// A process with the real receiver thread and a sink that takes everything at once; `counts` and `stop` come from its parent.
const devices = Array.from({ length: 20 }, (_, n) => ({ device: n + 1, addresses: [`127.0.1.${n + 1}`] }));
let rows = 0;
const receiver = await startReceiver(
  {
    take: (batch) => {
      rows += batch.messages;
      return Promise.resolve();
    },
  },
  {
    ...{ port: 0, firstMessage: 1, epoch: 1 },
    admission: { known: ['127.0.0.1', ...devices.flatMap(({ addresses }) => addresses)], room: 0 },
    traps: { port: 0, accesses: devices.map((one) => accessV3('sha256', 'aes', one)) },
    onFault: (error) => {
      throw error;
    },
  },
);
const channel = new BroadcastChannel(LOOP_DELAY);
const tell = (message: FromFloodReceiver): void => void process.send?.(message);
channel.onmessage = ({ data }: { readonly data: unknown }) => {
  const { rss } = process.memoryUsage();
  const [traps] = receiver.others();
  tell({ kind: 'counts', delay: data as LoopDelay, rows, rss, syslog: receiver.health().buckets, traps: traps?.buckets ?? {} }); // prettier-ignore
};
process.on('message', (message) => {
  if (message === 'counts') channel.postMessage('ask');
  else void receiver.stop().then(() => process.exit(0));
});
tell({ kind: 'ports', port: receiver.port, trapPort: receiver.trapPort ?? 0 });
