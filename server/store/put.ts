import { rowsText } from './cell.ts';
import type { Connection } from './sqlite.ts';
import type { Table } from './table.ts';

/** Writes rows of one table in one statement. */
export async function put<T>(writer: Connection, table: Table<T>, values: readonly T[]): Promise<void> {
  if (values.length > 0) await writer.run(table.put, [rowsText(values.map((value) => table.toRow(value)))]);
}
