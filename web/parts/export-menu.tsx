import { csvLine, type CsvValue } from '../../server/domain/csv.ts';
import { save } from '../save.ts';
import { Menu } from './menu.tsx';

/** The ways to take a list along: what is shown, and all that matches of what is stored. */
export function ExportMenu({ name, columns, rows, shown, all, note, search }: ExportMenuProps) {
  return (
    <Menu name="Export">
      <div class="menu__box">
        <p class="hint">What is shown: {shown}</p>
        <span class="menu__row">
          <button
            type="button"
            class="button"
            onClick={() => save(`${name}-shown.csv`, 'text/csv', csvLine(columns) + rows().map(csvLine).join(''))}
          >
            CSV
          </button>
          <button
            type="button"
            class="button"
            onClick={() => save(`${name}-shown.json`, 'application/json', json(columns, rows()))}
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

interface ExportMenuProps {
  /** Of the files, and of the list in the API. */
  readonly name: string;
  readonly columns: readonly string[];
  /** The rows in their order, at the moment of asking. */
  readonly rows: () => readonly (readonly CsvValue[])[];
  /** What is shown, in words. */
  readonly shown: string;
  /** What all that match are, in words. */
  readonly all: string;
  readonly note: string;
  /** The query of the API that finds the same. */
  readonly search: string;
}

function json(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const objects = rows.map((values) => Object.fromEntries(columns.map((column, place) => [column, values[place]])));
  return `${JSON.stringify(objects, null, 1)}\n`;
}
