import type { StoredMessage } from './batch.ts';
import type { Outcome } from './feed.ts';

// How messages are handed to the store: as few and as short values as they can be, made where they are received, so that nobody behind it
// works message by message.

/**
 * What messages of one sender have in common: all but their stamp and their text. A line is `before`, the first `stamp` characters of its
 * text, `after`, and the rest of the text; where `stamp` is 0, `before`, `after`, and the text.
 */
export interface Shape {
  /** Of its content, and so the same in every batch of one process. */
  readonly id: number;
  readonly from: string;
  readonly messageId: number | null;
  readonly severity: number | null;
  readonly outcome: Outcome;
  readonly before: string;
  readonly after: string;
  readonly stamp: number;
}

/** One message as it is packed. */
export interface Packable {
  readonly id: number;
  readonly shape: Shape;
  /** What is stored of the line beside its shape. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The words of whom and what addresses it names, each once; absent where nobody has read that. */
  readonly names: readonly string[] | undefined;
}

/** Bytes that may be handed to another thread. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Messages of one UTC day, and of the same ten minutes of it, in order of id, as the store takes them. */
export interface Packed {
  /** The id of the first. */
  readonly first: number;
  /** JSON arrays of rows, in UTF-8: they go from thread to thread and into the database as they are. */
  readonly shapes: Bytes;
  readonly lines: Bytes;
  /** Words, and behind each of how many microseconds after the segment the messages are that it leads to: `12,4031,`. */
  readonly words: Bytes;
  /** Where the words stand. */
  readonly place: Segment;
}

/**
 * Messages whose words stand together: in which ten minutes they are, and the id that they begin with. Segments do not overlap, but for those
 * of what was brought there later: they begin with the id of a message that was imported, or, as long ago, where their ten minutes do.
 */
export interface Segment {
  readonly bucket: number;
  readonly start: number;
}

/** Microseconds of a bucket: a look-up goes through at most 144 of them a day. */
export const BUCKET = 600_000_000;

/** The words of all messages of a shape: its message ID, and that they are misfits. */
export function wordsOf({ messageId, outcome }: Pick<Shape, 'messageId' | 'outcome'>): readonly string[] {
  const id = messageId === null ? '#' : `#${messageId}`;
  return outcome === 'misfit' ? [id, MISFIT] : [id];
}

/** The word of all misfits. */
export const MISFIT = '!misfit';
/** The word of all messages of which nobody has read whom they name. */
export const UNREAD = '?';

/** The word of a user by its bare name, and that of an address. */
export function userWord(bare: string): string {
  return `=${bare}`;
}
/** The word of an address. */
export function addressWord(address: string): string {
  return `@${address}`;
}

/** Its arrival is told where its id does not tell it. */
type LineRow = readonly [id: number, shape: number, text: string, at?: number];

type ShapeRow = readonly [number, string, number | null, number | null, Outcome, string, string, number];

const NO_SHAPE: ShapeRow = [0, '', null, null, 'foreign', '', '', 0];

/** The rows again that were packed, in order of id. */
export function unpacked(parts: readonly Packed[]): readonly StoredMessage[] {
  return parts.flatMap(({ shapes, lines }) => {
    // The border: both were packed above.
    const known = new Map((jsonOf(shapes) as readonly ShapeRow[]).map((shape) => [shape[0], shape]));
    const rows = jsonOf(lines) as readonly LineRow[];
    return rows.map(([id, of, text, at = Math.floor(id / 1000)]): StoredMessage => {
      const [, from, messageId, severity, outcome, before, after, stamp] = known.get(of) ?? NO_SHAPE;
      return [id, at, from, messageId, severity, outcome, before + text.slice(0, stamp) + after + text.slice(stamp)];
    });
  });
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** JSON as the bytes of its UTF-8. */
export function bytesOf(value: unknown): Bytes {
  return encoder.encode(JSON.stringify(value));
}

/** What the bytes of JSON tell. */
export function jsonOf(bytes: Bytes): unknown {
  return JSON.parse(decoder.decode(bytes));
}

/** What rows take, in bytes. */
export function sizeOf(parts: readonly Packed[]): number {
  return parts.reduce((sum, { shapes, lines, words }) => sum + shapes.length + lines.length + words.length, 0);
}
