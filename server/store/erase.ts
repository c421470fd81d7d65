import { bareName } from '../domain/name.ts';
import { isMeant, pseudonymsOf, scrubOf, type ErasedCounts, type Scrub } from '../domain/erasure.ts';
import { jsonText, rowsText, type Cell } from './cell.ts';
import { largeKeys, largePlaces, smallPlaces, withoutRowId } from './erase-places.ts';
import { eraseSaid } from './audit.ts';
import { firstIdAt } from './day.ts';
import { mayName } from './may-name.ts';
import type { Ask } from './readers.ts';
import { putSecret, type Secret } from './secret.ts';
import type { Connection, Row } from './sqlite.ts';
import { needed } from './unfinished.ts';

/** Who is to be erased, by whom and why, and what is to stand for them. */
export interface EraseOrder {
  readonly name: string;
  readonly pseudonym: string;
  readonly by: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What names may stand as (`NameForms`). */
  readonly forms: (name: string) => readonly string[];
  /** What stands for a name in the audit log. */
  readonly audited: (name: string) => string;
  /** Seals what the other steps need of the name, for the note of that number. */
  readonly sealed: (id: number, text: string) => Secret;
}

/** What the first step did, and what the others need of it. */
export interface Begun {
  /** Of the note. */
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly pseudonym: string;
  /** By whom and why, without the name. */
  readonly by: string;
  readonly reason: string;
  readonly scrub: Scrub;
  readonly counts: ErasedCounts;
  /** The last event that may name the user of before. */
  readonly lastEvent: number;
  /** The id of the last message that may. */
  readonly lastMessage: number;
}

/** The user is connected, or logs in at this moment: the lines of the end would name them again. */
export class StillConnected extends Error {
  override readonly name = 'StillConnected';
}

const these = 'IN (SELECT value FROM json_each(?))';
/** Rows that are read and written at once. */
const PAGE = 500;

/** The first step, in one transaction: exchanges the names, and rewrites all that is small. From then on whoever comes by that name is somebody else. */
export async function beginErasure(writer: Connection, order: EraseOrder): Promise<Begun> {
  const { name, pseudonym, by, at, forms } = order;
  const users = await usersMeant(writer, name, forms);
  const ids = JSON.stringify(users.map(({ id }) => id));
  await refuseConnected(writer, ids);
  const pseudonyms = pseudonymsOf(pseudonym, users.map(({ name: one }) => one)); // prettier-ignore
  const configured = (await writer.all<{ name: string }>('SELECT DISTINCT name FROM device_user')).map(
    (one) => one.name,
  );
  const also = [...forms(name), ...configured.filter((one) => isMeant(name, one))].filter((one) => !pseudonyms.of.has(one)); // prettier-ignore
  const stand = { ...pseudonyms, of: new Map([...pseudonyms.of, ...also.map((one) => [one, pseudonym] as const)]) };
  const scrub = scrubOf(name, stand);
  for (const user of users) {
    const stands = pseudonyms.of.get(user.name) ?? pseudonym;
    await writer.run('UPDATE user SET name = ?, folded = ?, bare = ? WHERE id = ?', [
      stands,
      stands,
      pseudonym,
      user.id,
    ]);
  }
  await writer.run(`DELETE FROM device_user WHERE name ${these}`, [JSON.stringify(also)]);
  let others = 0;
  for (const table of Object.keys(smallPlaces)) others += await rewriteAll(writer, table, scrub);
  others += await eraseSaid(writer, new Set([name, ...pseudonyms.of.keys(), ...also].map(order.audited)), scrub);
  const count = async (table: string): Promise<number> =>
    Number((await writer.all(`SELECT count(*) AS n FROM ${table} WHERE user ${these}`, [ids]))[0]?.['n']);
  const counts = {
    ...{ names: users.length, sessions: await count('session'), attempts: await count('attempt') },
    ...{ verdicts: await count('verdict'), events: await count('event'), messages: 0, others },
  };
  const reason = scrub.text(order.reason);
  await writer.run('INSERT INTO erasure (pseudonym, at, "by", reason, counts) VALUES (?, ?, ?, ?, ?)', [
    ...[pseudonym, at, scrub.text(by), reason, jsonText(counts)],
  ]);
  const [last] = await writer.all(
    'SELECT max(id) AS id, (SELECT ifnull(max(seq), 0) FROM event) AS seq, (SELECT ifnull(max(lastMessage), 0) FROM collector) AS message FROM erasure',
  );
  const id = Number(last?.['id']);
  const lastEvent = Number(last?.['seq']);
  // Ids of messages are given by the clock, and go on from where they were when that is set back.
  const lastMessage = Math.max(firstIdAt(at), Number(last?.['message']));
  await putSecret(writer, order.sealed(id, needed(name, stand, { lastEvent, lastMessage })));
  return { id, at, pseudonym, by: scrub.text(by), reason, scrub, counts, lastEvent, lastMessage };
}

