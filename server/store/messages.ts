import type { StoredMessage } from '../domain/batch.ts';
import type { Outcome } from '../domain/feed.ts';
import type { Cell } from './cell.ts';
import { dayOf, firstIdAt, idsOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import type { Ask } from './readers.ts';
import { BadCursor, type FirstQuery, type MessagePage, type MessageQuery } from './reads.ts';
import { SqlError, type Row } from './sqlite.ts';

/** Asks for every trap. */
const ANY_TRAP = 'any';
/** Characters in which name and OID of a trap stand. */
const TRAP_HEAD = 1500;

const IS_TRAP = `messageId IS NULL AND outcome <> 'foreign'`;

const select = `SELECT id, at, "from", messageId, severity, outcome, line FROM message`;

/** The messages with a greater id, in order, at most `limit`. */
export async function messagesAfter(
  ask: Ask,
  days: Days,
  after: number,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (const day of days.list().filter((one) => one >= dayOf(after))) {
    const rows = await askDay(ask, days, day, `${select} WHERE id > ? ORDER BY id LIMIT ?`, [
      after,
      limit - found.length,
    ]);
    found.push(...rows.map(message));
    if (found.length >= limit) break;
  }
  return found;
}

/** A page, newest first. */
export async function pageOfMessages(ask: Ask, days: Days, query: MessageQuery): Promise<MessagePage> {
  const { first, past } = idRange(query);
  const { where, parameters } = conditions(query);
  const found: StoredMessage[] = [];
  // One more than asked for: it tells whether there is a next page.
  const wanted = query.limit + 1;
  for (const day of [...days.list()].reverse()) {
    const ids = idsOf(day);
    if (ids.first >= past || ids.past <= first) continue;
    const sql = `${select} WHERE id >= ? AND id < ?${where} ORDER BY id DESC LIMIT ?`;
    const rows = await askDay(ask, days, day, sql, [first, past, ...parameters, wanted - found.length]);
    found.push(...rows.map(message));
    if (found.length >= wanted) break;
  }
  const messages = found.slice(0, query.limit);
  const last = messages.at(-1);
  return { messages, next: found.length > messages.length && last !== undefined ? String(last[0]) : null };
}

/** The first of those messages that are not older than `since`. */
export async function firstMessage(ask: Ask, days: Days, query: FirstQuery): Promise<StoredMessage | undefined> {
  const { first } = idRange({ ...query, limit: 1 });
  const { where, parameters } = conditions({ ...query, limit: 1 });
  const lines = query.lines === true ? ` AND NOT (${IS_TRAP})` : '';
  for (const day of days.list().filter((one) => idsOf(one).past > first)) {
    const sql = `${select} WHERE id >= ?${where}${lines} ORDER BY id LIMIT 1`;
    const [row] = await askDay(ask, days, day, sql, [first, ...parameters]);
    if (row !== undefined) return message(row);
  }
  return undefined;
}

/** When each sender's last trap came, of those since then (epoch milliseconds). */
export async function lastTraps(ask: Ask, days: Days, since: number): Promise<ReadonlyMap<string, number>> {
  const first = firstIdAt(since);
  const last = new Map<string, number>();
  for (const day of days.list().filter((one) => idsOf(one).past > first)) {
    const sql = `SELECT "from", max(at) AS at FROM message WHERE id >= ? AND ${IS_TRAP} GROUP BY "from"`;
    for (const row of await askDay(ask, days, day, sql, [first])) last.set(String(row['from']), Number(row['at']));
  }
  return last;
}

/** The messages with these ids that are still kept, in order of id. */
export async function messagesById(ask: Ask, days: Days, ids: Iterable<number>): Promise<readonly StoredMessage[]> {
  const byDay = new Map<Day, number[]>();
  for (const id of ids) byDay.set(dayOf(id), [...(byDay.get(dayOf(id)) ?? []), id]);
  const found: StoredMessage[] = [];
  for (const day of days.list()) {
    const wanted = byDay.get(day);
    if (wanted === undefined) continue;
    const rows = await askDay(ask, days, day, `${select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [
      JSON.stringify(wanted),
    ]);
    found.push(...rows.map(message));
  }
  return found;
}

/** The greatest id in any day; 0 if there is none. */
export async function lastMessageId(ask: Ask, days: Days): Promise<number> {
  for (const day of [...days.list()].reverse()) {
    const [row] = await askDay(ask, days, day, 'SELECT max(id) AS last FROM message');
    if (typeof row?.['last'] === 'number') return row['last'];
  }
  return 0;
}

/** Asks one day. The file of one in whose making the process died, or the disk was full, has no table yet: no message is in it. */
async function askDay(
  ask: Ask,
  days: Days,
  day: Day,
  sql: string,
  parameters: readonly Cell[] = [],
): Promise<readonly Row[]> {
  try {
    return await ask(days.path(day), sql, parameters);
  } catch (fault) {
    if (fault instanceof SqlError && fault.message.includes('no such table: message')) return [];
    throw fault;
  }
}

/** Ids tell the time of receipt in microseconds, so times and cursor bound the same range and no day outside it is opened. */
function idRange({ since, until, cursor }: MessageQuery): { readonly first: number; readonly past: number } {
  const first = since === undefined ? 0 : firstIdAt(since);
  const past = until === undefined ? Number.MAX_SAFE_INTEGER : firstIdAt(until);
  if (cursor === undefined) return { first, past };
  const before = /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN;
  if (!Number.isSafeInteger(before))
    throw new BadCursor(`${JSON.stringify(cursor.slice(0, 40))}: not a cursor of a page of messages`);
  return { first, past: Math.min(past, before) };
}

/** In SQL itself, not as parameters: only so does SQLite see that the index of misfits serves. */
const outcomes: Readonly<Record<Outcome, string>> = {
  claim: `outcome = 'claim'`,
  noted: `outcome = 'noted'`,
  unlisted: `outcome = 'unlisted'`,
  misfit: `outcome = 'misfit'`,
  foreign: `outcome = 'foreign'`,
};

function conditions({ from, messageId, outcome, trap, holds }: MessageQuery): {
  readonly where: string;
  readonly parameters: readonly Cell[];
} {
  const parameters: Cell[] = [];
  let where = '';
  if (from !== undefined) {
    where += ' AND "from" IN (SELECT value FROM json_each(?))';
    parameters.push(JSON.stringify(from));
  }
  if (messageId !== undefined) {
    where += ' AND messageId = ?';
    parameters.push(messageId);
  }
  if (outcome !== undefined) {
    where += ` AND ${outcomes[outcome]}`;
  }
  if (trap !== undefined) {
    where += ` AND ${IS_TRAP}`;
    // As `trapLine` begins: its name and OID, each between blanks.
    if (trap !== ANY_TRAP) {
      where += ` AND instr(substr(line, 1, ${TRAP_HEAD}), ' ' || ? || ' ') > 0`;
      parameters.push(trap);
    }
  }
  if (holds !== undefined) {
    where += ' AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(line, value) > 0)';
    parameters.push(JSON.stringify(holds));
  }
  return { where, parameters };
}

/** The border: the columns of `message` are those of the tuple. */
function message(row: Row): StoredMessage {
  return [
    row['id'],
    row['at'],
    row['from'],
    row['messageId'],
    row['severity'],
    row['outcome'],
    row['line'],
  ] as unknown as StoredMessage;
}
