import type { Purge, Purged } from '../domain/retention.ts';
import { tiers } from '../domain/series.ts';
import { dayOf } from './day.ts';
import type { Days } from './days.ts';
import { FIRST_IMPORTED } from './event.ts';
import { HOUR } from './hours.ts';
import type { Readers } from './readers.ts';
import { purgeSeries } from './series.ts';
import type { Connection } from './sqlite.ts';

/** How far back it must lie (epoch milliseconds), how many may go in one step, how many may be looked at for them, and where the step before stopped. */
export interface PurgeStep {
  readonly before: number;
  readonly most: number;
  readonly look: number;
  readonly after: number;
}

/** What a step came to, and where it stopped. */
export interface PurgeDone extends Omit<Purged, 'held'> {
  readonly stopped: number;
}

type Step = (writer: Connection, step: PurgeStep) => Promise<PurgeDone>;

const ofAttempt = `kind IN ('attempt.advanced', 'attempt.ended', 'verdict.attributed')`;
const ofVerdict = `kind IN ('login.rejected', 'verdict.given', 'verdict.attributed')`;
const last = '(SELECT max(seq) FROM event)';
const lastImported = '(SELECT max(seq) FROM event WHERE seq < 0)';
const these = 'IN (SELECT value FROM json_each(?))';

