import { jsonCell } from './cell.ts';
import type { Row } from './sqlite.ts';

/** How a field stands in its column: as it is, as JSON text, or as a reference to the user of that name. */
export type Stored = 'plain' | 'json' | 'user';

/** A table whose rows are objects of one type; an absent field is NULL. */
export interface Table<T> {
  readonly name: string;
  /** Inserts the rows of one parameter (`mixedText`), each in place of the one with its key. Users must be there already. */
  readonly put: string;
  /** So many columns of a row, the last ones, hold JSON. */
  readonly jsonColumns: number;
  /** `SELECT` and `FROM`, the table being `t`: a `WHERE` may follow. */
  readonly select: string;
  toRow(value: T): readonly unknown[];
  fromRow(row: Row): T;
}

/** Makes the table of a type. A field of the type that has no column is a compile error. */
export function makeTable<T extends object>(
  name: string,
  key: readonly (keyof T & string)[],
  columns: { readonly [K in keyof Required<T>]: Stored },
): Table<T> {
  const all = Object.entries(columns) as [keyof T & string, Stored][];
  const json = all.filter(([, stored]) => stored === 'json');
  const fields = [...all.filter(([, stored]) => stored !== 'json'), ...json];
  const names = fields.map(([field]) => `"${field}"`);
  const values = fields.map(([, stored], index) => {
    if (stored === 'json') return jsonCell(index);
    return stored === 'user' ? `(SELECT id FROM user WHERE name = value->>${index})` : `value->>${index}`;
  });
  const rest = fields.filter(([field]) => !key.includes(field)).map(([field]) => `"${field}" = excluded."${field}"`);
  const hasUser = fields.some(([, stored]) => stored === 'user');
  const selected = fields.map(([field, stored]) => (stored === 'user' ? `u.name AS "${field}"` : `t."${field}"`));
  return {
    name,
    // WHERE true: without it ON CONFLICT would be read as a join's ON.
    put:
      `INSERT INTO ${name} (${names.join(', ')}) SELECT ${values.join(', ')} FROM jsonb_each(?) WHERE true ` +
      `ON CONFLICT (${key.map((field) => `"${field}"`).join(', ')}) DO UPDATE SET ${rest.join(', ')}`,
    jsonColumns: json.length,
    select: `SELECT ${selected.join(', ')} FROM ${name} t${hasUser ? ' LEFT JOIN user u ON u.id = t.user' : ''}`,
    // What is no cell after all is refused by `mixedText`.
    toRow: (value) => fields.map(([field, stored]) => (stored === 'json' ? value[field] : (value[field] ?? null))),
    fromRow(row) {
      const value: Record<string, unknown> = {};
      for (const [field, stored] of fields) {
        const cell = row[field];
        if (cell === null || cell === undefined) continue;
        value[field] = stored === 'json' ? JSON.parse(String(cell)) : cell;
      }
      // The border: a row is what `toRow` made of a `T`, in columns that hold nothing else.
      return value as T;
    },
  };
}
