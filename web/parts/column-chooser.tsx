import { Menu } from './menu.tsx';
import { columns, type Column } from './session-columns.tsx';

/** Which columns the table has; what is chosen goes into the address. */
export function ColumnChooser({ chosen, choose }: ColumnChooserProps) {
  const shown = new Set(chosen.map(({ key }) => key));
  const flip = (key: Column['key']) => {
    const next = columns.map((column) => column.key).filter((one) => (one === key ? !shown.has(one) : shown.has(one)));
    // A table has one column at least.
    if (next.length > 0) choose(next.join(','));
  };
  return (
    <Menu name="Columns">
      <fieldset class="menu__box menu__box--columns">
        <legend class="hint">Columns of the table</legend>
        {columns.map(({ key, name, cli }) => (
          <label key={key} title={cli}>
            <input type="checkbox" checked={shown.has(key)} onChange={() => flip(key)} /> {name}
          </label>
        ))}
        <button type="button" class="button" onClick={() => choose('')}>
          Those that fit
        </button>
      </fieldset>
    </Menu>
  );
}

interface ColumnChooserProps {
  readonly chosen: readonly Column[];
  readonly choose: (columns: string) => void;
}