/** Each way of deleting; message days are unlinked by whoever has them. */
export const purgeSteps: Readonly<Record<Exclude<Purge, 'messages'>, Step>> = {
  // The counts stay: alerts are judged by them.
  samples: (writer, { before, most }) =>
    simple(writer, most, `UPDATE unknown SET sample = '' WHERE rowid IN
      (SELECT rowid FROM unknown WHERE last < ? AND sample <> '' LIMIT ?)`, before), // prettier-ignore
  unstored: (writer, { before, most }) =>
    simple(writer, most, `DELETE FROM unstored WHERE (device, minute, messageId) IN (SELECT u.device, u.minute, u.messageId
      FROM device d CROSS JOIN unstored u ON u.device = d.id WHERE u.minute < ? LIMIT ?)`, before), // prettier-ignore
  sessions: async (writer, { before, most }) => {
    const ids = await found(
      writer,
      `SELECT id FROM session WHERE state = 'ended' AND "end" < ? AND NOT EXISTS (
         SELECT 1 FROM event WHERE session = session.id AND kind NOT LIKE 'attempt.%' AND (at >= ? OR seq = ${last})) LIMIT ?`,
      [before, before, most],
    );
    if (ids.length === 0) return nothing;
    await released(writer, before, async () => {
      const users = await usersOf(writer, 'session', ids);
      // The addresses that it had are no part of it: they may be somebody else's by now, and leave by themselves.
      const own = `session ${these} AND kind NOT LIKE 'attempt.%' AND kind <> 'address.assigned'`;
      await writer.run(`DELETE FROM event WHERE ${own}`, [JSON.stringify(ids)]);
      for (const table of ['meter', 'session_count', 'session_listing', 'session_text'])
        await writer.run(`DELETE FROM ${table} WHERE session ${these}`, [JSON.stringify(ids)]);
      await writer.run(`DELETE FROM session WHERE id ${these}`, [JSON.stringify(ids)]);
      await writer.run(`UPDATE purge SET lowestSession = min(lowestSession, ?) WHERE what = 'sessions'`, [
        Math.min(0, ...ids),
      ]);
      await forgetUsers(writer, users);
    });
    return { gone: ids.length, more: ids.length === most, stopped: 0 };
  },
  attempts: async (writer, { before, most }) => {
    const ids = await found(
      writer,
      `SELECT id FROM attempt WHERE outcome <> 'open' AND start < ? AND seenAt < ?
         AND NOT EXISTS (SELECT 1 FROM event WHERE body->>'attempt' = attempt.id AND ${ofAttempt} AND (at >= ? OR seq = ${last}))
         AND NOT EXISTS (SELECT 1 FROM verdict WHERE attempt = attempt.id AND at >= ?) LIMIT ?`,
      [before, before, before, before, most],
    );
    if (ids.length === 0) return nothing;
    await released(writer, before, async () => {
      const verdicts = await found(writer, `SELECT id FROM verdict WHERE attempt ${these}`, [JSON.stringify(ids)]);
      const users = await usersOf(writer, 'attempt', ids);
      await writer.run(`DELETE FROM event WHERE body->>'attempt' ${these} AND ${ofAttempt}`, [JSON.stringify(ids)]);
      await writer.run(`DELETE FROM attempt WHERE id ${these}`, [JSON.stringify(ids)]);
      await dropVerdicts(writer, verdicts, users);
    });
    return { gone: ids.length, more: ids.length === most, stopped: 0 };
  },
  verdicts: async (writer, { before, most, look, after }) => {
    // The id of a message is the microsecond of its arrival, or later.
    const rows = await writer.all<{ id: number; old: number }>(
      `SELECT id, service <> 'unknown' AND at < ? AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.id = verdict.attempt)
         AND NOT EXISTS (SELECT 1 FROM event WHERE body->>'verdict' = verdict.id AND ${ofVerdict} AND (at >= ? OR seq = ${last})) AS old
       FROM verdict WHERE id > ? AND id < ? ORDER BY id LIMIT ?`,
      [before, before, after, before * 1000, look],
    );
    const { passed, old, more } = upTo(rows, most, look);
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) await released(writer, before, () => dropVerdicts(writer, ids, new Set()));
    return { gone: ids.length, more, stopped: passed.at(-1)?.id ?? after };
  },
  events: (writer, step) => orphans(writer, step, last),
  imported: (writer, step) =>
    orphans(writer, { ...step, after: step.after === 0 ? FIRST_IMPORTED - 1 : step.after }, lastImported),
  // The same id must not be given twice while something has it, nor to what an import that was cut off goes on with.
  importedSeconds: async (writer, { before, most, look, after }) => {
    const holds = (table: string): string =>
      `EXISTS (SELECT 1 FROM ${table} WHERE id >= second * 1000000 AND id < (second + 1) * 1000000)`;
    const rows = await writer.all<{ second: number; old: number }>(
      `SELECT second, NOT (${['session', 'attempt', 'verdict'].map(holds).join(' OR ')}) AS old FROM archive_second
       WHERE second > ? AND second < ? AND NOT EXISTS (SELECT 1 FROM archive_chain WHERE open = 1) ORDER BY second LIMIT ?`,
      [after, Math.floor(before / 1000), look],
    );
    const { passed, old, more } = upTo(rows, most, look);
    await writer.run(`DELETE FROM archive_second WHERE second ${these}`, [
      JSON.stringify(old.map((row) => row.second)),
    ]);
    return { gone: old.length, more, stopped: passed.at(-1)?.second ?? after };
  },
  // Ids count on from the greatest.
  alerts: async (writer, { before, most }) => {
    const ids = await found(
      writer,
      `SELECT id FROM alert WHERE raisedAt < ? AND clearedAt < ? AND id < (SELECT max(id) FROM alert)
         AND id NOT IN (SELECT w.value FROM alert_group g, json_each(g.body, '$.waiting') w) LIMIT ?`,
      [before, before, most],
    );
    const list = JSON.stringify(ids);
    await writer.run(`DELETE FROM alert_event WHERE alert ${these}`, [list]);
    await writer.run(`DELETE FROM alert WHERE id ${these}`, [list]);
    return { gone: ids.length, more: ids.length === most, stopped: 0 };
  },
  // Ids count on from the greatest.
  mutes: async (writer, { before, most }) => {
    let gone = 0;
    for (const table of ['silence', 'maintenance'])
      gone += await writer.run(
        `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE until < ? AND id < (SELECT max(id) FROM ${table}) LIMIT ?)`,
        [before, most],
      );
    return { gone, more: gone >= most, stopped: 0 };
  },
  notifications: async (writer, { before, most, look, after }) => {
    const rows = await writer.all<{ id: number; old: number }>(
      `SELECT id, NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notification = n.id AND (d.state = 'due' OR d.doneAt >= ?))
         AND NOT EXISTS (SELECT 1 FROM json_each(n.alerts) a JOIN alert ON alert.id = a.value->>'alert') AS old
       FROM notification n WHERE id > ? AND at < ? AND id < (SELECT max(id) FROM notification) ORDER BY id LIMIT ?`,
      [before, after, before, look],
    );
    const { passed, old, more } = upTo(rows, most, look);
    const ids = old.map(({ id }) => id);
    const list = JSON.stringify(ids);
    await writer.run(`DELETE FROM told WHERE notification ${these}`, [list]);
    await writer.run(`DELETE FROM delivery WHERE notification ${these}`, [list]);
    await writer.run(`DELETE FROM notification WHERE id ${these}`, [list]);
    return { gone: ids.length, more, stopped: passed.at(-1)?.id ?? after };
  },
  minutes: async (writer, { before, most }) => {
    await note(writer, 'charts', before);
    await writer.run('DELETE FROM hour WHERE hour < ?', [before - HOUR]);
    return simple(writer, most, 'DELETE FROM minute WHERE minute IN (SELECT minute FROM minute WHERE minute < ? ORDER BY minute LIMIT ?)', before); // prettier-ignore
  },
  // By leaps from pool to pool: their minutes stand one behind the other.
  poolMinutes: async (writer, { before, most }) => {
    const [pool] = await writer.all<{ device: number; pool: string }>(firstOldPool, [before]);
    if (pool === undefined) return nothing;
    const { device, pool: name } = pool;
    const gone = await writer.run(
      `DELETE FROM pool_minute WHERE device = ? AND pool = ? AND minute IN (
         SELECT minute FROM pool_minute WHERE device = ? AND pool = ? AND minute < ? ORDER BY minute LIMIT ?)`,
      [device, name, device, name, before, most],
    );
    return { gone, more: true, stopped: 0 };
  },
  series10s: (writer, step) => purgeSeries(writer, tiers[0], step),
  series1m: (writer, step) => purgeSeries(writer, tiers[1], step),
  series10m: (writer, step) => purgeSeries(writer, tiers[2], step),
  series1h: (writer, step) => purgeSeries(writer, tiers[3], step),
  series1d: (writer, step) => purgeSeries(writer, tiers[4], step),
};

