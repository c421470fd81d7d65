import type { Bytes } from '../../server/domain/packed.ts';

declare global {
  interface Buffer {
    // In Node since its beginning, and told by its documentation since 24: `write` without a look at its arguments.
    latin1Write(text: string, offset: number): number;
    utf8Write(text: string, offset: number): number;
  }
}

/** Room at the start, in bytes; it grows with what is written. */
const ROOM = 1024 * 1024;
/** A text that is the same in JSON, and as many bytes as characters. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * Writes JSON as bytes into one buffer that is used again and again: of a batch's megabytes no string is made, whose pages the system would
 * have to give anew each time. That costs a fifth of `JSON.stringify` and an encoder behind it.
 */
export class JsonBytes {
  #room = Buffer.allocUnsafeSlow(ROOM);
  #length = 0;

  /** Characters of ASCII, as they are. */
  raw(text: string): void {
    this.#grow(text.length);
    this.#length += this.#room.latin1Write(text, this.#length);
  }

  /** A text as a string of JSON. Throws on half a surrogate pair: it would be stored as other text. */
  text(text: string): void {
    if (PLAIN.test(text)) {
      this.#grow(text.length + 2);
      this.#room[this.#length++] = 0x22;
      this.#length += this.#room.latin1Write(text, this.#length);
      this.#room[this.#length++] = 0x22;
      return;
    }
    if (!text.isWellFormed())
      throw new TypeError(
        `${JSON.stringify(text.slice(0, 40))} has half a surrogate pair: SQLite would store other text`,
      );
    const json = JSON.stringify(text);
    this.#grow(json.length * 3);
    this.#length += this.#room.utf8Write(json, this.#length);
  }

  /** What was written, to be handed over; the next one begins. */
  take(): Bytes {
    const bytes = new Uint8Array(this.#length);
    bytes.set(this.#room.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  #grow(more: number): void {
    if (this.#length + more + 2 <= this.#room.length) return;
    const room = Buffer.allocUnsafeSlow(2 * (this.#length + more));
    this.#room.copy(room, 0, 0, this.#length);
    this.#room = room;
  }
}
