import type { Usual } from '../domain/usual.ts';
import type { Ask } from './readers.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;
const DAYS = 7;

/** Names tried from one address without one that got in: from so many on it is more than somebody's bad memory. */
const SPRAYED = 5;

/** What the same time of the last seven days was like. Times at which nobody collected count as unknown, never as nothing. */
export async function usualAt(ask: Ask, main: string, now: number): Promise<Usual> {
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
  // A minute in which nothing changed has no row: the one before holds on.
  const [then] = await ask<{ active: number }>(
    main,
    'SELECT active FROM minute WHERE minute <= ? ORDER BY minute DESC LIMIT 1',
    [week],
  );
  const counts: number[] = [];
  for (let day = 1; day <= DAYS; day++) {
    const to = now - day * DAY;
    if (!(await blind(to - QUARTER, to))) counts.push(await failedIn(ask, main, to));
  }
  const sources = await ask<{ names: number }>(main, sprayed, [now - QUARTER - MINUTE, now - QUARTER, SPRAYED]);
  return {
    sessionsLastWeek: then === undefined || (await blind(week, week)) ? null : then.active,
    failed: { usual: median(counts), days: counts.length },
    sprays: { sources: sources.length, names: Math.max(0, ...sources.map(({ names }) => names)) },
    causes: await ask(main, causes, [now - QUARTER - MINUTE, now - QUARTER]),
  };
}

const sprayed = `SELECT count(DISTINCT user) AS names FROM attempt
  WHERE outcome = 'failed' AND start >= ? AND seenAt >= ? AND publicIp IS NOT NULL
  GROUP BY publicIp HAVING count(DISTINCT user) >= ?`;

const causes = `SELECT coalesce(cause, 'unknown') AS cause, count(*) AS failed FROM attempt
  WHERE outcome = 'failed' AND start >= ? AND seenAt >= ? GROUP BY 1 ORDER BY 2 DESC, 1`;

/** Those of the 15 minutes before; by their start, as the index has it: one that goes on for longer than a minute is rare. */
async function failedIn(ask: Ask, main: string, to: number): Promise<number> {
  const [row] = await ask<{ n: number }>(
    main,
    `SELECT count(*) AS n FROM attempt WHERE outcome = 'failed' AND start >= ? AND start < ? AND seenAt >= ? AND seenAt < ?`,
    [to - QUARTER - MINUTE, to, to - QUARTER, to],
  );
  return row?.n ?? 0;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.length === 0 ? null : middle.reduce((sum, one) => sum + one, 0) / middle.length;
}
