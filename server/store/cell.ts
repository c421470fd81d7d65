// The driver stores what it does not understand as NULL or "[object Object]" and says "ok": all values pass here first.

declare global {
  interface String {
    // In Node since 20, in TypeScript's library since es2024.
    isWellFormed(): boolean;
  }
}

/** What a column can hold here: nothing that would come back as something else. */
export type Cell = string | number | null;

/** Throws unless the value comes back from SQLite as it went in (-0 comes back as 0). */
export function checkCell(value: unknown): asserts value is Cell {
  if (value === null) return;
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw new TypeError(`${quoted(value)} has half a surrogate pair: SQLite would store other text`);
    return;
  }
  if (typeof value !== 'number')
    throw new TypeError(`a value of type ${kindOf(value)} cannot be stored: a string, an integer or null is wanted`);
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} cannot be stored: columns hold integers below 2^53`);
}

/** A JSON array of arrays, for `jsonb_each`; throws on a cell that would come back as something else. */
export function rowsText(rows: readonly (readonly Cell[])[]): string {
  return mixedText(rows, 0);
}

/**
 * The same of rows whose last columns, so many of them, are any JSON: `jsonCell` takes its text. So it is written once, and not once more as a
 * string within a string. Nothing there (`undefined`) is NULL.
 */
export function mixedText(rows: readonly (readonly unknown[])[], jsonColumns: number): string {
  // By index: each commit checks some hundred thousand cells, and `of` makes a thing for each.
  for (let r = 0; r < rows.length; r += 1) {
    const row = rows[r] ?? [];
    const plain = row.length - jsonColumns;
    for (let c = 0; c < plain; c += 1) checkCell(row[c]);
    for (let c = plain; c < row.length; c += 1) if (row[c] !== undefined) checkTop(row[c]);
  }
  return JSON.stringify(rows);
}

/** Column `index` of a row of `mixedText` that holds JSON, as text. */
export function jsonCell(index: number): string {
  return `nullif(value->${index}, 'null')`;
}

function checkTop(value: unknown): void {
  if (value === null) throw new TypeError('null cannot be kept as JSON: nothing would come back');
  checkJson(value);
}

/** The value as JSON text that parses to the same value; throws on one that would not. A key whose value is undefined is left out. */
export function jsonText(value: unknown): string {
  checkJson(value);
  return JSON.stringify(value);
}

function checkJson(value: unknown): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') checkNumber(value);
  // A hole in an array is seen here as undefined: JSON would turn it into null.
  else if (Array.isArray(value)) for (let i = 0; i < value.length; i += 1) checkJson(value[i]);
  else if (typeof value !== 'object' || !isPlain(value))
    throw new TypeError(`a value of type ${kindOf(value)} cannot be kept as JSON`);
  else checkFields(value as Readonly<Record<string, unknown>>);
}

/** A plain object has no fields but its own. */
function checkFields(value: Readonly<Record<string, unknown>>): void {
  for (const key in value) if (value[key] !== undefined) checkJson(value[key]);
}

function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be stored: SQLite would make it NULL`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new TypeError(`${value} is beyond 2^53: it may not be exact`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && !('toJSON' in value);
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
