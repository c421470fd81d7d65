import type { Usual } from '../domain/usual.ts';
import { onAny } from './newest.ts';
import type { Ask } from './readers.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;
const DAYS = 7;

/** Names tried from one address without one that got in: from so many on it is more than somebody's bad memory. */
const SPRAYED = 5;

/** What the same time of the last seven days was like, of all devices or some. Times at which nobody collected count as unknown, never as nothing. */
export async function usualAt(ask: Ask, main: string, now: number, devices?: readonly number[]): Promise<Usual> {
  const [first] = await ask<{ at: number | null }>(main, 'SELECT min(minute) AS at FROM minute');
  const since = first?.at ?? Infinity;
  const blind = async (from: number, to: number): Promise<boolean> => {
    const [gap] = await ask<{ n: number }>(main, 'SELECT count(*) AS n FROM gap WHERE "from" <= ? AND "to" > ?', [
      to,
      from,
    ]);
    return since > from || (gap?.n ?? 0) > 0;
  };
  const week = now - DAYS * DAY;
  const [there, ...ids] = onAny(devices);
  const then = devices === undefined ? await activeAt(ask, main, week) : await activeOn(ask, main, week, devices);
  const counts: number[] = [];
  for (let day = 1; day <= DAYS; day++) {
    const to = now - day * DAY;
    if (!(await blind(to - QUARTER, to))) counts.push(await failedIn(ask, main, to, devices));
  }
  const lately = [now - QUARTER - MINUTE, now - QUARTER];
  const sources = await ask<{ names: number }>(main, sprayed(there), [...lately, ...ids, SPRAYED]);
  return {
    sessionsLastWeek: then === undefined || (await blind(week, week)) ? null : then,
    failed: { usual: median(counts), days: counts.length },
    sprays: { sources: sources.length, names: Math.max(0, ...sources.map(({ names }) => names)) },
    causes: await ask(main, causes(there), [...lately, ...ids]),
  };
}

const sprayed = (there: string): string => `SELECT count(DISTINCT user) AS names FROM attempt
  WHERE outcome = 'failed' AND start >= ? AND seenAt >= ? AND publicIp IS NOT NULL AND ${there}
  GROUP BY publicIp HAVING count(DISTINCT user) >= ?`;

const causes = (there: string): string => `SELECT coalesce(cause, 'unknown') AS cause, count(*) AS failed FROM attempt
  WHERE outcome = 'failed' AND start >= ? AND seenAt >= ? AND ${there} GROUP BY 1 ORDER BY 2 DESC, 1`;

/** A minute in which nothing changed has no row: the one before holds on. */
async function activeAt(ask: Ask, main: string, at: number): Promise<number | undefined> {
  const sql = 'SELECT active FROM minute WHERE minute <= ? ORDER BY minute DESC LIMIT 1';
  const [row] = await ask<{ active: number }>(main, sql, [at]);
  return row?.active;
}

/** No minute is kept for each device: of some they are counted from their sessions. */
async function activeOn(ask: Ask, main: string, at: number, devices: readonly number[]): Promise<number> {
  const [there, ...ids] = onAny(devices);
  const sql = `SELECT count(*) AS n FROM session WHERE ((state = 'active' AND start <= ?) OR ("end" > ? AND start <= ?)) AND ${there}`;
  const [row] = await ask<{ n: number }>(main, sql, [at, at, at, ...ids]);
  return row?.n ?? 0;
}

/** Those of the 15 minutes before; by their start, as the index has it: one that goes on for longer than a minute is rare. */
async function failedIn(ask: Ask, main: string, to: number, devices?: readonly number[]): Promise<number> {
  const [there, ...ids] = onAny(devices);
  const [row] = await ask<{ n: number }>(
    main,
    `SELECT count(*) AS n FROM attempt WHERE outcome = 'failed' AND start >= ? AND start < ? AND seenAt >= ? AND seenAt < ? AND ${there}`,
    [to - QUARTER - MINUTE, to, to - QUARTER, to, ...ids],
  );
  return row?.n ?? 0;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.length === 0 ? null : middle.reduce((sum, one) => sum + one, 0) / middle.length;
}
