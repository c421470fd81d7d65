import type { PollChange } from '../domain/poll-set.ts';
import type { SessionCount } from '../domain/session-count.ts';
import type { SessionListing } from '../domain/session-listing.ts';
import type { SessionText } from '../domain/session-text.ts';
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
  { counts, listings, texts }: Pick<PollChange, 'counts' | 'listings' | 'texts'>,
): Promise<void> {
  await put(writer, countTable, counts);
  await putTexts(writer, texts);
  if (listings.length === 0) return;
  await writer.run(
    `INSERT INTO session_listing (session, what, at, listed) SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?)
     WHERE true ON CONFLICT (session, what) DO UPDATE SET at = excluded.at, listed = excluded.listed WHERE excluded.at >= at`,
    [rowsText(listings.map(({ session, what, at, listed }) => [session, what, at, jsonText(listed)]))],
  );
}

/** The first text of a session stays, its latest gives way to a later one. */
async function putTexts(writer: Connection, texts: readonly SessionText[]): Promise<void> {
  if (texts.length === 0) return;
  await writer.run(
    `INSERT INTO session_text (session, which, at, text) SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?)
     WHERE true ON CONFLICT (session, which) DO UPDATE SET at = excluded.at, text = excluded.text WHERE which = 'latest' AND excluded.at >= at`,
    [rowsText(texts.map(({ session, which, at, text }) => [session, which, at, text]))],
  );
}

/** By leaps from session to session: there are far more counts than sessions. */
const counted = `WITH RECURSIVE counted(session) AS (
  SELECT min(session) FROM session_count
  UNION ALL SELECT (SELECT min(session) FROM session_count WHERE session > counted.session) FROM counted WHERE session IS NOT NULL)`;

/** Once an hour, by the heartbeat (`at` is that of now), the counts and texts of sessions go that have been over for a day. */
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
  await writer.run(
    `DELETE FROM session_text WHERE session IN (
       SELECT p.session FROM session_text p LEFT JOIN session s ON s.id = p.session
       WHERE s.id IS NULL OR (s.state = 'ended' AND s."end" < ?))`,
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

/** What the first and the latest poll that listed a session printed of it, as far as it is kept. */
export async function textsOf(ask: Ask, main: string, session: number): Promise<readonly SessionText[]> {
  const rows = await ask(main, 'SELECT session, which, at, text FROM session_text WHERE session = ? ORDER BY at', [
    session,
  ]);
  // The border: a row is what `putTexts` wrote.
  return rows as readonly unknown[] as readonly SessionText[];
}
