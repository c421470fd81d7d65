import { createHmac, randomBytes } from 'node:crypto';

import type { Shape } from '../../server/domain/packed.ts';
import { textEnd } from './header.ts';
import type { Parsed } from './parse.ts';
import { PLAIN_STAMP, plainStamp } from './plain-stamp.ts';

/** How many shapes are remembered: a sender has as many as message IDs. */
const MOST = 4_096;
/** What is longer is not remembered, in characters. */
const LONGEST = 200;

/** Shapes by what stands before the text, but for the stamp; by outcome and message ID those of each. */
type OfSender = Map<string, Shape[]>;

/** Finds the shapes of lines: what thousands of headers share is stored once. */
export class Shapes {
  /** Ids are keyed, so that nobody makes two shapes with one id. */
  readonly #key = randomBytes(16);
  readonly #bySender = new Map<string, OfSender>();
  #remembered = 0;

  /** The shape of a line that is kept, and what is stored of the line beside it. */
  of(line: string, from: string, parsed: Parsed): { readonly shape: Shape; readonly text: string } {
    // SQLite would end at a NUL what is put together again.
    const start = line.includes('\0') ? 0 : Math.max(0, textEnd(line) - parsed.text.length);
    const at = plainStamp(line);
    const end = at + PLAIN_STAMP;
    const hasStamp = at >= 0 && end <= start;
    const before = hasStamp ? line.slice(0, at) : '';
    const after = line.slice(hasStamp ? end : 0, start);
    const shape = this.#find({ from, before, after, stamp: hasStamp ? PLAIN_STAMP : 0 }, parsed);
    return { shape, text: hasStamp ? line.slice(at, end) + line.slice(start) : line.slice(start) };
  }

  #find(parts: Parts, { outcome, messageId, severity }: Parsed): Shape {
    const { from, before, after, stamp } = parts;
    const known = this.#bySender.get(from)?.get(after);
    if (known !== undefined)
      for (const one of known)
        if (
          one.outcome === outcome &&
          one.before === before &&
          one.stamp === stamp &&
          one.messageId === (messageId ?? null)
        )
          return one;
    const told = { messageId: messageId ?? null, severity: severity ?? null, outcome };
    const shape = { id: this.#id(JSON.stringify([parts, told])), ...parts, ...told };
    if (after.length <= LONGEST) this.#remember(shape);
    return shape;
  }

  #remember(shape: Shape): void {
    const { from, after } = shape;
    if (this.#remembered >= MOST) {
      this.#bySender.clear();
      this.#remembered = 0;
    }
    const ofSender: OfSender = this.#bySender.get(from) ?? new Map<string, Shape[]>();
    this.#bySender.set(from, ofSender.set(after, [...(ofSender.get(after) ?? []), shape]));
    this.#remembered += 1;
  }

  /** 47 bits: six bytes in each row. */
  #id(content: string): number {
    return createHmac('sha256', this.#key).update(content).digest().readUIntBE(0, 6) % 2 ** 47;
  }
}

type Parts = Pick<Shape, 'from' | 'before' | 'after' | 'stamp'>;
