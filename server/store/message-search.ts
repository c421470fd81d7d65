import type { Cell } from './cell.ts';
import { firstIdAt, idsOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import { found, sought, type Conditions } from './message-where.ts';
import { askDay, lastMessageId, message, select } from './messages.ts';
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
 * A page, newest first. What an index finds is found at once; for all else each line is looked at, `MOST_LINES` at most: such a page may
 * have fewer rows than asked for, or none, and a next page all the same.
 */
export async function pageOfMessages(ask: Ask, days: Days, query: MessageQuery): Promise<MessagePage> {
  const newest = await lastMessageId(ask, days);
  const range = idRange(query, newest);
  const page =
    sought(query).where === '' && query.after === undefined
      ? await pageFound(ask, days, query, range)
      : await pageSought(ask, days, query, range);
  return { ...page, newest: String(newest) };
}

/** Ids from `first` on, and before `past`. */
interface IdRange {
  readonly first: number;
  readonly past: number;
}

async function pageFound(ask: Ask, days: Days, query: MessageQuery, range: IdRange): Promise<MessagePage> {
  const { where, parameters } = found(query);
  const rows: StoredMessage[] = [];
  // One more than asked for: it tells whether there is a next page.
  const wanted = query.limit + 1;
  for (const day of within(days, range)) {
    const sql = `${select} WHERE id >= ? AND id < ?${where} ORDER BY id DESC LIMIT ?`;
    rows.push(
      ...(await askDay(ask, days, day, sql, [range.first, range.past, ...parameters, wanted - rows.length])).map(
        message,
      ),
    );
    if (rows.length >= wanted) break;
  }
  const messages = rows.slice(0, query.limit);
  const last = messages.at(-1);
  return { messages, next: rows.length > messages.length && last !== undefined ? String(last[0]) : null };
}

async function pageSought(ask: Ask, days: Days, query: MessageQuery, range: IdRange): Promise<MessagePage> {
  const ids: number[] = [];
  let { past } = range;
  let lines = 0;
  let most = FIRST_LINES;
  const until = performance.now() + LONG;
  // Of what is new all is looked at: how much was left out is told.
  const isEnough = (): boolean =>
    lines >= MOST_LINES || performance.now() > until || (ids.length > query.limit && query.after === undefined);
  let isAll = true;
  for (const day of within(days, range)) {
    for (let isLeft = true; isLeft; most = LINES) {
      if (isEnough()) {
        isAll = false;
        break;
      }
      const asked = Math.min(most, MOST_LINES - lines);
      const look = await lookAt(ask, days, day, query, { first: range.first, past }, asked);
      ids.push(...look.ids);
      lines += look.lines;
      isLeft = look.lines === asked;
      past = look.low ?? past;
    }
    if (!isAll) break;
  }
  const given = ids.slice(0, query.limit);
  const last = given.at(-1);
  const isFull = ids.length > given.length && last !== undefined;
  // Looked at are the lines down to the last one given: what was seen beyond is sought again by the next page.
  if (isFull && query.after === undefined) lines -= await countLines(ask, days, query, { first: past, past: last });
  const low = isFull ? last : past;
  return {
    messages: await rowsOf(ask, days, given),
    next: isFull || !isAll ? String(low) : null,
    looked: {
      lines,
      back: lines === 0 ? null : Math.floor(low / 1000),
      skipped: query.after === undefined ? 0 : ids.length - given.length,
    },
  };
}

interface Look {
  readonly lines: number;
  /** The oldest id looked at. */
  readonly low: number | null;
  /** Those that are sought, newest first. */
  readonly ids: readonly number[];
}

/** Looks at the newest lines of a day within the range, `most` of them. */
async function lookAt(
  ask: Ask,
  days: Days,
  day: Day,
  query: MessageQuery,
  range: IdRange,
  most: number,
): Promise<Look> {
  const inner = found(query);
  const outer = sought(query);
  const sql = `SELECT count(*) AS lines, min(id) AS low, json_group_array(id) FILTER (WHERE true${outer.where}) AS ids
    FROM (${select} WHERE id >= ? AND id < ?${inner.where} ORDER BY id DESC LIMIT ?)`;
  const [row] = await askDay(ask, days, day, sql, [
    ...outer.parameters,
    range.first,
    range.past,
    ...inner.parameters,
    most,
  ]);
  // The border: the columns are those of the statement.
  const { lines = 0, low = null, ids = '[]' } = (row ?? {}) as { lines?: number; low?: number | null; ids?: string };
  return { lines, low, ids: (JSON.parse(ids) as number[]).sort((one, other) => other - one) };
}

/** How many lines of the range, which is within one day or few, an index of it leaves. */
async function countLines(ask: Ask, days: Days, query: MessageQuery, range: IdRange): Promise<number> {
  const { where, parameters }: Conditions = found(query);
  let lines = 0;
  for (const day of within(days, range)) {
    const sql = `SELECT count(*) AS lines FROM message WHERE id >= ? AND id < ?${where}`;
    const [row] = await askDay(ask, days, day, sql, [range.first, range.past, ...parameters]);
    lines += Number(row?.['lines'] ?? 0);
  }
  return lines;
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
