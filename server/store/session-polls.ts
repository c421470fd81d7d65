import type { PollChange } from '../domain/poll-set.ts';
import type { SessionCount } from '../domain/session-count.ts';
import type { SessionListing } from '../domain/session-listing.ts';
import { jsonText, rowsText } from './cell.ts';
import { put } from './put.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row } from './sqlite.ts';
import { makeTable } from './table.ts';

const countTable = makeTable<SessionCount>('session_count', ['session', 'at'], {
  session: 'plain',
  at: 'plain',
  bytesTx: 'plain',
  bytesRx: 'plain',
  anew: 'plain',
});

const HOUR = 60 * 60_000;
/** How long after its end the counts of a session are kept, in milliseconds. */
const KEPT = 24 * HOUR;

/** Writes what polls told of single sessions, within the transaction that is open. */
export async function putSessionPolls(
  writer: Connection,
  { counts, listings }: Pick<PollChange, 'counts' | 'listings'>,
): Promise<void> {
  await put(writer, countTable, counts);
  if (listings.length === 0) return;
  await writer.run(
    `INSERT INTO session_listing (session, what, at, listed) SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?)
     WHERE true ON CONFLICT (session, what) DO UPDATE SET at = excluded.at, listed = excluded.listed WHERE excluded.at >= at`,
    [rowsText(listings.map(({ session, what, at, listed }) => [session, what, at, jsonText(listed)]))],
  );
}

/** By leaps from session to session: there are far more counts than sessions. */
const counted = `WITH RECURSIVE counted(session) AS (
  SELECT min(session) FROM session_count
  UNION ALL SELECT (SELECT min(session) FROM session_count WHERE session > counted.session) FROM counted WHERE session IS NOT NULL)`;

/** Once an hour, by the heartbeat (`at` is that of now), the counts of sessions go that have been over for a day. */
export async function forgetCounts(writer: Connection, at: number): Promise<void> {
  const [last] = await writer.all('SELECT at FROM heartbeat');
  const before = last?.['at'];
  if (typeof before === 'number' && Math.floor(before / HOUR) === Math.floor(at / HOUR)) return;
  await writer.run(
    `${counted} DELETE FROM session_count WHERE session IN (
       SELECT c.session FROM counted c LEFT JOIN session s ON s.id = c.session
       WHERE c.session IS NOT NULL AND (s.id IS NULL OR (s.state = 'ended' AND s."end" < ?)))`,
    [at - KEPT],
  );
}

/** The counts of a session that are kept, the earliest first. */
export async function countsOf(ask: Ask, main: string, session: number): Promise<readonly SessionCount[]> {
  const rows = await ask(main, `${countTable.select} WHERE t.session = ? ORDER BY t.at`, [session]);
  return rows.map((row) => countTable.fromRow(row));
}

/** What detailed listings told of a session last. */
export async function listingsOf(ask: Ask, main: string, session: number): Promise<readonly SessionListing[]> {
  const rows = await ask(main, 'SELECT session, what, at, listed FROM session_listing WHERE session = ?', [session]);
  // The border: a row is what `putSessionPolls` wrote.
  return rows.map((row: Row) => ({ ...row, listed: JSON.parse(String(row['listed'])) as unknown }) as SessionListing);
}
