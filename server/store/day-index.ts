import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';

import { addressWord, BUCKET, UNREAD, userWord } from '../domain/packed.ts';
import { DATABASE } from './aside.ts';
import { openWriter, type Connection } from './sqlite.ts';

/** The version of an index (`user_version`): one of another version is made anew. */
const VERSION = 4;

/** Lines of a block, to which an index leads: the lines of it are looked at. `unread` has a bit for each. */
const BLOCK = 8;
/** Lines that are read at once: all that is done with them is one transaction, some 50 ms. */
export const SLICE = BLOCK * 256;

/** Ten minutes whose names are taken in at once, some 50 ms of a busy day. */
const BUCKETS = 8;

/** Memory for its pages while it is made, in KiB. */
const CACHE = 8 * 1024;

/** Where the index of a message day is, by the path of the day: beside it, and made anew from it at any time. */
export function indexPath(day: string): string {
  return day.replace(/\.db$/, '.index');
}

/** Takes an index away; nothing happens where there is none. */
export async function removeIndex(day: string): Promise<void> {
  for (const suffix of DATABASE) await rm(indexPath(day) + suffix, { force: true });
}

/** Signs for a full stop with the digit behind it: three of them reach over more of an address. No line has them, and if, it is looked at in vain. */
const FIRST_SIGN = 14;

/** What of a text stands in an index wherever it stands in a line, but for the case of its letters: a digit at its beginning may be behind a full stop there, and a full stop at its end before a digit. */
export function folded(text: string): string {
  return text.replace(/^[0-9]|\.$/g, '').replace(/\.([0-9])/g, (_, digit: string) => dotted(digit));
}

/** The sign for a full stop and this digit. */
export function dotted(digit: string): string {
  return String.fromCharCode(FIRST_SIGN + Number(digit));
}

/** A line in SQL, with these signs. */
const foldedIn = (sql: string): string =>
  Array.from({ length: 10 }, (_, digit) => digit).reduce(
    (inner, digit) => `replace(${inner}, '.${digit}', char(${FIRST_SIGN + digit}))`,
    sql,
  );

/** Makes the index of one day: whoever does has it for himself. */
export interface IndexMaker {
  /** The id up to which it leads to every message; 0 for an empty one. */
  readonly upTo: number;
  /** Goes on with the next lines, with none beyond that id; `whole`: a block may be shorter than the others, for no more will come. Tells how many lines it took. */
  slice(until: number, whole: boolean): Promise<number>;
  /** Of a day that is over, all of whose lines are in it: goes on with where its users and addresses are named. Tells whether there was something to do. */
  name(): Promise<boolean>;
  close(): Promise<void>;
}

/** Goes on with the index of the day at that path, or begins it. */
export async function openIndex(day: string): Promise<IndexMaker> {
  const writer = (await opened(day)) ?? (await begun(day));
  try {
    await writer.script(`PRAGMA temp_store = MEMORY; ${slice}`);
    await writer.run('ATTACH ? AS day', [day]);
    const [last] = await writer.all<{ n: number; id: number }>('SELECT n, last AS id FROM block ORDER BY n DESC LIMIT 1'); // prettier-ignore
    return maker(writer, last ?? { n: 0, id: 0 });
  } catch (cause) {
    await writer.close();
    throw cause;
  }
}

/** The one that there is, if it is of this version. */
async function opened(day: string): Promise<Connection | undefined> {
  if (!existsSync(indexPath(day))) return undefined;
  const writer = await openWriter(indexPath(day), 'normal', CACHE);
  const [row] = await writer.all<{ user_version: number }>('PRAGMA user_version').catch(() => []);
  if (row?.user_version === VERSION) return writer;
  await writer.close();
  return undefined;
}

async function begun(day: string): Promise<Connection> {
  await removeIndex(day);
  const writer = await openWriter(indexPath(day), 'normal', CACHE);
  try {
    await writer.script(`BEGIN; ${tables} PRAGMA user_version = ${VERSION}; COMMIT;`);
    return writer;
  } catch (cause) {
    await writer.close();
    throw cause;
  }
}

// `gram` leads to any part of a line, `term` to whole words of lines of which nobody has read whom they name. Blocks are numbered in the order of ids. `odd`: it has a line with a NUL or letters beyond ASCII, of which the index does not know what it holds. `named` tells of a day that is over in which ten minutes a user or an address is named (`12,13,`); `named_upto`, how far that is.
const tables = `
  CREATE TABLE block (
    n INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    odd INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX block_by_first ON block (first);
  CREATE INDEX block_odd ON block (n) WHERE odd = 1;
  CREATE TABLE named (word TEXT PRIMARY KEY, buckets TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE named_upto (id INTEGER PRIMARY KEY CHECK (id = 1), bucket INTEGER NOT NULL, whole INTEGER NOT NULL) STRICT;
  CREATE VIRTUAL TABLE gram USING fts5(lines, tokenize = 'trigram', content = '', detail = none, columnsize = 0);
  CREATE VIRTUAL TABLE term USING fts5(lines, tokenize = "unicode61 remove_diacritics 0 tokenchars '._'", content = '', detail = none, columnsize = 0);`;

