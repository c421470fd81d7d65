import sqlite3 from 'sqlite3';

import { checkCell, type Cell } from './cell.ts';
import { countParameters } from './statement.ts';

/** A row as the driver gives it: by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** What statements are run on whose counts nobody asks for. */
export interface Runs {
  run(sql: string, parameters?: readonly (Cell | Uint8Array)[]): Promise<unknown>;
}

/** One handle on one file. Its user asks one thing at a time: a transaction and an interrupt hit all that runs on it. */
export interface Connection {
  /** Runs one statement; resolves to how many rows it changed. Bytes are taken by statements with `AS_TEXT` alone. */
  run(sql: string, parameters?: readonly (Cell | Uint8Array)[]): Promise<number>;
  /** All rows of one statement. `R` is the reader's claim about the columns it asks for. */
  all<R extends Row>(sql: string, parameters?: readonly Cell[]): Promise<readonly R[]>;
  /** Runs statements without parameters, up to the first that fails. */
  script(sql: string): Promise<void>;
  /** Stops what runs now, which then rejects with code `SQLITE_INTERRUPT`. Nothing happens if it has not begun yet. */
  interrupt(): void;
  close(): Promise<void>;
}

/** What SQLite or its driver refused; `code` is SQLite's name for it, such as `SQLITE_FULL`. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: string;

  constructor(cause: Error, where: string) {
    super(`${cause.message} (${where.trim().replace(/\s+/g, ' ').slice(0, 80)})`, { cause });
    this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'SQLITE_ERROR';
  }
}

/** Pages of 4 KiB after which the log is written back: 4000 took 10 to 30 % more rows per second than SQLite's own 1000. */
const CHECKPOINT_PAGES = 4000;
/** Memory for pages of a file, in KiB: SQLite's own. */
const CACHE = 2_000;
const LOG_BYTES = 64 * 1024 * 1024;
/** How a statement takes the bytes of a text: as a text, which they are. */
export const AS_TEXT = 'CAST(? AS TEXT)';
/** How long a statement waits for whoever has what it needs, in milliseconds. */
export const BUSY_TIMEOUT = 5000;

/** A handle that only looks. */
export async function openReader(path: string): Promise<Connection> {
  const connection = await openConnection(path, sqlite3.OPEN_READONLY);
  return prepared(
    connection,
    `PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA busy_timeout = ${BUSY_TIMEOUT};`,
  );
}

/** What a commit survives: the end of the process alone, however it ends (`normal`), or that of the power, too (`full`). */
export type Sync = 'normal' | 'full';

/** The handle that writes; makes the file. Whatever the mode, the file is whole afterwards: with `normal` the last commits may be missing. `cache`: KiB of memory for its pages. */
export async function openWriter(path: string, sync: Sync = 'normal', cache = CACHE): Promise<Connection> {
  const connection = await openBare(path);
  return prepared(
    connection,
    `PRAGMA busy_timeout = ${BUSY_TIMEOUT};
     PRAGMA journal_mode = WAL;
     PRAGMA synchronous = ${sync};
     PRAGMA foreign_keys = ON;
     PRAGMA trusted_schema = OFF;
     PRAGMA cell_size_check = ON;
     PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
     PRAGMA journal_size_limit = ${LOG_BYTES};
     PRAGMA cache_size = -${cache};`,
  );
}

/** Writes back of a file's log what no reader needs, on a handle of its own: whoever writes goes on meanwhile, and has it no more to do. */
export async function writeBack(path: string): Promise<void> {
  const connection = await openWriter(path);
  try {
    await connection.all('PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    await connection.close();
  }
}

/** A handle as the driver opens it, for a file that is no database of ours; makes the file. */
export function openBare(path: string): Promise<Connection> {
  return openConnection(path, sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE);
}

async function prepared(connection: Connection, pragmas: string): Promise<Connection> {
  try {
    await connection.script(pragmas);
    return connection;
  } catch (cause) {
    await connection.close();
    throw cause;
  }
}

async function openConnection(path: string, mode: number): Promise<Connection> {
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opening: sqlite3.Database = new sqlite3.Database(path, mode, (error) => {
      if (error === null) resolve(opening);
      else reject(new SqlError(error, path));
    });
  });
  return connect(database, path);
}

/** How many statements a handle keeps prepared. */
const REMEMBERED = 64;

interface Prepared {
  readonly statement: sqlite3.Statement;
  readonly parameters: number;
}

function connect(database: sqlite3.Database, path: string): Connection {
  const known = new Map<string, Prepared>();

  async function prepare(sql: string): Promise<Prepared> {
    const old = known.get(sql);
    if (old !== undefined) return old;
    const parameters = countParameters(sql);
    const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
      const preparing: sqlite3.Statement = database.prepare(sql, (error) => {
        if (error === null) resolve(preparing);
        else reject(new SqlError(error, sql));
      });
    });
    const [oldest] = known;
    if (oldest !== undefined && known.size >= REMEMBERED) {
      known.delete(oldest[0]);
      await finalize(oldest[1].statement);
    }
    const made = { statement, parameters };
    known.set(sql, made);
    return made;
  }

  async function bound(sql: string, values: readonly (Cell | Uint8Array)[]): Promise<sqlite3.Statement> {
    const takesBytes = sql.includes(AS_TEXT);
    for (const value of values) if (!takesBytes || !(value instanceof Uint8Array)) checkCell(value);
    const { statement, parameters } = await prepare(sql);
    if (values.length !== parameters)
      throw new RangeError(`${values.length} values for ${parameters} parameters: ${sql.slice(0, 80)}`);
    return statement;
  }

  return {
    async run(sql, values = []) {
      const statement = await bound(sql, values);
      return new Promise((resolve, reject) => {
        statement.run(values, function (error) {
          if (error === null) resolve(this.changes);
          else reject(new SqlError(error, sql));
        });
      });
    },
    async all<R extends Row>(sql: string, values: readonly Cell[] = []) {
      const statement = await bound(sql, values);
      const rows = await new Promise<readonly R[]>((resolve, reject) => {
        statement.all<R>(values, (error, found) => {
          if (error === null) resolve(found);
          else reject(new SqlError(error, sql));
        });
      });
      // Not within the callback: what is thrown there ends the process.
      for (const row of rows) checkRow(row);
      return rows;
    },
    async script(sql) {
      if (sql.includes('\0')) throw new SyntaxError(`a NUL ends the script: ${sql.slice(0, 80)}`);
      await new Promise<void>((resolve, reject) => {
        database.exec(sql, (error) => {
          if (error === null) resolve();
          else reject(new SqlError(error, sql));
        });
      });
    },
    interrupt: () => database.interrupt(),
    async close() {
      await Promise.all([...known.values()].map(({ statement }) => finalize(statement)));
      known.clear();
      await new Promise<void>((resolve, reject) => {
        database.close((error) => {
          if (error === null) resolve();
          else reject(new SqlError(error, path));
        });
      });
    },
  };
}

function finalize(statement: sqlite3.Statement): Promise<void> {
  return new Promise((resolve) => {
    // The driver repeats here the error of the statement's last run, which was reported then.
    statement.finalize(() => resolve());
  });
}

/** Throws on a value that the driver could not give exactly: an integer beyond 2^53, a blob. */
function checkRow(row: Row): void {
  for (const name in row) checkCell(row[name]);
}
