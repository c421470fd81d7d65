import { readdir } from 'node:fs/promises';
import { openBare } from '../../../server/store/sqlite.ts';

/** What `PRAGMA integrity_check` finds wrong in the database and in its message days. */
export async function integrity(database: string): Promise<readonly string[]> {
  const folder = `${database}.messages`;
  const days = (await readdir(folder)).filter((name) => name.endsWith('.db')).map((name) => `${folder}/${name}`);
  const found: string[] = [];
  for (const file of [database, ...days]) {
    const handle = await openBare(file);
    const rows = await handle.all<{ readonly integrity_check: string }>('PRAGMA integrity_check');
    await handle.close();
    found.push(...rows.filter((row) => row.integrity_check !== 'ok').map((row) => `${file}: ${row.integrity_check}`));
  }
  return found;
}