const putNamed = `INSERT INTO named SELECT DISTINCT word, bucket || ',' FROM day.word WHERE bucket = ? AND substr(word, 1, 1) IN ('${userWord('')}', '${addressWord('')}')
  ON CONFLICT (word) DO UPDATE SET buckets = buckets || excluded.buckets`;

const slice = `CREATE TEMP TABLE slice (place INTEGER PRIMARY KEY, id INTEGER, line TEXT, unread INTEGER);`;

function maker(writer: Connection, last: { readonly n: number; readonly id: number }): IndexMaker {
  let { n, id: upTo } = last;
  // A day of the first version gets words when something comes that belongs there.
  const has = async (table: string): Promise<boolean> =>
    (await writer.all('SELECT 1 FROM day.sqlite_schema WHERE name = ?', [table])).length > 0;

  async function take(until: number, whole: boolean): Promise<number> {
    // A file in whose making the process died.
    if (!(await has('message'))) return 0;
    const hasWords = await has('word');
    const ids = 'SELECT id FROM day.message WHERE id > ? AND id <= ? ORDER BY id LIMIT ?';
    const [found] = await writer.all<{ lines: number }>(`SELECT count(*) AS lines FROM (${ids})`, [upTo, until, SLICE]);
    const lines = whole ? (found?.lines ?? 0) : Math.floor((found?.lines ?? 0) / BLOCK) * BLOCK;
    if (lines === 0) return 0;
    await writer.run(
      `INSERT INTO temp.slice SELECT row_number() OVER (ORDER BY id) - 1, id, line, ${hasWords ? 0 : 1}
         FROM (SELECT id, line FROM day.message WHERE id > ? AND id <= ? ORDER BY id LIMIT ?)`,
      [upTo, until, lines],
    );
    if (hasWords) await writer.run(markUnread, []);
    await writer.run(
      `INSERT INTO block SELECT ? + place / ${BLOCK}, min(id), max(id), sum(unread << place % ${BLOCK}), max(length(line) <> octet_length(line))
         FROM temp.slice GROUP BY place / ${BLOCK}`,
      [n + 1],
    );
    await writer.run(
      `INSERT INTO gram (rowid, lines) SELECT ? + place / ${BLOCK}, ${foldedIn('group_concat(line, char(10))')}
         FROM temp.slice GROUP BY place / ${BLOCK}`,
      [n + 1],
    );
    await writer.run(
      `INSERT INTO term (rowid, lines) SELECT ? + place / ${BLOCK}, group_concat(line, char(10)) FROM temp.slice WHERE unread GROUP BY place / ${BLOCK}`,
      [n + 1],
    );
    await writer.run('DELETE FROM temp.slice');
    return lines;
  }

  async function takeNames(): Promise<boolean> {
    const [known] = await writer.all<{ bucket: number; whole: number }>('SELECT bucket, whole FROM named_upto');
    if (known?.whole === 1 || !(await has('word'))) return false;
    let { bucket: upTo = -1 } = known ?? {};
    let whole = 0;
    for (let n = 0; n < BUCKETS && whole === 0; n += 1) {
      const [next] = await writer.all<{ bucket: number | null }>('SELECT min(bucket) AS bucket FROM day.word WHERE bucket > ?', [upTo]); // prettier-ignore
      if (next?.bucket == null) whole = 1;
      else await writer.run(putNamed, [(upTo = next.bucket)]);
    }
    await writer.run('INSERT INTO named_upto VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET bucket = excluded.bucket, whole = excluded.whole', [upTo, whole]); // prettier-ignore
    return true;
  }

  return {
    get upTo() {
      return upTo;
    },
    async name() {
      await writer.run('BEGIN IMMEDIATE');
      const isMore = await takeNames();
      await writer.run('COMMIT');
      return isMore;
    },
    async slice(until, whole) {
      await writer.run('BEGIN IMMEDIATE');
      const lines = await take(until, whole);
      await writer.run('COMMIT');
      const [end] = await writer.all<{ n: number; id: number }>('SELECT n, last AS id FROM block ORDER BY n DESC LIMIT 1'); // prettier-ignore
      if (end !== undefined) ({ n, id: upTo } = end);
      return lines;
    },
    close: () => writer.close(),
  };
}

/** Marks those of which nobody has read whom they name: by the segments that they may stand in, of which the first of ten minutes overlaps the others. */
const markUnread = `WITH span AS (SELECT min(id) AS low, max(id) AS high FROM temp.slice)
  UPDATE temp.slice SET unread = 1 WHERE id IN (
    SELECT w.segment + place.value FROM span CROSS JOIN day.word w CROSS JOIN json_each('[' || w.places || 'null]') place
    WHERE w.bucket BETWEEN low / ${BUCKET} AND high / ${BUCKET} AND w.word = '${UNREAD}' AND w.segment <= high
      AND (w.segment = w.bucket * ${BUCKET} OR w.segment >= ifnull(
        (SELECT max(segment) FROM day.word WHERE bucket = low / ${BUCKET} AND word = '${UNREAD}' AND segment <= low), 0)))`;
