import { scrubOf, type Scrub } from '../domain/erasure.ts';
import type { Cell } from './cell.ts';
import { openDays, type Days } from './days.ts';
import { usersMeant, type EraseOrder } from './erase.ts';
import { eventColumns, readEvent } from './event.ts';
import { mayName } from './may-name.ts';
import { askDay, message, select } from './messages.ts';
import { checkDatabase, readMigrations } from './migrate.ts';
import { meterOf } from './polls.ts';
import { otherRows, type Pages } from './subject-places.ts';
import { openReaders, type Ask } from './readers.ts';
import { countsOf, listingsOf, textsOf } from './session-polls.ts';
import { attemptTable, sessionTable, verdictTable } from './tables.ts';

/** The parts of what is kept of one user, in their order. */
export const subjectParts = ['names', 'sessions', 'addresses', 'attempts', 'rejections', 'events', 'alerts', 'told', 'messages', 'others', 'audit'] as const; // prettier-ignore
export type SubjectPart = (typeof subjectParts)[number];

/** Whose record is asked for; without a key nobody knows what stands for the name in the audit log. */
export type SubjectQuery = Pick<EraseOrder, 'name' | 'forms'> & Partial<Pick<EraseOrder, 'audited'>>;

/** Rows that are read at once, and how long one statement may take, in milliseconds. */
const PAGE = 500;
const DEADLINE = 10 * 60_000;

/** Tells all that a database keeps of one VPN user, row by row; a server may run on it. `tell` is waited for. */
export async function tellSubject(
  path: string,
  query: SubjectQuery,
  tell: (part: SubjectPart, row: unknown) => Promise<void>,
): Promise<void> {
  await checkDatabase(path, readMigrations());
  const readers = await openReaders(path);
  const days = openDays(`${path}.messages`);
  try {
    await readers.within(DEADLINE)((ask) => tellAll(ask, path, days, query, tell));
  } finally {
    await days.close();
    await readers.close();
  }
}

async function tellAll(
  ask: Ask,
  main: string,
  days: Days,
  { name, forms, audited }: SubjectQuery,
  tell: (part: SubjectPart, row: unknown) => Promise<void>,
): Promise<void> {
  // prettier-ignore
  const all = (sql: string, values: readonly Cell[] = []) => ask(main, sql, values);
  const users = await usersMeant({ all: (sql, values = []) => ask(main, sql, values) }, name, forms);
  const names = users.map((user) => user.name);
  for (const one of names) await tell('names', one);
  const ids = JSON.stringify(users.map(({ id }) => id));
  const theirs = 't.user IN (SELECT value FROM json_each(?))';
  for await (const row of pages(all, `${sessionTable.select} WHERE ${theirs} AND t.id > ? ORDER BY t.id`, [ids])) {
    const session = sessionTable.fromRow(row);
    const { id } = session;
    const [meter, counts, listings] = [await meterOf(ask, main, id), await countsOf(ask, main, id), await listingsOf(ask, main, id)]; // prettier-ignore
    await tell('sessions', { ...session, polls: { meter, counts, listings, texts: await textsOf(ask, main, id) } });
  }
  const held = `SELECT t.id, t.device, t.start AS "from", t."end" AS "to", t.publicIp, t.assignedIp, t.assignedIpv6 FROM session t`;
  for await (const row of pages(all, `${held} WHERE ${theirs} AND t.id > ? ORDER BY t.id`, [ids]))
    await tell('addresses', row);
  for await (const row of pages(all, `${attemptTable.select} WHERE ${theirs} AND t.id > ? ORDER BY t.id`, [ids])) await tell('attempts', attemptTable.fromRow(row)); // prettier-ignore
  for await (const row of pages(all, `${verdictTable.select} WHERE ${theirs} AND t.id > ? ORDER BY t.id`, [ids])) await tell('rejections', verdictTable.fromRow(row)); // prettier-ignore
  const of = `e.user IN (SELECT value FROM json_each(?)) OR e.session IN (SELECT id FROM session WHERE user IN (SELECT value FROM json_each(?)))`;
  for await (const row of pages(all, `${eventColumns} WHERE (${of}) AND e.seq > ? ORDER BY e.seq`, [ids, ids], 'seq')) await tell('events', readEvent(row)); // prettier-ignore
  const scrub = scrubOf(name, { whole: '', of: new Map([...names, ...forms(name)].map((one) => [one, ''])) });
  const named = (text: unknown): boolean => scrub.text(String(text)) !== text;
  const inBody = mayName(['body'], scrub.needles);
  for await (const { body } of pages(
    all,
    `SELECT id, body FROM alert WHERE ${inBody.sql} AND id > ? ORDER BY id`,
    inBody.values,
  ))
    // prettier-ignore
    if (named(body)) await tell('alerts', JSON.parse(String(body)));
  const inTold = mayName(['title', 'alerts'], scrub.needles);
  for await (const { id, ...row } of pages(all, `SELECT id, at, kind, title, alerts FROM notification WHERE ${inTold.sql} AND id > ? ORDER BY id`, inTold.values)) // prettier-ignore
    if (named(`${String(row['title'])} ${String(row['alerts'])}`)) await tell('told', { id, ...row, alerts: JSON.parse(String(row['alerts'])) as unknown }); // prettier-ignore
  const inLine = mayName(['line'], scrub.needles);
  for (const day of days.list()) {
    const lines = (sql: string, values: readonly Cell[]) => askDay(ask, days, day, sql, values);
    for await (const row of pages(lines, `${select} WHERE ${inLine.sql} AND id > ? ORDER BY id`, inLine.values)) {
      const [id, at, from, messageId, severity, outcome, line] = message(row);
      if (named(line)) await tell('messages', { id, at, from, messageId, severity, outcome, line });
    }
  }
  const pseudonyms = audited === undefined ? [] : [...new Set([name, ...names])].map(audited);
  await tellElsewhere(ask, main, { scrub, ids, audited: pseudonyms }, tell);
}

