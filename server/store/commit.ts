import { putAlerts } from './alerts.ts';
import { rowsText } from './cell.ts';
import { appendEvents, userOf } from './event.ts';
import { addHidden } from './hidden.ts';
import { dropHours, putHours } from './hours.ts';
import { putPoll } from './polling.ts';
import { inLine } from './in-line.ts';
import type { Connection, Runs } from './sqlite.ts';
import type { CollectorMark, Projections, WriteSet } from './store.ts';
import { put } from './put.ts';
import {
  attemptTable,
  collectorTable,
  leaseTable,
  minuteTable,
  projections,
  seenTable,
  sessionTable,
  verdictTable,
} from './tables.ts';
import { putPolls } from './polls.ts';
import { forgetCounts } from './session-polls.ts';
import { putPoolMinutes } from './pool-minutes.ts';
import { addSeries } from './series.ts';
import { addUnknown } from './unknown.ts';
import { addUnstored } from './unstored.ts';
import { putUsers } from './user.ts';

/** Writes the set within the transaction that is open; nothing if what is stored of its collector is as new. */
export async function writeSet(writer: Connection, set: WriteSet): Promise<void> {
  if (set.collector !== undefined && !(await isNews(writer, set.collector))) return;
  await inLine(writer, async (line) => {
    await putUsers(line, namesIn([...set.events.map(userOf), ...usersOf(set)]));
    await appendEvents(line, set.events);
    await putRows(line, set);
    await put(line, seenTable, set.seen);
    if (set.alerts !== undefined) await putAlerts(line, set.alerts);
  });
  await addUnknown(writer, set.unknown ?? []);
  await addHidden(writer, set.hidden ?? [], set.at);
  await addUnstored(writer, set.unstored ?? []);
  for (const polled of set.polled ?? []) await putPoll(writer, polled);
  if (set.polls !== undefined) await putPolls(writer, set.polls);
  if (set.poolMinutes !== undefined) await putPoolMinutes(writer, set.poolMinutes, set.at);
  await addSeries(writer, set.series ?? []);
  if (set.collector !== undefined) await put(writer, collectorTable, [set.collector]);
  await forgetCounts(writer, set.at);
  await beat(writer, set.at);
}

/** Writes rows of the projections, each in place of the one with its key. */
export async function putProjections(writer: Runs, rows: Projections): Promise<void> {
  await putUsers(writer, namesIn(usersOf(rows)));
  await putRows(writer, rows);
}

function usersOf({ sessions, attempts, verdicts }: Projections): readonly (string | undefined)[] {
  return [...sessions, ...attempts, ...verdicts].map(({ user }) => user);
}

function namesIn(users: readonly (string | undefined)[]): ReadonlySet<string> {
  return new Set(users.filter((user) => user !== undefined));
}

/** The same where the users are there. */
async function putRows(writer: Runs, { sessions, attempts, verdicts, leases, minutes }: Projections): Promise<void> {
  await put(writer, sessionTable, sessions);
  await put(writer, attemptTable, attempts);
  await put(writer, verdictTable, verdicts);
  if (leases.drop.length > 0) {
    await writer.run('DELETE FROM lease WHERE (device, address) IN (SELECT value->>0, value->>1 FROM jsonb_each(?))', [
      rowsText(leases.drop.map(({ device, address }) => [device, address])),
    ]);
  }
  await put(writer, leaseTable, leases.put);
  await put(writer, minuteTable, minutes);
  await putHours(writer, minutes);
}

/** Empties the projections and has them filled anew from the events. Of minutes some of whose events have been deleted it leaves what there is. */
export async function refill(
  writer: Connection,
  fill: (put: (rows: Projections) => Promise<void>) => Promise<void>,
): Promise<void> {
  const [purged] = await writer.all<{ before: number | null }>('SELECT max(before) AS before FROM purge');
  const whole = purged?.before ?? 0;
  for (const { name } of projections)
    if (name === minuteTable.name) await writer.run(`DELETE FROM ${name} WHERE minute >= ?`, [whole]);
    else await writer.run(`DELETE FROM ${name}`);
  await dropHours(writer, whole);
  await fill((rows) =>
    putProjections(writer, { ...rows, minutes: rows.minutes.filter(({ minute }) => minute >= whole) }),
  );
}

/** Notes that we lived at this time. */
async function beat(writer: Connection, at: number): Promise<void> {
  await writer.run('INSERT INTO heartbeat (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at', [
    at,
  ]);
}

async function isNews(writer: Connection, { name, epoch, seq }: CollectorMark): Promise<boolean> {
  const rows = await writer.all('SELECT 1 AS found FROM collector WHERE name = ? AND (epoch, seq) >= (?, ?)', [
    name,
    epoch,
    seq,
  ]);
  return rows.length === 0;
}
