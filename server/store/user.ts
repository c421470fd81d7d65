import { bareName, fold } from '../domain/name.ts';
import { rowsText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { Runs } from './sqlite.ts';

const insert = `INSERT INTO user (name, folded, bare) SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?) WHERE true ON CONFLICT (name) DO NOTHING`;

/** Makes the users that are not there yet, so that rows can refer to them by name. */
export async function putUsers(writer: Runs, names: ReadonlySet<string>): Promise<void> {
  if (names.size > 0)
    await writer.run(insert, [rowsText([...names].map((name) => [name, fold(name), bareName(name)]))]);
}

/** The names that are no passwords: who had a session, and who stands in a device's configuration. At most so many, the newest users first. */
export async function knownNames(ask: Ask, main: string, most: number): Promise<readonly string[]> {
  const rows = await ask<{ name: string }>(
    main,
    `SELECT name FROM device_user UNION SELECT name FROM (
       SELECT name FROM user u WHERE EXISTS (SELECT 1 FROM session WHERE user = u.id) ORDER BY u.id DESC LIMIT ?)`,
    [most],
  );
  return rows.map(({ name }) => name);
}
