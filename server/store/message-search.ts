import type { Cell } from './cell.ts';
import { firstIdAt, idsOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import { bucketsNamed, indexSpan, isFew, lookByIndex, soughtIn } from './message-index.ts';
import { lookAtAll, lookByWords, type Look } from './message-look.ts';
import { sought } from './message-where.ts';
import { hasWords, wordsFor, type IdRange } from './message-words.ts';
import { askDay, lastIdOf, lastMessageId, message, select } from './messages.ts';
import type { Ask } from './readers.ts';
import type { MessagePage, MessageQuery } from './message-reads.ts';
import { BadCursor } from './reads.ts';
import type { StoredMessage } from '../domain/batch.ts';

/** Lines that one question looks at at most: a fifth of a second to a second of one of the two lanes. The caller may go on. */
export const MOST_LINES = 200_000;
/** Lines that one statement looks at: few at first, for often the first ones are those that are sought. */
const FIRST_LINES = 2_000;
const LINES = 20_000;
/** A question that takes longer, in milliseconds, gives what it has: on a slow disk the caller goes on the sooner. */
const LONG = 1_000;

/**
 * A page, newest first. To what words lead is found at once; for all else each line is looked at, `MOST_LINES` at most: such a page may
 * have fewer rows than asked for, or none, and a next page all the same.
 */
export async function pageOfMessages(ask: Ask, days: Days, query: MessageQuery): Promise<MessagePage> {
  const newest = await lastMessageId(ask, days);
  const range = idRange(query, newest);
  const words = wordsFor(query);
  const isExact = sought(query).where === '' && query.after === undefined;
  const page =
    isExact && words === undefined
      ? await pageOfAll(ask, days, query, range)
      : await pageSought(ask, days, query, range, { words, isExact });
  return { ...page, newest: String(newest) };
}

async function pageOfAll(ask: Ask, days: Days, query: MessageQuery, range: IdRange): Promise<MessagePage> {
  const rows: StoredMessage[] = [];
  // One more than asked for: it tells whether there is a next page.
  const wanted = query.limit + 1;
  for (const day of within(days, range)) {
    const sql = `${select} WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?`;
    rows.push(...(await askDay(ask, days, day, sql, [range.first, range.past, wanted - rows.length])).map(message));
    if (rows.length >= wanted) break;
  }
  const messages = rows.slice(0, query.limit);
  const last = messages.at(-1);
  return { messages, next: rows.length > messages.length && last !== undefined ? String(last[0]) : null };
}

/** How a page is sought: by words, if such lead to what is asked for; `isExact`: where they lead to nothing else. */
interface Way {
  readonly words: readonly string[] | undefined;
  readonly isExact: boolean;
}

async function pageSought(
  ask: Ask,
  days: Days,
  query: MessageQuery,
  range: IdRange,
  { words, isExact }: Way,
): Promise<MessagePage> {
  const ids: number[] = [];
  const looked: Look[] = [];
  let { past } = range;
  let lines = 0;
  let most = FIRST_LINES;
  const until = performance.now() + LONG;
  // Of what is new all is looked at: how much was left out is told.
  const isEnough = (): boolean =>
    (!isExact && (lines >= MOST_LINES || performance.now() > until)) ||
    (ids.length > query.limit && query.after === undefined);
  let isAll = true;
  for (const day of within(days, range)) {
    const asked = (): number => (isExact ? most : Math.min(most, MOST_LINES - lines));
    for await (const look of looksOf(day, { first: range.first, past }, asked)) {
      looked.push(look);
      ids.push(...look.ids);
      lines += look.lines;
      past = look.low ?? past;
      most = LINES;
      if (isEnough()) break;
    }
    if (isEnough()) {
      isAll = false;
      break;
    }
  }
  const given = ids.slice(0, query.limit);
  const last = given.at(-1);
  const isFull = ids.length > given.length && last !== undefined;
  const low = isFull ? last : past;
  // Looked at are the lines down to the last one given: what was seen beyond is sought again by the next page.
  if (isFull && query.after === undefined)
    for (const look of looked) if ((look.low ?? last) < last) lines -= await look.below(last);
  return {
    messages: await rowsOf(ask, days, given),
    next: isFull || !isAll ? String(low) : null,
    ...(!isExact && {
      looked: {
        lines,
        back: lines === 0 ? null : Math.floor(low / 1000),
        skipped: query.after === undefined ? 0 : ids.length - given.length,
      },
    }),
  };

  /** Behind what the index of a day leads to is what has come since. */
  async function* looksOf(day: Day, within: IdRange, most: () => number): AsyncGenerator<Look> {
    const has = await hasWords(ask, days, day);
    const by = { days, day, words: words ?? [], order: 'newest', most } as const;
    const index = isExact ? undefined : soughtIn(query);
    let span = index === undefined ? undefined : await indexSpan(ask, by, within);
    if (index !== undefined && span !== undefined && words !== undefined && has && !index.isUnread)
      span = (await isFew(ask, by, index)) ? span : undefined;
    const since = span === undefined ? within : { first: Math.max(within.first, span.last + 1), past: Math.min(within.past, (await lastIdOf(ask, days, day)) + 1) }; // prettier-ignore
    if (since.first < since.past)
      yield* words !== undefined && has
        ? lookByWords(ask, by, query, since)
        : lookAtAll(ask, days, day, query, since, most);
    if (index === undefined || span === undefined || within.first > span.last) return;
    const before = { first: within.first, past: Math.min(within.past, span.last + 1) };
    const only = index.isUnread && has ? await bucketsNamed(ask, by, span) : undefined;
    yield* lookByIndex(ask, { ...by, only, sought: index, span, hasWords: has }, query, before);
  }
}

/** The rows of ids, newest first. */
async function rowsOf(ask: Ask, days: Days, ids: readonly number[]): Promise<readonly StoredMessage[]> {
  const [last, first] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return [];
  const rows: StoredMessage[] = [];
  const parameters: readonly Cell[] = [JSON.stringify(ids)];
  for (const day of within(days, { first, past: last + 1 })) {
    const sql = `${select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC`;
    rows.push(...(await askDay(ask, days, day, sql, parameters)).map(message));
  }
  return rows;
}

/** The days of the range, newest first. */
function within(days: Days, { first, past }: IdRange): readonly Day[] {
  return [...days.list()].reverse().filter((day) => {
    const ids = idsOf(day);
    return ids.first < past && ids.past > first;
  });
}

/** Ids tell the time of receipt in microseconds, so times and cursors bound the same range and no day outside it is opened. */
function idRange({ since, until, cursor, after }: MessageQuery, newest: number): IdRange {
  const first = since === undefined ? 0 : firstIdAt(since);
  const past = until === undefined ? Number.MAX_SAFE_INTEGER : firstIdAt(until);
  return {
    first: Math.max(first, after === undefined ? 0 : idOf(after) + 1),
    // What comes meanwhile is for the next question.
    past: Math.min(past, newest + 1, cursor === undefined ? Infinity : idOf(cursor)),
  };
}

function idOf(cursor: string): number {
  const id = /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN;
  if (!Number.isSafeInteger(id))
    throw new BadCursor(`${JSON.stringify(cursor.slice(0, 40))}: not a cursor of a page of messages`);
  return id;
}
