import type { StoredMessage } from '../../server/domain/batch.ts';
import { BUCKET, UNREAD, wordsOf, type Packable, type Packed, type Segment, type Shape } from '../../server/domain/packed.ts'; // prettier-ignore
import { JsonBytes } from './json-bytes.ts';
import { WordPlaces } from './word-places.ts';

/** A segment that has so many messages is full: what is added to one is written anew with it. */
const FULL = 1_000;

/**
 * Packs messages as they come, in order of id, so that nothing but bytes is left of one that waits. It knows the segment that is open: whoever
 * packs what arrives packs all of it with one. With `past` they are put beside what was kept of their time before: then each part is a segment
 * of its own.
 */
export class Packer {
  readonly #past: boolean;
  readonly #lines = new JsonBytes();
  readonly #json = new JsonBytes();
  readonly #words = new WordPlaces();
  #segment: Segment = { bucket: -1, start: 0 };
  #inSegment = 0;
  #parts: Packed[] = [];
  /** Of the part that is packed: its first id, the first that is of later ten minutes, its messages, and its shapes with the numbers of their words. */
  #first = 0;
  #end = 0;
  #messages = 0;
  readonly #shapes = new Map<Shape, readonly number[]>();

  constructor({ past = false }: { readonly past?: boolean } = {}) {
    this.#past = past;
  }

  /** Bytes of the messages that are packed and were not taken yet, within the last ten minutes of them. */
  get length(): number {
    return this.#lines.length;
  }

  /** Packs one message more. */
  add({ id, at, shape, text, names }: Packable): void {
    if (this.#messages === 0 || id >= this.#end) this.#begin(id);
    const lines = this.#lines;
    lines.raw(this.#messages === 0 ? '[[' : ',[');
    lines.number(id);
    lines.raw(',');
    lines.number(shape.id);
    lines.raw(',');
    lines.text(text);
    lines.raw(Math.floor(id / 1000) === at ? ']' : `,${at}]`);
    this.#messages += 1;
    const place = id - this.#segment.start;
    for (const index of this.#wordsOf(shape)) this.#words.add(index, place);
    if (names === undefined) this.#words.add(this.#words.indexOf(UNREAD), place);
    else for (const name of names) this.#words.add(this.#words.indexOf(name), place);
  }

  /** What was packed since this was asked for last: as many parts as there are ten minutes in it. */
  take(): readonly Packed[] {
    this.#close();
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #begin(id: number): void {
    this.#close();
    const bucket = Math.floor(id / BUCKET);
    if (this.#past || bucket !== this.#segment.bucket || this.#inSegment >= FULL || id < this.#segment.start) {
      this.#segment = { bucket, start: id };
      this.#inSegment = 0;
    }
    this.#first = id;
    this.#end = (bucket + 1) * BUCKET;
  }

  #close(): void {
    if (this.#messages === 0) return;
    this.#lines.raw(']');
    this.#parts.push({
      first: this.#first,
      shapes: this.#shapesOf(),
      lines: this.#lines.take(),
      words: this.#words.take(this.#json),
      place: this.#segment,
    });
    this.#inSegment += this.#messages;
    this.#messages = 0;
    this.#shapes.clear();
  }

  #wordsOf(shape: Shape): readonly number[] {
    const known = this.#shapes.get(shape);
    if (known !== undefined) return known;
    const made = wordsOf(shape).map((word) => this.#words.indexOf(word));
    this.#shapes.set(shape, made);
    return made;
  }

  #shapesOf(): Packed['shapes'] {
    const json = this.#json;
    let begin = '[[';
    for (const { id, from, messageId, severity, outcome, before, after, stamp } of this.#shapes.keys()) {
      json.raw(begin);
      json.number(id);
      json.raw(',');
      json.text(from);
      json.raw(`,${messageId},${severity},"${outcome}",`);
      json.text(before);
      json.raw(',');
      json.text(after);
      json.raw(`,${stamp}]`);
      begin = ',[';
    }
    json.raw(']');
    return json.take();
  }
}

/** Packs whole rows, of which nothing but their columns is known: each is a shape of its own kind, with the whole line as its text. */
export function packRows(rows: readonly StoredMessage[], packer = new Packer()): readonly Packed[] {
  const shapes = new Map<string, Shape>();
  for (const [id, at, from, messageId, severity, outcome, line] of [...rows].sort(([one], [other]) => one - other)) {
    const key = JSON.stringify([from, messageId, severity, outcome]);
    const known = shapes.get(key);
    const shape = known ?? { id: -id, from, messageId, severity, outcome, before: '', after: '', stamp: 0 };
    shapes.set(key, shape);
    packer.add({ id, at, shape, text: line, names: undefined });
  }
  return packer.take();
}
