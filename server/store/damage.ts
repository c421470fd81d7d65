import { existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';

import { prepareDay, VERSION as DAY_VERSION, type Day } from './day.ts';
import { APPLICATION, migrate, type Migration } from './migrate.ts';
import { openBare, openReader, SqlError, type Connection } from './sqlite.ts';

/** Whether a file is damaged by what SQLite says of it; else the disk, or whoever has it, is at fault. */
export function isDamage(cause: unknown): boolean {
  if (!(cause instanceof SqlError)) return false;
  const words = /malformed database schema|unsupported file format|file is not a database|disk image is malformed/;
  return ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(cause.code) || words.test(cause.message);
}

/** How a file is looked through: `all` of it, what a start has time for, or its header, its schema and an end of each tree. */
export type Look = 'all' | 'start' | 'ends';

/** A file up to this size is looked through at each start, in bytes: some 0.1 s. Of a larger one the header, the schema and an end of each tree. */
const SMALL = 32 * 1024 * 1024;

/**
 * What is wrong with the database, in words; `undefined`: nothing that was looked for. One that never was ours has nothing wrong with it: it is refused
 * by `checkDatabase`. `isOurs`: it is known to be, whatever it looks like by now.
 */
export async function damageOf(
  path: string,
  {
    migrations,
    isOurs,
    look,
  }: { readonly migrations: readonly Migration[]; readonly isOurs: boolean; readonly look: Look },
): Promise<string | undefined> {
  if (!existsSync(path)) return isOurs ? 'it is gone' : undefined;
  if (statSync(path).size === 0 && !hasLog(path)) return isOurs ? 'it is empty' : undefined;
  const found = await lookThrough(path, look, async (reader) => {
    const version = await numberOf(reader, 'user_version');
    const application = await numberOf(reader, 'application_id');
    const schema = await schemaOf(reader);
    if (version === 0 && schema.length === 0) return isOurs ? 'there is nothing in it' : undefined;
    const ours = application === APPLICATION;
    if (!ours && !isOurs) return undefined;
    if (!ours) return 'its header does not say that it is ours';
    // A newer one is refused, and has a schema that we do not know; but this is no number that one would have.
    if (version > migrations.length && version - migrations.length <= FAR) return undefined;
    const expected = await made((writer) => migrate(writer, migrations.slice(0, version)));
    return isWithin(expected, schema) && isWithin(schema, expected) ? undefined : 'its schema is not as it was made';
  });
  return found === undefined || isOurs || (await hasOurNumber(path)) ? found : undefined;
}

/** So many versions ahead of us no program is. */
const FAR = 100;

/** The same of a message day. */
export function damageOfDay(path: string, day: Day, look: Look): Promise<string | undefined> {
  return lookThrough(path, look, async (reader) => {
    const version = await numberOf(reader, 'user_version');
    const schema = await schemaOf(reader);
    // What a newer program made is not known here; of an earlier form the day's own reader knows.
    if (version === 0 && schema.length === 0) return undefined;
    if (version !== DAY_VERSION) return version > 0 && version - DAY_VERSION <= FAR ? undefined : 'its header is wrong';
    const expected = await made((writer) => prepareDay(writer, day));
    return isWithin(expected, schema) ? undefined : 'its schema is not as it was made';
  });
}

/** Whether its last user ended without closing it. */
export function hasLog(path: string): boolean {
  return existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
}

async function lookThrough(
  path: string,
  look: Look,
  further: (reader: Connection) => Promise<string | undefined>,
): Promise<string | undefined> {
  const header = await headerFault(path);
  if (header !== undefined) return header;
  try {
    const reader = await openReader(path);
    try {
      const found = await further(reader);
      await goDownTrees(reader);
      if (found !== undefined || look === 'ends' || (look === 'start' && statSync(path).size > SMALL)) return found;
      // Of all of it the indexes are compared with their tables as well.
      const [row] = await reader.all<Record<string, string>>(
        look === 'all' ? 'PRAGMA integrity_check(1)' : 'PRAGMA quick_check(1)',
      );
      const word = Object.values(row ?? {})[0];
      return word === 'ok' ? undefined : (word ?? 'it cannot be looked through');
    } finally {
      await reader.close();
    }
  } catch (cause) {
    if (isDamage(cause)) return (cause as SqlError).message;
    throw cause;
  }
}

/** Bytes of the header that are the same in all our files (https://www.sqlite.org/fileformat2.html, 1.3): SQLite would believe others. */
async function headerFault(path: string): Promise<string | undefined> {
  const header = await headerOf(path);
  const { size } = statSync(path);
  if (size === 0) return undefined;
  const page = header.readUInt16BE(16);
  const isAsMade =
    header.toString('latin1', 0, 16) === 'SQLite format 3\0' &&
    isPageSize(page) &&
    (header[18] === 1 || header[18] === 2) &&
    header[18] === header[19] &&
    header.subarray(20, 24).equals(FRACTIONS) &&
    [48, 52, 64, 72, 76, 80, 84, 88].every((at) => header.readUInt32BE(at) === 0) &&
    // The form of the schema and the encoding: none yet in a file without tables.
    (header.readUInt32BE(44) === 4 || header.readUInt32BE(44) === 0) &&
    (header.readUInt32BE(56) === 1 || header.readUInt32BE(56) === 0);
  if (!isAsMade) return 'its header is wrong';
  // With a log the file is shorter, or longer, than it will be.
  const told = header.readUInt32BE(28) * page;
  return !hasLog(path) && size !== told ? `it has ${size} bytes, and by its header ${told}` : undefined;
}

function isPageSize(bytes: number): boolean {
  return bytes >= 512 && Number.isInteger(Math.log2(bytes));
}

const FRACTIONS = Buffer.from([0, 64, 32, 32]);

async function hasOurNumber(path: string): Promise<boolean> {
  return (await headerOf(path)).readUInt32BE(68) === APPLICATION;
}

async function headerOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(100);
    await file.read(header, 0, header.length, 0);
    return header;
  } finally {
    await file.close();
  }
}

/** Goes down each tree to one of its ends: pages on the way that are damaged are met. */
async function goDownTrees(reader: Connection): Promise<void> {
  const tables = await reader.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  for (const { name } of tables) await reader.all(`SELECT count(*) AS n FROM (SELECT 1 FROM "${name}" LIMIT 1)`);
}

async function numberOf(reader: Connection, name: 'user_version' | 'application_id'): Promise<number> {
  const [row] = await reader.all<Record<string, number>>(`PRAGMA ${name}`);
  return row?.[name] ?? 0;
}

async function schemaOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.all<{ part: string }>(
    `SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '') AS part FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'`,
  );
  return rows.map(({ part }) => part);
}

/** The schema of a file that was made this way. */
async function made(make: (writer: Connection) => Promise<void>): Promise<readonly string[]> {
  const writer = await openBare(':memory:');
  try {
    await make(writer);
    return await schemaOf(writer);
  } finally {
    await writer.close();
  }
}

function isWithin(parts: readonly string[], all: readonly string[]): boolean {
  const known = new Set(all);
  return parts.every((part) => known.has(part));
}