/** Unlinks the oldest message day, if all of it came before. */
export async function expireDay(
  days: Days,
  readers: Pick<Readers, 'forget'>,
  before: number,
): Promise<PurgeDone & Purged> {
  const begun = performance.now();
  const day = await days.expire(dayOf(before * 1000));
  if (day !== undefined) await readers.forget(days.path(day));
  const gone = day === undefined ? 0 : 1;
  return { gone, more: gone > 0, stopped: 0, held: performance.now() - begun };
}

/** Goes through events up to the last one, which stays: numbers count on from it. */
async function orphans(writer: Connection, { before, most, look, after }: PurgeStep, end: string): Promise<PurgeDone> {
  const rows = await writer.all<{ seq: number; at: number; old: number }>(
    `SELECT seq, at, at < ? AND ${left} AS old FROM event e WHERE seq > ? AND seq < ${end} ORDER BY seq LIMIT ?`,
    [before, after, look],
  );
  // Numbers are given in the order of arrival, but for what polls tell: their clock stands at their beginning. Archives come in any order.
  const isRipe = end === lastImported || rows.some(({ at }) => at < before);
  const { passed, old, more } = upTo(rows, most, look);
  const seqs = old.map(({ seq }) => seq);
  if (seqs.length > 0)
    await released(writer, before, async () => {
      const users = await found(writer, `SELECT DISTINCT user AS id FROM event WHERE seq ${these} AND user IS NOT NULL`, [JSON.stringify(seqs)]); // prettier-ignore
      await writer.run(`DELETE FROM event WHERE seq ${these}`, [JSON.stringify(seqs)]);
      await forgetUsers(writer, new Set(users));
    });
  return { gone: seqs.length, more: more && isRipe, stopped: passed.at(-1)?.seq ?? after };
}

const nothing: PurgeDone = { gone: 0, more: false, stopped: 0 };

const firstOldPool = `WITH RECURSIVE pools(device, pool, first) AS (
    SELECT * FROM (SELECT device, pool, minute FROM pool_minute ORDER BY device, pool, minute LIMIT 1)
    UNION ALL SELECT next.device, next.pool, next.minute FROM pools JOIN pool_minute next
      ON (next.device, next.pool, next.minute) = (SELECT device, pool, minute FROM pool_minute p
        WHERE (p.device, p.pool) > (pools.device, pools.pool) ORDER BY p.device, p.pool, p.minute LIMIT 1))
  SELECT device, pool FROM pools WHERE first < ? LIMIT 1`;

