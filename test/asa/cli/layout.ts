/** A key and its value, as the listings of the ASA print them. */
export type Pair = readonly [key: string, value: string | number];

/** Keys that share a line if they fit. */
export type Row = readonly [Pair] | readonly [Pair, Pair];

/** Two keys a row. */
export function pairs(...all: readonly Pair[]): readonly Row[] {
  const rows: Row[] = [];
  for (let place = 0; place < all.length; place += 2) {
    const [first, second] = [all[place], all[place + 1]];
    if (first !== undefined) rows.push(second === undefined ? [first] : [first, second]);
  }
  return rows;
}

/** One key a row. */
export const singles = (...all: readonly Pair[]): readonly Row[] => all.map((one) => [one]);

/** `Username     : jdoe                   Index        : 55620`; a long first value pushes the second key to its own line. */
export function lay(indent: string, rows: readonly Row[]): readonly string[] {
  const lines: string[] = [];
  for (const [first, second] of rows) {
    const left = keyed(first);
    if (second === undefined) lines.push(indent + left);
    else if (left.length >= column) lines.push(indent + left, indent + keyed(second));
    else lines.push(indent + left.padEnd(column) + keyed(second));
  }
  return lines;
}

const column = 38;
const keyed = ([key, value]: Pair) => `${key.padEnd(13)}: ${value}`;
