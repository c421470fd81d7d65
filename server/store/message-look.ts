import type { Cell } from './cell.ts';
import type { Day } from './day.ts';
import type { Days } from './days.ts';
import { allOf } from './message-where.ts';
import { idsByWords, type ByWords, type IdRange } from './message-words.ts';
import { askDay, select } from './messages.ts';
import type { Ask } from './readers.ts';
import type { MessageQuery } from './message-reads.ts';

/** Lines that were looked at at once, and what was found among them. */
export interface Look {
  readonly lines: number;
  /** All that is sought from this id on, down from the look before, is in it: the oldest that was looked at, or as far as an index leads. */
  readonly low: number | null;
  /** Those that are sought, newest first. */
  readonly ids: readonly number[];
  /** How many of the lines have a smaller id. */
  readonly below: (id: number) => Promise<number>;
}

/** Looks at the lines of a day within the range, the newest first, so many at once. */
export async function* lookAtAll(
  ask: Ask,
  days: Days,
  day: Day,
  query: MessageQuery,
  range: IdRange,
  most: () => number,
): AsyncGenerator<Look> {
  let { past } = range;
  for (let isLeft = true; isLeft;) {
    const asked = most();
    const look = await lookAt(ask, days, day, query, {
      from: `(${select} WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?)`,
      parameters: [range.first, past, asked],
    });
    yield look;
    isLeft = look.lines === asked;
    past = look.low ?? past;
  }
}

/** The same of those that words lead to. */
export async function* lookByWords(ask: Ask, by: ByWords, query: MessageQuery, range: IdRange): AsyncGenerator<Look> {
  for await (const ids of gathered(idsByWords(ask, by, range), Math.min(by.most(), query.limit + 1)))
    yield await lookAt(ask, by.days, by.day, query, linesOfIds(ids));
}

/** The lines of these ids. */
export function linesOfIds(ids: readonly number[]): Part {
  // With a limit it is no part of what is around it, where each line would be put together as often as it is looked at.
  return {
    from: `(${select} WHERE id IN (SELECT value FROM json_each(?)) LIMIT -1)`,
    parameters: [JSON.stringify(ids)],
  };
}

/** The same, so many at least at once: of a rare word a segment has one or two. */
async function* gathered(parts: AsyncIterable<readonly number[]>, least: number): AsyncGenerator<readonly number[]> {
  let ids: readonly number[] = [];
  for await (const part of parts) {
    ids = [...ids, ...part];
    if (ids.length < least) continue;
    yield ids;
    ids = [];
  }
  if (ids.length > 0) yield ids;
}

/** Rows as `select` gives them, as a part of SQL. */
export interface Part {
  readonly from: string;
  readonly parameters: readonly Cell[];
  /** Whether a line may have a NUL or letters beyond ASCII, as SQL, where it tells. */
  readonly mayBeOdd?: string;
}

/** Looks at the lines that a part of SQL gives. */
export async function lookAt(
  ask: Ask,
  days: Days,
  day: Day,
  query: MessageQuery,
  { from, parameters, mayBeOdd }: Part,
): Promise<Look> {
  const conditions = allOf(query, mayBeOdd);
  const sql = `SELECT count(*) AS lines, min(id) AS low, json_group_array(id) FILTER (WHERE true${conditions.where}) AS ids FROM ${from}`;
  const [row] = await askDay(ask, days, day, sql, [...conditions.parameters, ...parameters]);
  // The border: the columns are those of the statement.
  const { lines = 0, low = null, ids = '[]' } = (row ?? {}) as { lines?: number; low?: number | null; ids?: string };
  return {
    ...{ lines, low, ids: (JSON.parse(ids) as number[]).sort((one, other) => other - one) },
    below: async (id) => {
      const [counted] = await askDay(ask, days, day, `SELECT count(*) AS lines FROM ${from} WHERE id < ?`, [
        ...parameters,
        id,
      ]);
      return Number(counted?.['lines'] ?? 0);
    },
  };
}
