import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

import { openReader, SqlError, type Connection } from './sqlite.ts';

/** A file that is not ours to open: too new, or no database of Tunnelwatch at all. It was not changed. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
}

/** One step of the schema; `version` is what it brings the database to. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** "Twch", as migration 1 writes it into the file's header. */
export const APPLICATION = 0x54776368;
/** The compiler's output lies three folders below the one that has the migrations. */
const folder = new URL('../../../migrations/', import.meta.url);

/** The migrations in a folder in order; throws on a gap or on a name that is none. */
export function readMigrations(from: URL = folder): readonly Migration[] {
  const names = readdirSync(from).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const version = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
    if (version !== index + 1) throw new Error(`migrations/${name}: migration number ${index + 1} is wanted here`);
    return { version, name, sql: readFileSync(new URL(name, from), 'utf8') };
  });
}

/**
 * The version of the database, 0 for one that is absent or empty. Rejects with `DatabaseRefused` unless it is ours and not newer than the
 * migrations. Looks only.
 */
export async function checkDatabase(path: string, migrations: readonly Migration[]): Promise<number> {
  if (!existsSync(path) || statSync(path).size === 0) return 0;
  // Read-only: a handle that may write would write the log back into the file when it closes.
  const connection = await openReader(path).catch((cause: unknown) => refuseUnreadable(path, cause));
  try {
    const version = await pragma(connection, 'user_version').catch((cause: unknown) => refuseUnreadable(path, cause));
    const application = await pragma(connection, 'application_id');
    const [tables] = await connection.all<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema');
    if (version === 0 && tables?.count === 0) return 0;
    if (application !== APPLICATION) throw new DatabaseRefused(`${path}: a database, but not one of Tunnelwatch`);
    if (version > migrations.length) {
      throw new DatabaseRefused(
        `${path}: schema ${version} was made by a newer Tunnelwatch; this one knows ${migrations.length}`,
      );
    }
    return version;
  } finally {
    await connection.close();
  }
}

/** Brings the database up to date: each migration is one transaction, with the version it leads to. */
export async function migrate(writer: Connection, migrations: readonly Migration[]): Promise<void> {
  const version = await pragma(writer, 'user_version');
  for (const migration of migrations.slice(version)) {
    try {
      await writer.script(`BEGIN IMMEDIATE;\n${migration.sql}\n;PRAGMA user_version = ${migration.version};\nCOMMIT;`);
    } catch (cause) {
      await writer.script('ROLLBACK');
      throw new Error(`migrations/${migration.name} failed; nothing of it was kept`, { cause });
    }
  }
}

async function pragma(connection: Connection, name: 'user_version' | 'application_id'): Promise<number> {
  const [row] = await connection.all<Record<typeof name, number>>(`PRAGMA ${name}`);
  return row?.[name] ?? 0;
}

function refuseUnreadable(path: string, cause: unknown): never {
  if (cause instanceof SqlError && cause.code === 'SQLITE_NOTADB')
    throw new DatabaseRefused(`${path}: not a database`, { cause });
  throw cause;
}
