import type { Bytes } from '../../server/domain/packed.ts';
import { bytesOf, type ArchiveFile, type Ending } from './file.ts';

/** Whole lines of an archive in bytes of their own, which may be handed over, and how many bytes of its text are behind us with them. */
export interface Block {
  readonly text: Bytes;
  readonly offset: number;
}

/** How an archive ended, and whether a last line without an end was left out. */
export interface BlocksEnd {
  readonly ending: Ending;
  readonly left: boolean;
}

export interface BlockOptions {
  /** Bytes of its text that are to be passed over. */
  readonly from: number;
  /** About how many a block has. */
  readonly bytes: number;
  readonly onRead: (bytes: number) => void;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Of a line without an end no more than this is held, in bytes: the rest is longer than any line that is kept. */
const LONGEST_HELD = 64 * 1024;
/** A file that was written to so lately may be written to now, in milliseconds: its last line may have no end yet. */
const SETTLED = 60_000;
const LINE_FEED = 10;

/** The text of an archive in blocks of whole lines; in bounded memory, however long its lines are. */
export async function* blocksOf(file: ArchiveFile, options: BlockOptions): AsyncGenerator<Block, BlocksEnd> {
  const { onRead, now } = options;
  let offset = options.from;
  let skip = options.from;
  let held: Buffer[] = [];
  let length = 0;
  /** Bytes of a line that is too long, between its beginning and what comes next of it. */
  let dropped = 0;
  const chunks = bytesOf(file, onRead);
  let ending: Ending;
  try {
    let next = await chunks.next();
    for (; next.done !== true; next = await chunks.next()) {
      const chunk = next.value.subarray(Math.min(skip, next.value.length));
      skip -= next.value.length - chunk.length;
      if (chunk.length === 0) continue;
      held.push(chunk);
      length += chunk.length;
      if (length < options.bytes) continue;
      const all = joined(held, length);
      const end = all.lastIndexOf(LINE_FEED) + 1;
      // Copies: whoever is given the block takes its bytes away.
      held = [Buffer.from(end > 0 ? all.subarray(end) : all.subarray(0, LONGEST_HELD))];
      length = held[0]?.length ?? 0;
      if (end > 0) {
        offset += end + dropped;
        dropped = 0;
        yield { text: all.subarray(0, end), offset };
      } else dropped += Math.max(0, all.length - LONGEST_HELD);
    }
    ending = next.value;
  } finally {
    // Whoever has seen enough leaves the file open.
    await chunks.return('whole');
  }
  const rest = joined(held, length);
  const whole = rest.lastIndexOf(LINE_FEED) + 1;
  const isLeft =
    whole < rest.length && (ending !== 'whole' || (file.packed === 'plain' && now - file.written < SETTLED));
  const end = isLeft ? whole : rest.length;
  if (end > 0) yield { text: rest.subarray(0, end), offset: offset + end + dropped };
  return { ending, left: isLeft };
}

function joined(chunks: readonly Buffer[], length: number): Bytes {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