/** Rows of the large tables that name the user, page by page, and what they are rewritten to. */
export async function* largeRows(
  ask: Ask,
  main: string,
  { scrub, lastEvent }: Pick<Begun, 'scrub' | 'lastEvent'>,
): AsyncGenerator<Rewrite> {
  // prettier-ignore
  for (const table of Object.keys(largePlaces)) {
    const key = keyOf(table);
    const until = table === 'event' ? ` AND seq <= ${lastEvent}` : '';
    const list = key.join(', ');
    const { sql, values } = finding(table, scrub.needles, `(${list}) > (${key.map(() => '?').join(', ')})${until}`);
    for (let after: readonly Cell[] = [Number.MIN_SAFE_INTEGER, ''].slice(0, key.length); ;) {
      const rows = await ask(main, `${sql} ORDER BY ${list} LIMIT ${PAGE}`, [...values, ...after]);
      yield { table, rows: rows.flatMap((row) => rewritten(table, row, scrub) ?? []) };
      const last = rows.at(-1);
      if (rows.length < PAGE || last === undefined) break;
      after = key.map((name) => last[name] ?? null);
    }
  }
}

/** Rows of one table as they are to stand: key first, then the columns in which names may stand. */
export interface Rewrite {
  readonly table: string;
  readonly rows: readonly (readonly Cell[])[];
}

/** Writes them, in the transaction that is open. */
export async function putRewritten(writer: Connection, { table, rows }: Rewrite): Promise<void> {
  if (rows.length === 0) return;
  const key = keyOf(table);
  const columns = Object.keys(placesOf(table)).map((name, n) => `"${name}" = r.value->>${key.length + n}`);
  const same = key.map((name, n) => `${table}.${name} = r.value->>${n}`);
  if (table === 'event') await writer.run(`INSERT INTO event_release (why) VALUES ('erasure')`);
  await writer.run(`UPDATE OR REPLACE ${table} SET ${columns.join(', ')} FROM jsonb_each(?) r WHERE ${same.join(' AND ')}`, [rowsText(rows)]); // prettier-ignore
  if (table === 'event') await writer.run('DELETE FROM event_release');
}

function finding(table: string, needles: readonly string[], where: string) {
  const names = Object.keys(placesOf(table)).map((name) => `"${name}"`);
  const { sql, values } = mayName(names, needles);
  return { sql: `SELECT ${[...keyOf(table), ...names].join(', ')} FROM ${table} WHERE ${sql} AND ${where}`, values };
}

/** What a row is found by. */
function keyOf(table: string): readonly string[] {
  return largeKeys[table] ?? [numbers[table] ?? 'rowid'];
}

/** SQLite calls the number of a row by the name of its key, where it has one. */
const numbers: Readonly<Record<string, string>> = {
  ...{ event: 'seq', session: 'id', attempt: 'id', verdict: 'id', alert: 'id', alert_event: 'seq', notification: 'id' },
  ...{ delivery: 'id', silence: 'id', maintenance: 'id', erasure: 'id', poll: 'device', snmp_poll: 'device' },
  ...{ archive: 'id', archive_open: 'id' },
};

