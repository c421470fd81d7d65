import { BUCKET, MISFIT, UNREAD, addressWord, userWord } from '../domain/packed.ts';
import { bareName } from '../domain/name.ts';
import { idsOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import { askDay } from './messages.ts';
import type { MessageQuery } from './message-reads.ts';
import type { Ask } from './readers.ts';

/** Ids from `first` on, and before `past`. */
export interface IdRange {
  readonly first: number;
  readonly past: number;
}

/** In which order messages are gone through. */
export type Order = 'newest' | 'oldest';

/** Segments whose places are read at once. */
const SEGMENTS = 8;
/** Buckets that are asked for a word at once: a day has 144. */
const BUCKETS = 24;

/** Words one of which every message has that the question can find: the fewest messages first. `undefined`: no word leads to them. */
export function wordsFor({ user, address, outcome, messageId, trap }: MessageQuery): readonly string[] | undefined {
  // A line of which nobody has read whom it names may name anybody.
  if (user !== undefined) return [...new Set(user.map((name) => userWord(bareName(name)))), UNREAD];
  if (address !== undefined) return [addressWord(address), UNREAD];
  if (outcome === 'misfit') return [MISFIT];
  if (messageId !== undefined) return [`#${messageId}`];
  return trap === undefined ? undefined : ['#'];
}

/** Whether words lead to the messages of that day: to those of the first version none does. */
export async function hasWords(ask: Ask, days: Days, day: Day): Promise<boolean> {
  const rows = await ask(days.path(day), `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'word'`);
  return rows.length > 0;
}

/** What is gone through, and how. */
export interface ByWords {
  readonly days: Days;
  readonly day: Day;
  readonly words: readonly string[];
  readonly order: Order;
  /** How many ids are wanted at once. */
  readonly most: () => number;
}

/** The ids of a day within the range that the words lead to. */
export async function* idsByWords(
  ask: Ask,
  { days, day, words, order, most }: ByWords,
  range: IdRange,
): AsyncGenerator<readonly number[]> {
  const within = { first: Math.max(range.first, idsOf(day).first), past: Math.min(range.past, idsOf(day).past) };
  const isNewest = order === 'newest';
  const list = JSON.stringify(words);
  const direction = isNewest ? 'DESC' : 'ASC';
  const buckets = bucketsOf(within, order);
  for (let at = 0; at < buckets.length; at += BUCKETS) {
    const asked = JSON.stringify(buckets.slice(at, at + BUCKETS));
    const found = await askDay(
      ask,
      days,
      day,
      `SELECT DISTINCT bucket, segment FROM word WHERE bucket IN (SELECT value FROM json_each(?))
         AND word IN (SELECT value FROM json_each(?)) ORDER BY segment ${direction}`,
      [asked, list],
    );
    for (let one = 0; one < found.length; one += SEGMENTS) {
      const segments = found.slice(one, one + SEGMENTS);
      const places = await askDay(
        ask,
        days,
        day,
        `SELECT w.segment, w.places FROM json_each(?) s JOIN json_each(?) o
           JOIN word w ON w.bucket = s.value->>0 AND w.word = o.value AND w.segment = s.value->>1`,
        [JSON.stringify(segments.map(({ bucket, segment }) => [bucket, segment])), list],
      );
      for (const { segment } of segments) {
        const ids = idsOfSegment(
          Number(segment),
          places.filter((row) => row['segment'] === segment).map((row) => String(row['places'])),
          within,
          isNewest,
        );
        for (let from = 0; from < ids.length;) {
          const chunk = ids.slice(from, from + most());
          from += chunk.length;
          yield chunk;
        }
      }
    }
  }
}

/** The buckets whose segments may have ids of the range, in order. A segment may go on behind the end of its bucket. */
function bucketsOf({ first, past }: IdRange, order: Order): readonly number[] {
  const from = Math.floor(first / BUCKET) - 1;
  const count = Math.max(0, Math.floor((past - 1) / BUCKET) - from + 1);
  const buckets = Array.from({ length: count }, (_, i) => from + i);
  return order === 'newest' ? buckets.reverse() : buckets;
}

function idsOfSegment(
  segment: number,
  places: readonly string[],
  { first, past }: IdRange,
  isNewest: boolean,
): readonly number[] {
  const ids = new Set<number>();
  for (const list of places)
    for (const place of list.split(',')) {
      const id = segment + Number(place);
      if (place !== '' && id >= first && id < past) ids.add(id);
    }
  return [...ids].sort((one, other) => (isNewest ? other - one : one - other));
}
