import { mixedText } from './cell.ts';
import type { Runs } from './sqlite.ts';
import type { Table } from './table.ts';

/** Writes rows of one table in one statement. */
export async function put<T>(writer: Runs, table: Table<T>, values: readonly T[]): Promise<void> {
  if (values.length === 0) return;
  await writer.run(table.put, [mixedText(values.map((value) => table.toRow(value)), table.jsonColumns)]); // prettier-ignore
}
