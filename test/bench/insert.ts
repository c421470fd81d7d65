import { readFileSync } from 'node:fs';

import { AS_TEXT, openWriter } from '../../server/store/sqlite.ts';

/** Rows a second that our handle puts into a table `events` of 12 columns behind its id, as many at once as are told, from tab-separated lines. */
export async function insertRows(
  path: string,
  schema: string,
  lines: string,
  count: number,
  batch: number,
): Promise<number> {
  const parsed = readFileSync(lines, 'utf8').trimEnd().split('\n').map((line, n) => rowOf(line.split('\t'), n)); // prettier-ignore
  const writer = await openWriter(path, 'normal', 64 * 1024);
  try {
    await writer.script(readFileSync(schema, 'utf8'));
    const columns = Array.from({ length: 12 }, (_, n) => `value->>${n}`).join(', ');
    const sql = `INSERT INTO events (ts, recv, device, sev, msgid, user, grp, src, dst, action, bytes, msg) SELECT ${columns} FROM jsonb_each(${AS_TEXT})`;
    const batches: Buffer[] = [];
    for (let from = 0; from < count; from += batch) {
      const rows = Array.from({ length: batch }, (_, n) => parsed[(from + n) % parsed.length]);
      batches.push(Buffer.from(JSON.stringify(rows)));
    }
    const begun = performance.now();
    for (const rows of batches) await writer.run(sql, [rows]);
    return count / ((performance.now() - begun) / 1000);
  } finally {
    await writer.close();
  }
}

const [TEXT, NUMBER] = [String, Number];
/** The columns as the lines have them, behind two times. */
const columns = [TEXT, NUMBER, NUMBER, TEXT, TEXT, TEXT, TEXT, TEXT, NUMBER, TEXT];

function rowOf(cells: readonly string[], n: number): readonly (string | number | null)[] {
  const at = 1_795_000_000 + Math.floor(n / 200);
  return [at, at, ...columns.map((read, column) => (cells[column] === '\\N' ? null : read(cells[column])))];
}
