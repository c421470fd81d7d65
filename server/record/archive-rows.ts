import { ROOM_FOR_ID, type ReadBlock } from '../domain/archive.ts';
import type { StoredMessage } from '../domain/batch.ts';

/** The rows of a block, to which their ids are given; those that get none are left out. */
export class ArchiveRows {
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  /** Stretches of rows that are kept, one behind the other. */
  readonly #kept: [from: number, to: number][] = [];

  constructor({ rows, starts }: Pick<ReadBlock, 'rows' | 'starts'>) {
    this.#bytes = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
    this.#starts = starts;
  }

  keep(index: number, id: number): void {
    const text = String(id);
    if (text.length !== ROOM_FOR_ID.length) throw new RangeError(`${id} is no id of a message`);
    this.#bytes.write(text, this.#start(index) + 1, 'latin1');
    const last = this.#kept.at(-1);
    if (last?.[1] === index) last[1] = index + 1;
    else this.#kept.push([index, index + 1]);
  }

  /** The line of a row as it is stored. */
  line(index: number): string {
    const row = JSON.parse(`[0${this.#text(index, index + 1).slice(1 + ROOM_FOR_ID.length)}`) as StoredMessage; // of our own thread
    return row[6];
  }

  /** None is kept. */
  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  /** A JSON array of those that are kept. */
  text(): string {
    return `[${this.#kept.map(([from, to]) => this.#text(from, to)).join(',')}]`;
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString('utf8', this.#start(from), this.#start(to) - 1);
  }

  #start(index: number): number {
    return this.#starts[index] ?? this.#bytes.length;
  }
}
