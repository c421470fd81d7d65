/** A text of SQL that finds rows in whose columns one of the needles may stand, and its values. What SQLite cannot compare is looked at in any case. */
export function mayName(
  columns: readonly string[],
  needles: readonly string[],
): { readonly sql: string; readonly values: readonly string[] } {
  // prettier-ignore
  const one = (column: string): string =>
    `(${[...needles.map(() => `instr(lower(${column}), ?) > 0`), `${column} GLOB '*[^ -~]*'`, `instr(${column}, char(0)) > 0`].join(' OR ')})`; // prettier-ignore
  return { sql: `(${columns.map(one).join(' OR ')})`, values: columns.flatMap(() => needles) };
}
