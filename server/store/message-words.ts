import { BUCKET, MISFIT, UNREAD, addressWord, userWord } from '../domain/packed.ts';
import { isImported } from '../domain/message-id.ts';
import { bareName } from '../domain/name.ts';
import { idsOf as idsOfDay, type Day } from './day.ts';
import type { Days } from './days.ts';
import { askDay } from './messages.ts';
import type { MessageQuery } from './message-reads.ts';
import type { Ask } from './readers.ts';
import type { Row } from './sqlite.ts';

/** Ids from `first` on, and before `past`. */
export interface IdRange {
  readonly first: number;
  readonly past: number;
}

/** In which order messages are gone through. */
export type Order = 'newest' | 'oldest';

/** Segments whose places are read at once. */
const SEGMENTS = 8;
/** Buckets that are asked for a word at first, and at once: a day has 144. */
const FIRST_BUCKETS = 24;
const BUCKETS = 120;
/** Places that are so short, in bytes, are read with their segments. */
const FEW = 64;

/** Words one of which every message has that the question can find: the fewest messages first. `undefined`: no word leads to them. */
export function wordsFor({ user, address, outcome, messageId, trap }: MessageQuery): readonly string[] | undefined {
  // A line of which nobody has read whom it names may name anybody.
  if (user !== undefined) return [...new Set(user.map((name) => userWord(bareName(name)))), UNREAD];
  if (address !== undefined) return [addressWord(address), UNREAD];
  if (outcome === 'misfit') return [MISFIT];
  if (messageId !== undefined) return [`#${messageId}`];
  return trap === undefined ? undefined : ['#'];
}

/** Whether it leads to messages by what somebody has read of them. */
export function isWord(word: string): boolean {
  return word !== UNREAD;
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
  const whole = idsOfDay(day);
  const within = { first: Math.max(range.first, whole.first), past: Math.min(range.past, whole.past) };
  const isNewest = order === 'newest';
  const list = JSON.stringify(words);
  const direction = isNewest ? 'DESC' : 'ASC';
  const buckets = bucketsOf(within, order);
  for (let at = 0, count = FIRST_BUCKETS; at < buckets.length; at += count, count = BUCKETS) {
    const asked = JSON.stringify(buckets.slice(at, at + count));
    const found = await askDay(
      ask,
      days,
      day,
      `SELECT bucket, json_group_array(json_array(segment, iif(octet_length(places) <= ${FEW}, places, NULL)) ORDER BY segment ${direction}) AS segments
         FROM word WHERE bucket IN (SELECT value FROM json_each(?)) AND word IN (SELECT value FROM json_each(?))
         GROUP BY bucket ORDER BY bucket ${direction}`,
      [asked, list],
    );
    for (const { bucket, segments } of found) {
      const told = JSON.parse(String(segments)) as readonly (readonly [segment: number, places: string | null])[]; // border: made by the line above
      const all = [...new Set(told.map(([segment]) => segment))];
      const many = new Set(told.filter(([, places]) => places === null).map(([segment]) => segment));
      const first = Number(bucket) * BUCKET;
      const isBrought = (segment: number): boolean => segment === first || isImported(segment);
      const arrived = all.filter((segment) => !isBrought(segment));
      // What was brought later may stand anywhere among the others.
      const later = all.filter(isBrought);
      const places = later.length === 0 ? [] : await placesOf(later);
      let brought = later.flatMap((segment) => ids(places, segment));
      for (let one = 0; one < arrived.length; one += SEGMENTS) {
        const some = arrived.slice(one, one + SEGMENTS);
        const places = await placesOf(some);
        for (const [i, segment] of some.entries()) {
          const next = isNewest ? segment : (arrived[one + i + 1] ?? Infinity);
          const isNow = (id: number): boolean => (isNewest ? id >= next : id < next);
          yield* chunks(ordered([...ids(places, segment), ...brought.filter(isNow)]));
          brought = brought.filter((id) => !isNow(id));
        }
      }
      yield* chunks(ordered(brought));

      async function placesOf(some: readonly number[]): Promise<readonly Row[]> {
        const asked = some.filter((segment) => many.has(segment));
        const few = told.filter(([segment]) => some.includes(segment) && !many.has(segment)).map(([segment, places]) => ({ segment, places })); // prettier-ignore
        if (asked.length === 0) return few;
        const others = await askDay(
          ask,
          days,
          day,
          `SELECT w.segment, w.places FROM json_each(?) s JOIN json_each(?) o
             JOIN word w ON w.bucket = ? AND w.word = o.value AND w.segment = s.value`,
          [JSON.stringify(asked), list, Number(bucket)],
        );
        return [...few, ...others];
      }
    }
  }

  function* chunks(ids: readonly number[]): Generator<readonly number[]> {
    for (let from = 0; from < ids.length;) {
      const chunk = ids.slice(from, from + most());
      from += chunk.length;
      yield chunk;
    }
  }

  function ids(rows: readonly Row[], segment: number): readonly number[] {
    const lists = rows.filter((row) => row['segment'] === segment).map((row) => String(row['places']));
    return lists.flatMap((places) => idsOf(places, segment, within));
  }

  function ordered(ids: readonly number[]): readonly number[] {
    return [...new Set(ids)].sort((one, other) => (isNewest ? other - one : one - other));
  }
}

/** The buckets that have ids of the range, in order. */
function bucketsOf({ first, past }: IdRange, order: Order): readonly number[] {
  const from = Math.floor(first / BUCKET);
  const count = Math.max(0, Math.floor((past - 1) / BUCKET) - from + 1);
  const buckets = Array.from({ length: count }, (_, i) => from + i);
  return order === 'newest' ? buckets.reverse() : buckets;
}

function idsOf(places: string, segment: number, { first, past }: IdRange): readonly number[] {
  const ids: number[] = [];
  for (const place of places.split(',')) {
    const id = segment + Number(place);
    if (place !== '' && id >= first && id < past) ids.push(id);
  }
  return ids;
}
