import { useLocation } from 'preact-iso/router';
import { withQuery } from '../place.ts';

/** Whether the charts of this page are shown as tables, as the address asks (`?charts=table`), and the button that changes it. */
export function useTableSwitch() {
  const { path, query, route } = useLocation();
  const isTable = query['charts'] === 'table';
  const button = (
    <button
      type="button"
      class="button"
      aria-pressed={isTable}
      onClick={() => route(withQuery(path, query, { charts: isTable ? '' : 'table' }))}
    >
      {isTable ? 'Chart' : 'Table'}
    </button>
  );
  return { isTable, button };
}
