import { BUCKET, MISFIT, UNREAD, addressWord, userWord } from '../domain/packed.ts';
import { isImported } from '../domain/message-id.ts';
import { bareName } from '../domain/name.ts';
import { idsOf as idsOfDay, type Day } from './day.ts';
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
  /** The ten minutes that are gone through, where it is known that no others have such a word. */
  readonly only?: ReadonlySet<number> | undefined;
  /** How many ids are wanted at once. */
  readonly most: () => number;
}

/** A walk through the words of a day. */
interface Walk extends ByWords {
  readonly ask: Ask;
  readonly within: IdRange;
}

/** What the words of ten minutes lead to: their segments, each once, in the order of the walk, with the places of those that have few. */
interface Bucket {
  readonly bucket: number;
  readonly segments: readonly number[];
  readonly few: readonly Places[];
  /** Segments some places of which are to be read yet. */
  readonly many: ReadonlySet<number>;
}

/** Where messages of a segment stand, as the day has it. */
interface Places {
  readonly segment: number;
  readonly places: string;
}

/** The ids of a day within the range that the words lead to. */
export async function* idsByWords(ask: Ask, by: ByWords, range: IdRange): AsyncGenerator<readonly number[]> {
  const whole = idsOfDay(by.day);
  const within = { first: Math.max(range.first, whole.first), past: Math.min(range.past, whole.past) };
  const walk = { ...by, ask, within };
  const buckets = bucketsOf(within, by.order).filter((bucket) => by.only?.has(bucket) !== false);
  for (let at = 0, count = FIRST_BUCKETS; at < buckets.length; at += count, count = BUCKETS)
    for (const bucket of await readBuckets(walk, buckets.slice(at, at + count)))
      for await (const ids of idsOfBucket(walk, bucket))
        for (let from = 0; from < ids.length;) {
          const chunk = ids.slice(from, from + by.most());
          from += chunk.length;
          yield chunk;
        }
}

async function readBuckets(
  { ask, days, day, words, order }: Walk,
  buckets: readonly number[],
): Promise<readonly Bucket[]> {
  const direction = order === 'newest' ? 'DESC' : 'ASC';
  const rows = await askDay(
    ask,
    days,
    day,
    `SELECT bucket, json_group_array(json_array(segment, iif(octet_length(places) <= ${FEW}, places, NULL)) ORDER BY segment ${direction}) AS segments
       FROM word WHERE bucket IN (SELECT value FROM json_each(?)) AND word IN (SELECT value FROM json_each(?))
       GROUP BY bucket ORDER BY bucket ${direction}`,
    [JSON.stringify(buckets), JSON.stringify(words)],
  );
  return rows.map(({ bucket, segments }) => {
    const told = JSON.parse(String(segments)) as readonly (readonly [segment: number, places: string | null])[]; // border: made by the line above
    return {
      bucket: Number(bucket),
      segments: [...new Set(told.map(([segment]) => segment))],
      few: told.flatMap(([segment, places]) => (places === null ? [] : { segment, places })),
      many: new Set(told.flatMap(([segment, places]) => (places === null ? segment : []))),
    };
  });
}

async function* idsOfBucket(walk: Walk, found: Bucket): AsyncGenerator<readonly number[]> {
  const isNewest = walk.order === 'newest';
  const isBrought = (segment: number): boolean => segment === found.bucket * BUCKET || isImported(segment);
  // What was brought later may stand anywhere among the others.
  const later = found.segments.filter(isBrought);
  const places = await placesOf(walk, found, later);
  let brought = later.flatMap((segment) => idsIn(places, segment, walk.within));
  const arrived = found.segments.filter((segment) => !isBrought(segment));
  for (let one = 0; one < arrived.length; one += SEGMENTS) {
    const some = arrived.slice(one, one + SEGMENTS);
    const own = await placesOf(walk, found, some);
    for (const [i, segment] of some.entries()) {
      const next = isNewest ? segment : (arrived[one + i + 1] ?? Infinity);
      const isNow = (id: number): boolean => (isNewest ? id >= next : id < next);
      yield inOrder([...idsIn(own, segment, walk.within), ...brought.filter(isNow)], walk.order);
      brought = brought.filter((id) => !isNow(id));
    }
  }
  yield inOrder(brought, walk.order);
}

async function placesOf(
  { ask, days, day, words }: Walk,
  { bucket, few, many }: Bucket,
  segments: readonly number[],
): Promise<readonly Places[]> {
  const known = few.filter(({ segment }) => segments.includes(segment) && !many.has(segment));
  const asked = segments.filter((segment) => many.has(segment));
  if (asked.length === 0) return known;
  const rows = await askDay(
    ask,
    days,
    day,
    `SELECT w.segment, w.places FROM json_each(?) s JOIN json_each(?) o
       JOIN word w ON w.bucket = ? AND w.word = o.value AND w.segment = s.value`,
    [JSON.stringify(asked), JSON.stringify(words), bucket],
  );
  return [...known, ...rows.map(({ segment, places }) => ({ segment: Number(segment), places: String(places) }))];
}

function idsIn(all: readonly Places[], segment: number, within: IdRange): readonly number[] {
  return all.flatMap((one) => (one.segment === segment ? idsOf(one.places, segment, within) : []));
}

function inOrder(ids: readonly number[], order: Order): readonly number[] {
  return [...new Set(ids)].sort((one, other) => (order === 'newest' ? other - one : one - other));
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
