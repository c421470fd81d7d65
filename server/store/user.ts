import { rowsText } from './cell.ts';
import type { Connection } from './sqlite.ts';

const insert = `INSERT INTO user (name, folded) SELECT value->>0, value->>1 FROM jsonb_each(?) WHERE true ON CONFLICT (name) DO NOTHING`;

/** Makes the users that are not there yet, so that rows can refer to them by name. */
export async function putUsers(writer: Connection, names: ReadonlySet<string>): Promise<void> {
  if (names.size > 0) await writer.run(insert, [rowsText([...names].map((name) => [name, fold(name)]))]);
}

/** A name, or the beginning of one, as it is searched: case and width of letters do not count. */
export function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
