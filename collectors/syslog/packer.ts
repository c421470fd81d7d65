import type { StoredMessage } from '../../server/domain/batch.ts';
import { BUCKET, wordsOf, type Packable, type Packed, type Segment, type Shape } from '../../server/domain/packed.ts';
import { JsonBytes } from './json-bytes.ts';

/** A segment that has so many messages is full: what is added to one is written anew with it. */
const FULL = 1_000;

/**
 * Packs messages, which come in order of id. It knows the segment that is open: whoever packs what arrives packs all of it with one. With
 * `past` they are put beside what was kept of their time before: then each part is a segment of its own.
 */
export class Packer {
  readonly #past: boolean;
  readonly #json = new JsonBytes();
  #segment: Segment = { bucket: -1, start: 0 };
  #messages = 0;

  constructor({ past = false }: { readonly past?: boolean } = {}) {
    this.#past = past;
  }

  /** As many parts as there are ten minutes in it. */
  pack(messages: readonly Packable[]): readonly Packed[] {
    const parts: Packed[] = [];
    for (let from = 0; from < messages.length;) {
      const bucket = bucketOf(messages[from]);
      let to = messages.length;
      // Nearly every batch is of one.
      if (bucketOf(messages.at(-1)) !== bucket) for (to = from + 1; bucketOf(messages[to]) === bucket;) to += 1;
      parts.push(this.#part(to - from === messages.length ? messages : messages.slice(from, to)));
      from = to;
    }
    return parts;
  }

  #part(messages: readonly Packable[]): Packed {
    const first = messages[0]?.id ?? 0;
    this.#begin(first, messages.length);
    const shapes = new Map<number, Shape>();
    const json = this.#json;
    json.raw('[');
    let comma = '';
    for (const { id, at, shape, text } of messages) {
      if (!shapes.has(shape.id)) shapes.set(shape.id, shape);
      json.raw(`${comma}[${id},${shape.id},`);
      json.text(text);
      json.raw(Math.floor(id / 1000) === at ? ']' : `,${at}]`);
      comma = ',';
    }
    json.raw(']');
    const lines = json.take();
    return { first, shapes: this.#shapes(shapes.values()), lines, words: this.#words(messages), place: this.#segment };
  }

  #begin(first: number, messages: number): void {
    const bucket = Math.floor(first / BUCKET);
    if (this.#past) this.#segment = { bucket, start: first };
    else if (bucket !== this.#segment.bucket || this.#messages >= FULL || first < this.#segment.start) {
      this.#segment = { bucket, start: first };
      this.#messages = 0;
    }
    this.#messages += messages;
  }

  #shapes(shapes: Iterable<Shape>): Packed['shapes'] {
    let begin = '[';
    for (const { id, from, messageId, severity, outcome, before, after, stamp } of shapes) {
      this.#json.raw(`${begin}[${id},`);
      this.#json.text(from);
      this.#json.raw(`,${messageId},${severity},"${outcome}",`);
      this.#json.text(before);
      this.#json.raw(',');
      this.#json.text(after);
      this.#json.raw(`,${stamp}]`);
      begin = ',';
    }
    this.#json.raw(']');
    return this.#json.take();
  }

  #words(messages: readonly Packable[]): Packed['words'] {
    const { start } = this.#segment;
    const places = new Map<string, string>();
    for (const { id, words } of messages) {
      const place = `${id - start},`;
      for (const word of words) {
        const known = places.get(word);
        places.set(word, known === undefined ? place : known + place);
      }
    }
    let begin = '[';
    // In order: the tree they are put into is gone through once.
    for (const word of [...places.keys()].sort()) {
      const list = places.get(word) ?? '';
      this.#json.raw(`${begin}[`);
      this.#json.text(word);
      this.#json.raw(`,"`);
      this.#json.raw(list);
      this.#json.raw(`"]`);
      begin = ',';
    }
    this.#json.raw(']');
    return this.#json.take();
  }
}

/** Packs whole rows, of which nothing but their columns is known: each is a shape of its own kind, with the whole line as its text. */
export function packRows(rows: readonly StoredMessage[], packer = new Packer()): readonly Packed[] {
  const shapes = new Map<string, Shape>();
  const sorted = [...rows].sort(([one], [other]) => one - other);
  return packer.pack(
    sorted.map(([id, at, from, messageId, severity, outcome, line]) => {
      const key = JSON.stringify([from, messageId, severity, outcome]);
      const known = shapes.get(key);
      const shape = known ?? { id: -id, from, messageId, severity, outcome, before: '', after: '', stamp: 0 };
      shapes.set(key, shape);
      return { id, at, shape, text: line, words: wordsOf(shape, undefined) };
    }),
  );
}

function bucketOf(message: Packable | undefined): number {
  return message === undefined ? -1 : Math.floor(message.id / BUCKET);
}
