import type { Days } from './days.ts';
import { readDevices } from './device.ts';
import { hiddenHours } from './hidden.ts';
import { arrived, lastArrivedId } from './messages.ts';
import { readPolls } from './polls.ts';
import type { Ask } from './readers.ts';
import type { Counted, Loaded, Told } from './store.ts';
import { told } from './told.ts';
import type { Table } from './table.ts';
import {
  attemptTable,
  collectorTable,
  gapTable,
  leaseTable,
  minuteTable,
  seenTable,
  sessionTable,
  verdictTable,
} from './tables.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * 60_000;

/** How long late lines may still come to what is over, in milliseconds. */
const LATE = 70_000;

/** In the order in which they were opened, which decides where several would do; ids that polls gave count down. */
function asOpened<T extends { readonly id: number }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) => Math.abs(a.id) - Math.abs(b.id));
}

/** Everything the state starts from. `endedSince` and `now` in epoch milliseconds; the time that the program did not run is on top. */
export async function load(ask: Ask, main: string, days: Days, now: number, endedSince: number): Promise<Loaded> {
  const rows = async <T>(table: Table<T>, where = '', ...values: readonly number[]): Promise<readonly T[]> =>
    (await ask(main, `${table.select}${where}`, values)).map((row) => table.fromRow(row));
  const [heartbeat] = await ask<{ at: number }>(main, 'SELECT at FROM heartbeat');
  // However long nobody ran since: what is interpreted late belongs to the hour in which it came.
  const pause = Math.max(0, now - (heartbeat?.at ?? now));
  // Literally the WHERE of their index: only so does SQLite use it.
  const events = await ask<{ kind: Counted; at: number }>(
    main,
    `SELECT kind, at FROM event WHERE kind IN ('login.rejected', 'address.refused') AND at >= ? AND seq > 0 ORDER BY at, seq`,
    [now - QUARTER],
  );
  const failed = await ask<{ kind: Counted; at: number }>(
    main,
    // One that goes on for longer than a minute is rare, and is then not counted after a restart.
    `SELECT 'attempt.ended' AS kind, seenAt AS at FROM attempt WHERE outcome = 'failed' AND start >= ? AND seenAt >= ? AND ${arrived('id')}`,
    [now - QUARTER - MINUTE, now - QUARTER],
  );
  const collectors = await rows(collectorTable, ' ORDER BY t.name');
  // No id is given twice: of the events, and of those that have been deleted.
  const [lowest] = await ask<{ session: number | null }>(
    main,
    `SELECT min((SELECT ifnull(min(session), 0) FROM event WHERE session IS NOT NULL),
       (SELECT ifnull(min(lowestSession), 0) FROM purge)) AS session`,
  );
  return {
    devices: await readDevices(ask, main),
    seen: await rows(seenTable),
    sessions: asOpened([
      ...(await rows(sessionTable, ` WHERE t.state = 'active'`)),
      ...(await rows(
        sessionTable,
        ` WHERE t.state = 'ended' AND t."end" >= ? AND ${arrived('t.id')}`,
        endedSince - pause,
      )),
    ]),
    attempts: asOpened([
      ...(await rows(attemptTable, ` WHERE t.outcome = 'open'`)),
      ...(await rows(
        attemptTable,
        ` WHERE t.outcome <> 'open' AND t.start >= ? AND ${arrived('t.id')}`,
        now - pause - LATE,
      )),
    ]),
    told: await ask<Told>(main, told, [now - pause - LATE, now - pause - LATE]),
    verdicts: await rows(verdictTable, ` WHERE t.service = 'unknown' ORDER BY t.id`),
    leases: await rows(leaseTable),
    minutes: await rows(minuteTable, ' WHERE t.minute >= ? ORDER BY t.minute', now - pause - DAY),
    polls: await readPolls(ask, main, endedSince - pause),
    lowestSession: Math.min(0, lowest?.session ?? 0),
    hidden: await hiddenHours(ask, main, now),
    events15m: [...events, ...failed],
    gaps: await rows(gapTable, ' WHERE t."to" >= ? ORDER BY t."from"', now - DAY),
    collectors,
    lastMessageId: Math.max(await lastArrivedId(ask, days), ...collectors.map(({ lastMessage }) => lastMessage)),
    heartbeat: heartbeat?.at ?? null,
  };
}
