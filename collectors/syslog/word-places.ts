import type { Bytes } from '../../server/domain/packed.ts';
import type { JsonBytes } from './json-bytes.ts';

/** Room at the start, in words of messages; it grows with what is added. */
const ROOM = 4096;

/** By what the messages of a part are looked up: which word leads to which of them. As numbers, so that no object is kept of each. */
export class WordPlaces {
  readonly #indexes = new Map<string, number>();
  /** In order of arrival: the number of a word, and the place that it leads to. */
  #words = new Uint32Array(ROOM);
  #places = new Uint32Array(ROOM);
  #length = 0;

  /** The number of a word, until the next `take`. */
  indexOf(word: string): number {
    const known = this.#indexes.get(word);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    this.#indexes.set(word, index);
    return index;
  }

  /** The word of that number leads there, too: behind all that it led to so far. */
  add(index: number, place: number): void {
    if (this.#length === this.#words.length) {
      this.#words = twice(this.#words);
      this.#places = twice(this.#places);
    }
    this.#words[this.#length] = index;
    this.#places[this.#length] = place;
    this.#length += 1;
  }

  /** All of it as the store takes it (`Packed.words`); the next part begins. */
  take(json: JsonBytes): Bytes {
    const { places, ends } = this.#byWord();
    let begin = '[';
    // In order: the tree they are put into is gone through once.
    for (const [word, index] of [...this.#indexes].sort(byText)) {
      json.raw(begin);
      json.raw('[');
      json.text(word);
      json.raw(',"');
      for (let at = index === 0 ? 0 : (ends[index - 1] ?? 0); at < (ends[index] ?? 0); at += 1) {
        json.number(places[at] ?? 0);
        json.raw(',');
      }
      json.raw('"]');
      begin = ',';
    }
    json.raw(']');
    this.#indexes.clear();
    this.#length = 0;
    return json.take();
  }

  /** The places, those of each word beside each other and in order, and where those of each end. */
  #byWord(): { readonly places: Uint32Array; readonly ends: Uint32Array } {
    const words = this.#words.subarray(0, this.#length);
    const ends = new Uint32Array(this.#indexes.size + 1);
    // Where those of each begin, which is moved to where they end as they are put there.
    for (const word of words) ends[word + 1] = (ends[word + 1] ?? 0) + 1;
    for (let i = 1; i < ends.length; i += 1) ends[i] = (ends[i] ?? 0) + (ends[i - 1] ?? 0);
    const places = new Uint32Array(words.length);
    for (const [i, word] of words.entries()) {
      const at = ends[word] ?? 0;
      places[at] = this.#places[i] ?? 0;
      ends[word] = at + 1;
    }
    return { places, ends };
  }
}

function byText([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1;
}

function twice(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}
