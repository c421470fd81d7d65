import { csvLine, type CsvValue } from '../server/domain/csv.ts';

/** Rows that are written at once: the page stands still no longer. */
const AT_ONCE = 200;

/** A list that is to be a file: the names of its columns, its rows, and the cells of each. */
export interface Listed<Row> {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly cells: (row: Row) => readonly CsvValue[];
}

/** The list as CSV, piece by piece. */
export function* csvOf<Row>({ columns, rows, cells }: Listed<Row>): Generator<string> {
  yield csvLine(columns);
  for (const some of slices(rows)) yield some.map((row) => csvLine(cells(row))).join('');
}

/** The list as a JSON array of objects, piece by piece. */
export function* jsonOf<Row>({ columns, rows, cells }: Listed<Row>): Generator<string> {
  let before = '[\n';
  for (const some of slices(rows)) {
    const objects = some.map((row) => {
      const values = cells(row);
      return JSON.stringify(Object.fromEntries(columns.map((name, place) => [name, values[place]])), null, 1);
    });
    yield `${before}${objects.join(',\n')}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function* slices<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += AT_ONCE) yield rows.slice(from, from + AT_ONCE);
}
