import type { GapRow } from '../domain/feed.ts';
import type { Ask } from './readers.ts';
import type { MinuteSpan, MinutesQuery } from './reads.ts';
import { gapTable, minuteTable } from './tables.ts';

// Beside max() a bare column is that of the row with the greatest: SQLite promises it where there is but one max().
const steps = `SELECT minute / ? * ? AS minute, max(minute) AS last, active, sum(opened) AS opened, sum(ended) AS ended,
  sum(bytesTx) AS bytesTx, sum(bytesRx) AS bytesRx FROM minute WHERE minute >= ? AND minute < ? GROUP BY 1 ORDER BY 1`;

/** Gaps that an answer tells at most: who was away more often than this in one span has other troubles. */
const MOST_GAPS = 2000;

/** The minutes of a span, put together by steps. */
export async function spanOfMinutes(ask: Ask, main: string, { from, to, step }: MinutesQuery): Promise<MinuteSpan> {
  const before = await ask(main, `${minuteTable.select} WHERE t.minute < ? ORDER BY t.minute DESC LIMIT 1`, [from]);
  const rows = await ask(main, steps, [step, step, from, to]);
  const gaps = await gapsWithin(ask, main, from, to);
  const minutes = [...before, ...rows].map((row) => minuteTable.fromRow(row));
  return { minutes, gaps };
}

/** The spans in which nothing was collected, as far as they reach into this one; the latest, if there are too many. */
export async function gapsWithin(ask: Ask, main: string, from: number, to: number): Promise<readonly GapRow[]> {
  const gaps = await ask(
    main,
    `${gapTable.select} WHERE t."to" > ? AND t."from" < ? ORDER BY t."from" DESC LIMIT ${MOST_GAPS}`,
    [from, to],
  );
  return gaps.map((row) => gapTable.fromRow(row)).reverse();
}
