import { csvOf, jsonOf, type Listed } from '../exported.ts';
import { save } from '../save.ts';
import { Menu } from './menu.tsx';

/** The ways to take a list along: what is shown, and all that matches of what is stored. */
export function ExportMenu<Row>({ name, columns, rows, cells, shown, all, note, search }: ExportMenuProps<Row>) {
  const listed = (): Listed<Row> => ({ columns, rows: rows(), cells });
  return (
    <Menu name="Export">
      <div class="menu__box">
        <p class="hint">What is shown: {shown}</p>
        <span class="menu__row">
          <button
            type="button"
            class="button"
            onClick={() => void save(`${name}-shown.csv`, 'text/csv', csvOf(listed()))}
          >
            CSV
          </button>
          <button
            type="button"
            class="button"
            onClick={() => void save(`${name}-shown.json`, 'application/json', jsonOf(listed()))}
          >
            JSON
          </button>
        </span>
        <p class="hint">{all}</p>
        <span class="menu__row">
          <a class="button" href={`/api/${name}.csv?${search}`} download={`${name}.csv`}>
            CSV
          </a>
          <a class="button" href={`/api/${name}.json?${search}`} download={`${name}.json`}>
            JSON
          </a>
        </span>
        <p class="hint">{note}</p>
      </div>
    </Menu>
  );
}

interface ExportMenuProps<Row> {
  /** Of the files, and of the list in the API. */
  readonly name: string;
  readonly columns: readonly string[];
  /** The rows in their order, at the moment of asking. */
  readonly rows: () => readonly Row[];
  readonly cells: Listed<Row>['cells'];
  /** What is shown, in words. */
  readonly shown: string;
  /** What all that match are, in words. */
  readonly all: string;
  readonly note: string;
  /** The query of the API that finds the same. */
  readonly search: string;
}
