import type { GapRow, MinuteRow } from '../domain/feed.ts';
import { HOUR } from './hours.ts';
import type { Ask } from './readers.ts';
import type { MinuteSpan, MinutesQuery } from './reads.ts';
import { gapTable, minuteTable } from './tables.ts';

// Beside max() a bare column is that of the row with the greatest: SQLite promises it where there is but one max().
const steps = (table: 'minute' | 'hour'): string =>
  `SELECT ${table} / ? * ? AS minute, max(${table}) AS last, active, sum(opened) AS opened, sum(ended) AS ended,
    sum(bytesTx) AS bytesTx, sum(bytesRx) AS bytesRx FROM ${table} WHERE ${table} >= ? AND ${table} < ? GROUP BY 1 ORDER BY 1`;

/** Gaps that an answer tells at most: who was away more often than this in one span has other troubles. */
const MOST_GAPS = 2000;

/** The minutes of a span, put together by steps; where these are whole hours, from the hours. */
export async function spanOfMinutes(ask: Ask, main: string, query: MinutesQuery): Promise<MinuteSpan> {
  const { from, to, step, devices } = query;
  const gaps = await gapsWithin(ask, main, from, to);
  if (devices !== undefined) return { minutes: await minutesOf(ask, main, query, devices), gaps };
  const before = await ask(main, `${minuteTable.select} WHERE t.minute < ? ORDER BY t.minute DESC LIMIT 1`, [from]);
  const table = [step, from, to].every((time) => time % HOUR === 0) ? 'hour' : 'minute';
  const rows = await ask(main, steps(table), [step, step, from, to]);
  return { minutes: [...before, ...rows].map((row) => minuteTable.fromRow(row)), gaps };
}

/** The spans in which nothing was collected, as far as they reach into this one; the latest, if there are too many. */
export async function gapsWithin(ask: Ask, main: string, from: number, to: number): Promise<readonly GapRow[]> {
  const rows = await ask(
    main,
    `${gapTable.select} WHERE t."to" > ? AND t."from" < ? ORDER BY t."from" DESC LIMIT ${MOST_GAPS}`,
    [from, to],
  );
  return rows.map((row) => gapTable.fromRow(row)).reverse();
}

/** A last sign of life that is older than this is not just the one before the next, in milliseconds. */
const STALE = 60_000;

// Where only logins fail no minute changes anything.
const firstSign = `SELECT min(at) AS first FROM (SELECT at FROM (SELECT at FROM event WHERE seq > 0 ORDER BY seq LIMIT 1)
  UNION ALL SELECT min(raisedAt) AS at FROM alert)`;

/** The same, with the time before anything was on record, and what has passed since nothing is kept any more. */
export async function unwatchedWithin(ask: Ask, main: string, { from, to }: Span): Promise<readonly GapRow[]> {
  const [last] = await ask<{ at: number }>(main, 'SELECT at FROM heartbeat');
  const end = last === undefined || last.at + STALE >= to ? [] : [{ from: Math.max(from, last.at), to }];
  const [sign] = await ask<{ first: number | null }>(main, firstSign);
  return [
    ...(await beforeRecord(ask, main, { from, to }, sign?.first ?? Infinity)),
    ...(await gapsWithin(ask, main, from, to)),
    ...end,
  ];
}

/** The part of a span in which nobody collected yet: before the first minute that is on record, or `first`. */
export async function beforeRecord(
  ask: Ask,
  main: string,
  { from, to }: Span,
  first = Infinity,
): Promise<readonly GapRow[]> {
  const [minute] = await ask<{ first: number | null }>(main, 'SELECT min(minute) AS first FROM minute');
  const since = Math.min(minute?.first ?? Infinity, first, to);
  return since > from ? [{ from, to: since }] : [];
}

type Span = Pick<MinutesQuery, 'from' | 'to'>;

const these = '+device IN (SELECT value FROM json_each(?))';
const earlier = (
  which: string,
): string => `SELECT (SELECT min(minute) FROM minute) AS since, count(*) AS active FROM session
  WHERE ((state = 'active' AND start < ?) OR ("end" >= ? AND start < ?)) AND ${these}${which}`;
const opened = (which: string): string =>
  `SELECT start / ? * ? AS minute, count(*) AS n FROM session WHERE start >= ? AND start < ? AND ${these}${which} GROUP BY 1`;
const ended = (
  which: string,
): string => `SELECT "end" / ? * ? AS minute, count(*) AS n, ifnull(sum(bytesTx), 0) AS tx, ifnull(sum(bytesRx), 0) AS rx
  FROM session WHERE "end" IS NOT NULL AND "end" >= ? AND "end" < ? AND ${these}${which} GROUP BY 1`;

/** The same of some devices, and of those of their sessions that an `AND` picks: by when each began and ended, as far as is known now. */
export async function minutesOf(
  ask: Ask,
  main: string,
  { from, to, step }: MinutesQuery,
  devices: readonly number[],
  which = '',
): Promise<readonly MinuteRow[]> {
  const ids = JSON.stringify(devices);
  const [before] = await ask<{ since: number | null; active: number }>(main, earlier(which), [from, from, from, ids]);
  const begun = await ask<{ minute: number; n: number }>(main, opened(which), [step, step, from, to, ids]);
  const over = await ask<{ minute: number; n: number; tx: number; rx: number }>(main, ended(which), [
    step,
    step,
    from,
    to,
    ids,
  ]);
  const blank = { opened: 0, ended: 0, bytesTx: 0, bytesRx: 0 };
  const rows = new Map<number, Omit<MinuteRow, 'active'>>();
  for (const { minute, n } of begun) rows.set(minute, { ...blank, minute, opened: n });
  for (const { minute, n, tx, rx } of over)
    rows.set(minute, { ...(rows.get(minute) ?? { ...blank, minute }), ended: n, bytesTx: tx, bytesRx: rx });
  let { active = 0 } = before ?? {};
  // Who was not watched then had not none.
  const first = (before?.since ?? Infinity) < from ? [{ ...blank, minute: from - step, active }] : [];
  const counted = [...rows.values()].sort((one, other) => one.minute - other.minute);
  return [...first, ...counted.map((row): MinuteRow => ({ ...row, active: (active += row.opened - row.ended) }))];
}
