import { EventEmitter, once } from 'node:events';

import type { Batch, StoredMessage } from '../../../server/domain/batch.ts';
import type { SnmpEngine } from '../../../server/domain/snmp.ts';
import { startReceiver, type Receiver, type ReceiverOptions } from '../../../collectors/receive.ts';
import { unpacked } from '../../../server/domain/packed.ts';

/** Where the devices of these tests are. */
export const HERE = ['127.0.0.1', '::1'];

/** What a receiver thread has handed over. */
export class Kept {
  readonly batches: Batch[] = [];
  readonly engines: SnmpEngine[] = [];
  readonly #heard = new EventEmitter();

  /** Starts one that hands over to it. */
  start(options: Partial<ReceiverOptions> = {}): Promise<Receiver> {
    const take = (batch: Batch): Promise<void> => {
      this.batches.push(structuredClone(batch));
      this.#heard.emit('heard');
      return Promise.resolve();
    };
    return startReceiver(
      { take },
      {
        ...{
          port: 0,
          firstMessage: 1,
          epoch: 5,
          admission: { known: HERE, room: 0, storing: Object.fromEntries(HERE.map((one) => [one, 'all'])) },
        },
        onFault: (error) => {
          throw error;
        },
        onEngines: (engines) => {
          this.engines.push(...engines);
          this.#heard.emit('heard');
        },
        ...options,
      },
    );
  }

  get rows(): readonly StoredMessage[] {
    return this.batches.flatMap(({ rows }) => unpacked(rows)); // as it was serialised
  }

  /** How the datagrams of traps have ended, as of the last batch. */
  get buckets(): Readonly<Record<string, number>> {
    return this.batches.at(-1)?.others?.find(({ collector }) => collector === 'traps')?.buckets ?? {};
  }

  async until(enough: (kept: this) => boolean): Promise<void> {
    while (!enough(this)) await once(this.#heard, 'heard');
  }
}
