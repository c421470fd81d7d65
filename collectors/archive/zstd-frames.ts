// RFC 8878, 3.1: frames stand one behind the other. Node's decompressor ends with the first one whose end lies within a write, and in some versions
// it does not tell that one is cut off.

/** Magic numbers: of a frame, and of one that is to be skipped (its lowest four bits are free). */
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];
const CHECKSUM_BYTES = 4;

/** What comes next; `content`: the last of a frame. */
type Next = 'magic' | 'length' | 'descriptor' | 'block' | 'content';

/** Goes through the bytes of a zstd file to where its frames end. */
export class ZstdFrames {
  #next: Next = 'magic';
  /** Bytes that are to be passed over before what is next. */
  #skip = 0;
  /** What was read of a number of several bytes, and how many of them. */
  #number = 0;
  #read = 0;
  #hasChecksum = false;

  /** Whether a frame has begun, and not ended. */
  get isWithin(): boolean {
    return this.#next !== 'magic' || this.#read > 0 || this.#skip > 0;
  }

  /** The chunk in pieces each of which ends with a frame, or with the chunk. */
  pieces(chunk: Buffer): readonly Buffer[] {
    const pieces: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length;) {
      const passed = Math.min(this.#skip, chunk.length - at);
      this.#skip -= passed;
      at += passed;
      if (this.#skip === 0 && this.#next !== 'content' && at < chunk.length) this.#take(chunk[at++] ?? 0);
      if (this.#next !== 'content' || this.#skip > 0) continue;
      this.#next = 'magic';
      pieces.push(chunk.subarray(from, at));
      from = at;
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
    return pieces;
  }

  #take(byte: number): void {
    this.#number += byte * 2 ** (8 * this.#read);
    this.#read += 1;
    const wanted = this.#next === 'magic' || this.#next === 'length' ? 4 : this.#next === 'block' ? 3 : 1;
    if (this.#read < wanted) return;
    const number = this.#number;
    [this.#number, this.#read] = [0, 0];
    switch (this.#next) {
      case 'magic':
        // What is no frame the decompressor refuses.
        this.#next = number - (number % 16) === SKIPPABLE ? 'length' : number === FRAME ? 'descriptor' : 'magic';
        return;
      case 'length':
        this.#next = 'content';
        this.#skip = number;
        return;
      case 'descriptor': {
        const isSingle = (number & 0x20) !== 0;
        this.#hasChecksum = (number & 0x04) !== 0;
        const size = number >> 6 === 0 && isSingle ? 1 : (SIZE_BYTES[number >> 6] ?? 0);
        this.#skip = (isSingle ? 0 : 1) + (DICTIONARY_BYTES[number & 3] ?? 0) + size;
        this.#next = 'block';
        return;
      }
      case 'block':
      case 'content': {
        const isLast = (number & 1) === 1;
        const isRepeated = ((number >> 1) & 3) === 1;
        this.#skip = (isRepeated ? 1 : number >> 3) + (isLast && this.#hasChecksum ? CHECKSUM_BYTES : 0);
        this.#next = isLast ? 'content' : 'block';
      }
    }
  }
}