/** Whether nothing that is kept is made of the event: an address that is in use is, up to the last time that it was freed. */
const left = `CASE
  WHEN kind IN ('address.assigned', 'address.freed') THEN
    NOT EXISTS (SELECT 1 FROM lease l WHERE l.device = e.device AND l.address = e.body->>'address')
    OR EXISTS (SELECT 1 FROM event f WHERE f.kind = 'address.freed' AND f.device = e.device AND f.body->>'address' = e.body->>'address' AND f.seq > e.seq)
  WHEN kind = 'address.refused' THEN 1
  WHEN kind LIKE 'attempt.%' THEN NOT EXISTS (SELECT 1 FROM attempt a WHERE a.id = e.body->>'attempt')
  WHEN ${ofVerdict} THEN NOT EXISTS (SELECT 1 FROM verdict v WHERE v.id = e.body->>'verdict')
  ELSE NOT EXISTS (SELECT 1 FROM session s WHERE s.id = e.session) END`;

/** Of rows that were looked at those that the step passes, at most so many of them old, and whether there may be more. */
function upTo<R extends { readonly old: number }>(rows: readonly R[], most: number, look: number) {
  let count = 0;
  const end = rows.findIndex(({ old }) => (count += old) > most);
  const passed = end < 0 ? rows : rows.slice(0, end);
  return { passed, old: passed.filter(({ old }) => old === 1), more: end >= 0 || rows.length === look };
}

async function simple(writer: Connection, most: number, sql: string, before: number): Promise<PurgeDone> {
  const gone = await writer.run(sql, [before, most]);
  return { gone, more: gone === most, stopped: 0 };
}

async function found(writer: Connection, sql: string, values: readonly (string | number)[]): Promise<number[]> {
  return (await writer.all<{ id: number }>(sql, values)).map(({ id }) => id);
}

/** Lets events go while the work lasts, and notes from when on all of them are there. */
async function released(writer: Connection, before: number, work: () => Promise<void>): Promise<void> {
  // What polls told stands a little behind its time in the order of events: minutes near the border may have been made with what goes now.
  await note(writer, 'sessions', before + HOUR);
  await writer.run(`INSERT INTO event_release (why) VALUES ('retention')`);
  await work();
  await writer.run('DELETE FROM event_release');
}

async function note(writer: Connection, what: string, before: number): Promise<void> {
  await writer.run(
    `INSERT INTO purge (what, before) VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET before = max(before, excluded.before)`,
    [what, before],
  );
}

async function usersOf(
  writer: Connection,
  table: 'session' | 'attempt' | 'verdict',
  ids: readonly number[],
): Promise<Set<number>> {
  // prettier-ignore
  const sql = `SELECT DISTINCT user AS id FROM ${table} WHERE id ${these} AND user IS NOT NULL`;
  return new Set(await found(writer, sql, [JSON.stringify(ids)]));
}

async function dropVerdicts(writer: Connection, ids: readonly number[], users: Set<number>): Promise<void> {
  for (const user of await usersOf(writer, 'verdict', ids)) users.add(user);
  await writer.run(`DELETE FROM event WHERE body->>'verdict' ${these} AND ${ofVerdict}`, [JSON.stringify(ids)]);
  await writer.run(`DELETE FROM verdict WHERE id ${these}`, [JSON.stringify(ids)]);
  await forgetUsers(writer, users);
}

/** A name to which nothing refers any more is not kept. */
async function forgetUsers(writer: Connection, users: ReadonlySet<number>): Promise<void> {
  const of = (table: string): string => `NOT EXISTS (SELECT 1 FROM ${table} WHERE user = user.id)`;
  const free = ['session', 'attempt', 'verdict', 'event'].map((table) => of(table).replace('user.id', 'u.id'));
  await writer.run(
    `DELETE FROM user WHERE id IN (SELECT u.id FROM user u WHERE u.id ${these} AND ${free.join(' AND ')})`,
    [JSON.stringify([...users])],
  );
}
