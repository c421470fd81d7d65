import { startParser, type Parser } from '../../collectors/archive/parser.ts';
import type { ArchiveDevice } from '../../collectors/archive/reading.ts';
import type { Key } from '../access/key.ts';
import { STORING } from '../domain/storing.ts';
import { zoneOf } from '../domain/zone.ts';
import type { Config } from '../config.ts';
import type { ArchiveCounts, ArchiveMark } from '../domain/archive.ts';
import type { Device } from '../domain/device.ts';
import type { Bytes } from '../domain/packed.ts';
import { History } from '../record/history.ts';
import type { Store } from '../store/store.ts';
import { UsageFault } from './fault.ts';
import { claimOf, messageOf } from './stored-message.ts';

/** What is told of all files of a run. */
export interface ImportOrder {
  /** The name or an address of the device that every line is of. */
  readonly device?: string;
  /** The zone of stamps that tell none. */
  readonly zone?: string;
  /** What was cut off before is left as it is. */
  readonly leave?: true;
}

/** An archive as the desk is told of it. */
export interface ImportedFile {
  readonly name: string;
  readonly head: string;
  readonly headBytes: number;
  readonly size: number;
  /** Where stamps without a year are looked for, epoch milliseconds. */
  readonly near: number;
}

/** What a run came to beside its archives. */
export interface ImportClosed {
  /** Sessions that are open at the end of what was imported. */
  readonly left: number;
  /** Names of devices that are not watched, with how many lines bear each, the most first. */
  readonly strangers: readonly (readonly [name: string, lines: number])[];
}

/** What a desk works with. */
export interface DeskParts {
  readonly store: Store;
  readonly key: Key;
  readonly config: Pick<Config, 'failedNames' | 'retainMessages'>;
  readonly now: () => number;
  /** After how many lines what they mean is written (`HistoryOptions`). */
  readonly batch: number;
}

const DAY = 24 * 60 * 60_000;
const MOST_STRANGERS = 1000;

/** Where archives are handed in, block by block, and taken in by whoever has the database. */
export class ImportDesk {
  readonly #parser: Parser;
  readonly #history: History;
  readonly #device: string;
  readonly #strangers = new Map<string, number>();
  #taking: Promise<ArchiveCounts | undefined> = Promise.resolve(undefined);
  /** What was handed in before it, the last one first. */
  #before = [this.#taking, this.#taking];

  private constructor(parser: Parser, history: History, device: string) {
    this.#parser = parser;
    this.#history = history;
    this.#device = device;
  }

  static async open({ store, key, config, now, batch }: DeskParts, order: ImportOrder): Promise<ImportDesk> {
    if (order.zone !== undefined && zoneOf(order.zone) === undefined)
      throw new UsageFault(`--zone ${JSON.stringify(order.zone)}: neither a time zone (Europe/Paris) nor an offset (UTC+05:30)`); // prettier-ignore
    const adopted = (await store.devices()).filter(
      ({ state, addresses }) => state === 'adopted' && addresses.length > 0,
    );
    if (adopted.length === 0) throw new Error('no device is watched yet: tunnelwatch device add NAME ADDRESS');
    const hostnames = await store.archive.hostnames();
    const all = adopted.map((device) => archiveDevice(device, hostnames.get(device.id), order.zone));
    const every = order.device === undefined ? undefined : indexOf(adopted, order.device);
    const names = {
      key: config.failedNames === 'hash' ? key.names : undefined,
      known: await store.knownNames(),
    };
    const parser = startParser({ names, devices: { all, every, nameless: adopted.length === 1 ? 0 : undefined } });
    const { retainMessages: days } = config;
    const keptSince = days === undefined ? -Infinity : Math.floor((now() - days * DAY) / DAY) * DAY;
    if (order.leave === true) await store.archive.leave();
    const history = await History.open({
      ...{ archive: store.archive, now, keptSince, batch, devices: adopted },
      pack: (ids) => parser.pack(ids),
      keep: (rows) => store.keep(rows),
      claimOf: (message) => claimOf(messageOf(message)),
    });
    return new ImportDesk(parser, history, every === undefined ? '' : (adopted[every]?.name ?? ''));
  }

  /** An archive begins, or is gone on with: its mark tells from where. */
  async begin({ near, ...file }: ImportedFile): Promise<ArchiveMark> {
    await this.#taking;
    const key = { ...file, device: this.#device };
    const cut = this.#history.cutOff(key);
    if (cut !== undefined)
      throw new UsageFault(`the import of ${cut.name} was cut off: import that one first, it goes on where it was; if it is no more, or not wanted, say --leave`); // prettier-ignore
    const mark = await this.#history.begin(key);
    this.#parser.begin({ near, last: this.#history.lastTimes(), edges: this.#history.edges() });
    return mark;
  }

  /** Takes whole lines that end at this offset. Resolves once there is room for more, to what became of those that are decided upon. */
  async block(text: Bytes, offset: number): Promise<ArchiveCounts | undefined> {
    const read = this.#parser.read(text);
    read.catch(() => undefined); // told where it is waited for
    const behind = this.#before.at(-1);
    this.#before = [this.#taking, ...this.#before.slice(0, -1)];
    this.#taking = this.#taking.then(async () => {
      const block = await read;
      for (const [name, lines] of block.strangers)
        if (this.#strangers.has(name) || this.#strangers.size < MOST_STRANGERS)
          this.#strangers.set(name, (this.#strangers.get(name) ?? 0) + lines);
      return this.#history.take(block, offset);
    });
    this.#taking.catch(() => undefined); // the same
    // Three are on their way: one is decided upon, one is read, and one waits for it, so that the thread always has work.
    return behind;
  }

  /** The archive is read to its end. */
  async end(): Promise<ArchiveMark> {
    await this.#taking;
    return this.#history.end();
  }

  /** The run is over. */
  async close(): Promise<ImportClosed> {
    await this.#taking;
    const left = await this.#history.close();
    return { left, strangers: [...this.#strangers].sort(([, one], [, other]) => other - one) };
  }

  /** Lets go of everything; what is not committed yet is read again by the next run. */
  async stop(): Promise<void> {
    await this.#parser.stop();
    await this.#taking.catch(() => undefined);
    await this.#history.settled();
  }
}

function archiveDevice(device: Device, hostname: string | undefined, zone: string | undefined): ArchiveDevice {
  const { id, name, addresses } = device;
  return {
    ...{ id, address: addresses[0] ?? '', zone: zone ?? device.zone ?? 'UTC', storing: device.storing ?? STORING },
    called: [name, ...addresses, ...(hostname === undefined ? [] : [hostname])],
  };
}

function indexOf(devices: readonly Device[], which: string): number {
  const found = devices.findIndex(({ name, addresses }) => name === which || addresses.includes(which));
  if (found < 0) throw new UsageFault(`--device ${JSON.stringify(which)}: no device that is watched; tunnelwatch device list`); // prettier-ignore
  return found;
}