/** Where else a name stands: in rows of others, what polls and people told, what configurations list; and who did what here that is about the user. */
async function tellElsewhere(
  ask: Ask,
  main: string,
  { scrub, ids, audited }: { readonly scrub: Scrub; readonly ids: string; readonly audited: readonly string[] },
  tell: (part: SubjectPart, row: unknown) => Promise<void>,
): Promise<void> {
  const all = (sql: string, values: readonly Cell[] = []) => ask(main, sql, values);
  const named = (text: unknown): boolean => typeof text === 'string' && scrub.text(text) !== text;
  for (const { device, name } of await all('SELECT device, name FROM device_user ORDER BY device, name'))
    if (named(name)) await tell('others', { in: 'device_user', device, name });
  const paged: Pages = (sql, values, number) => pages(all, sql, values, number);
  for await (const row of otherRows(ask, main, paged, scrub, ids)) await tell('others', row);
  const inSaid = mayName(['said'], scrub.needles);
  const about = `ifnull(about->>'user' IN (SELECT value FROM json_each(?)), 0)`;
  const audit = `SELECT seq, at, by, "from", kind, said, ${about} AS isAbout FROM audit WHERE (${about} OR ${inSaid.sql}) AND seq > ? ORDER BY seq`;
  const list = JSON.stringify(audited);
  for await (const { isAbout, ...row } of pages(all, audit, [list, list, ...inSaid.values], 'seq'))
    if (isAbout === 1 || named(row['said'])) await tell('audit', row);
}

/** All rows of a question that ends with the id after which it goes on. */
async function* pages(
  all: (sql: string, values: readonly Cell[]) => ReturnType<Ask>,
  sql: string,
  values: readonly Cell[],
  id = 'id',
): AsyncGenerator<Awaited<ReturnType<Ask>>[number]> {
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const rows = await all(`${sql} LIMIT ${PAGE}`, [...values, after]);
    yield* rows;
    const last = rows.at(-1)?.[id];
    if (rows.length < PAGE || typeof last !== 'number') return;
    after = last;
  }
}