function placesOf(table: string) {
  return largePlaces[table] ?? smallPlaces[table] ?? {};
}

function rewritten(table: string, row: Row, scrub: Scrub): readonly (readonly Cell[])[] | undefined {
  const places = Object.entries(placesOf(table));
  const cells = places.map(([name, read]) => {
    const before = row[name] ?? null;
    if (typeof before !== 'string') return before;
    return read === 'json' ? scrubJson(before, scrub) : scrub.text(before);
  });
  const isChanged = places.some(([name], n) => cells[n] !== (row[name] ?? null));
  return isChanged ? [[...keyOf(table).map((name) => row[name] ?? null), ...cells]] : undefined;
}

function scrubJson(text: string, scrub: Scrub): string {
  const before: unknown = JSON.parse(text);
  const after = scrub.json(before);
  return after === before ? text : jsonText(after);
}

async function rewriteAll(writer: Connection, table: string, scrub: Scrub, where = 'true'): Promise<number> {
  const { sql, values } = finding(table, scrub.needles, where);
  if (withoutRowId.has(table)) return rewriteWithout(writer, table, sql.replace(/^SELECT .*? FROM/, 'SELECT * FROM'), values, scrub); // prettier-ignore
  const rows = (await writer.all(sql, values)).flatMap((row) => rewritten(table, row, scrub) ?? []);
  for (let n = 0; n < rows.length; n += PAGE) await putRewritten(writer, { table, rows: rows.slice(n, n + PAGE) });
  return rows.length;
}

/** Rows without a number: the one that was goes, the one that is comes. */
async function rewriteWithout(
  writer: Connection,
  table: string,
  sql: string,
  values: readonly Cell[],
  scrub: Scrub,
): Promise<number> {
  // prettier-ignore
  let changed = 0;
  for (const row of await writer.all(sql, values)) {
    const [cells] = rewritten(table, row, scrub) ?? [];
    if (cells === undefined) continue;
    changed += 1;
    const after = { ...row, ...Object.fromEntries(Object.keys(placesOf(table)).map((name, n) => [name, cells[keyOf(table).length + n] ?? null])) }; // prettier-ignore
    const names = Object.keys(row);
    const same = names.map((name) => `"${name}" IS ?`).join(' AND ');
    await writer.run(`DELETE FROM ${table} WHERE ${same}`, Object.values(row));
    await writer.run(`INSERT OR REPLACE INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(after)); // prettier-ignore
  }
  return changed;
}

/** The users of that name, and those whose name was hashed while nobody knew it yet. */
export async function usersMeant(
  connection: Pick<Connection, 'all'>,
  asked: string,
  forms: EraseOrder['forms'],
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const bare = await connection.all<{ id: number; name: string }>('SELECT id, name FROM user WHERE bare = ? ORDER BY id', [bareName(asked)]); // prettier-ignore
  const meant = bare.filter(({ name }) => isMeant(asked, name));
  const hashed = [asked, bareName(asked), ...meant.map(({ name }) => name)].flatMap(forms);
  const others = await connection.all<{ id: number; name: string }>(`SELECT id, name FROM user WHERE name ${these} ORDER BY id`, [JSON.stringify(hashed)]); // prettier-ignore
  return [...new Map([...meant, ...others].map((one) => [one.id, one])).values()];
}

async function refuseConnected(writer: Connection, ids: string): Promise<void> {
  const [live] = await writer.all<{ sessions: number; attempts: number }>(
    `SELECT (SELECT count(*) FROM session WHERE state = 'active' AND user ${these}) AS sessions,
       (SELECT count(*) FROM attempt WHERE outcome = 'open' AND user ${these}) AS attempts`,
    [ids, ids],
  );
  const { sessions = 0, attempts = 0 } = live ?? {};
  if (sessions + attempts > 0)
    throw new StillConnected(
      `connected in ${sessions} sessions, logging in in ${attempts}: the lines of their end would name the user again; log the user off, and ask again when all of it is over`,
    );
}
