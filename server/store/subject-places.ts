import type { Scrub } from '../domain/erasure.ts';
import type { Cell } from './cell.ts';
import { largePlaces, smallPlaces } from './erase-places.ts';
import { mayName } from './may-name.ts';
import type { Ask } from './readers.ts';
import type { Row } from './sqlite.ts';

/** A row in which a name stands that is not the user's own: where it is, what tells it from others, and of its texts what names them. */
export type OtherRow = Readonly<Record<string, unknown>> & { readonly in: string };

/** Told with parts of their own. */
const told: ReadonlySet<string> = new Set(['alert', 'notification']);
/** Of these all is about whom they name; of others only the parts that name them, for the rest is about somebody else. */
const whole: ReadonlySet<string> = new Set(['silence', 'maintenance', 'alert_setting', 'delivery']);
/** What tells a row from others, where it has such. */
const keys = ['id', 'seq', 'session', 'device', 'at'];
const these = 'IN (SELECT value FROM json_each(?))';
const theirs = `IN (SELECT id FROM session WHERE user ${these})`;
/** Rows that are the user's own are told as such. Each ? is the list of the user's ids. */
const notTheirs: Readonly<Record<string, string>> = {
  event: `ifnull(user NOT ${these}, true) AND ifnull(session NOT ${theirs}, true)`,
  session: `ifnull(user NOT ${these}, true)`,
  attempt: `ifnull(user NOT ${these}, true)`,
  verdict: `ifnull(user NOT ${these}, true)`,
  session_text: `session NOT ${theirs}`,
  session_listing: `session NOT ${theirs}`,
};
/** The largest are read page by page, by this number. */
const numbers: Readonly<Record<string, string>> = { event: 'seq', session: 'id', attempt: 'id', verdict: 'id' };

/** Reads all pages of a question that ends with the number after which it goes on. */
export type Pages = (sql: string, values: readonly Cell[], number?: string) => AsyncIterable<Row>;

/** All rows in which the name of a user stands and that are not told as the user's own or by a part of their own. */
export async function* otherRows(
  ask: Ask,
  main: string,
  pages: Pages,
  { text, needles }: Scrub,
  ids: string,
): AsyncGenerator<OtherRow> {
  const named = (one: unknown): boolean => typeof one === 'string' && text(one) !== one;
  for (const [table, places] of Object.entries({ ...largePlaces, ...smallPlaces })) {
    if (told.has(table)) continue;
    const found = mayName(Object.keys(places).map((column) => `"${column}"`), needles); // prettier-ignore
    const own = notTheirs[table] ?? 'true';
    const values = [...found.values, ...own.matchAll(/\?/g)].map((one) => (typeof one === 'string' ? one : ids));
    const sql = `SELECT * FROM ${table} WHERE ${found.sql} AND ${own}`;
    const number = numbers[table];
    const rows = number === undefined ? await ask(main, sql, values) : pages(`${sql} AND ${number} > ? ORDER BY ${number}`, values, number); // prettier-ignore
    for await (const row of rows) {
      const cells = Object.entries(places).flatMap(([column, read]) => {
        const cell = row[column];
        if (typeof cell !== 'string') return [];
        const parts = read === 'text' ? cell.split('\n').filter(named) : partsNaming(JSON.parse(cell), named);
        return parts.length === 0 ? [] : [[column, whole.has(table) && read === 'json' ? JSON.parse(cell) : parts] as const]; // prettier-ignore
      });
      if (cells.length === 0) continue;
      const key = keys.flatMap((one) => (row[one] === undefined ? [] : [[one, row[one]] as const]));
      yield { in: table, ...Object.fromEntries(key), ...Object.fromEntries(cells) };
    }
  }
}

/** Of what JSON told the innermost things that name somebody. */
function partsNaming(value: unknown, named: (one: unknown) => boolean): readonly unknown[] {
  if (typeof value === 'string') return named(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => partsNaming(one, named));
  if (typeof value !== 'object' || value === null) return [];
  const rows = Object.entries(value);
  if (rows.some(([, one]) => named(one))) return [value];
  return rows.flatMap(([key, one]) => (named(key) ? [{ [key]: one as unknown }] : partsNaming(one, named)));
}
