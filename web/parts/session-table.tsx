import { useLocation } from 'preact-iso/router';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sessionPath } from '../place.ts';
import type { Sort, TableRow } from '../rows.ts';
import { useNow } from '../watch.ts';
import { takeRowKeys } from './row-keys.ts';
import { columns, type Column } from './session-columns.tsx';
import { useWindowed } from './windowed.ts';

/** The sessions' table: only the rows in view are in the page. */
export function SessionTable({ rows, blind, sort, onSort }: SessionTableProps) {
  const now = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, last, height } = useWindowed(body, rows.length);
  const selected = useRowKeys(rows, body.current, height);
  return (
    <table class="table table--sessions" aria-rowcount={rows.length + 1}>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} class={shownFrom(column)} style={`width:${column.width}rem`} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Space height={first * height} />
        {rows.slice(first, last).map(({ session, gone }, index) => (
          <tr
            key={session.id}
            class={gone ? 'is-gone' : session.state === 'ended' ? 'is-ended' : undefined}
            data-session={session.id}
            data-user={session.user}
            aria-rowindex={first + index + 2}
            aria-selected={selected === session.id}
          >
            {columns.map((column) => (
              <td key={column.key} class={cellClass(column)}>
                {column.cell(session, now, blind)}
              </td>
            ))}
          </tr>
        ))}
        <Space height={(rows.length - last) * height} />
      </tbody>
    </table>
  );
}

interface SessionTableProps {
  readonly rows: readonly TableRow[];
  /** Head-ends of which nothing is heard. */
  readonly blind: ReadonlySet<string>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

function Head({ column, sort, onSort }: { readonly column: Column } & Pick<SessionTableProps, 'sort' | 'onSort'>) {
  const mine = sort.key === column.key;
  // Numbers and times are asked for from the greatest on, names from A.
  const down = mine ? !sort.down : column.kind === 'number' || column.key === 'start';
  return (
    <th
      class={cellClass(column)}
      scope="col"
      title={column.cli}
      aria-sort={mine ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => onSort({ key: column.key, down })}>
        {column.name}
      </button>
    </th>
  );
}

function Space({ height }: { readonly height: number }) {
  return height <= 0 ? null : (
    <tr class="table__space" aria-hidden="true">
      {/* One cell, not as many as columns: hidden ones would come back as empty width. */}
      <td style={`height:${height}px`} />
    </tr>
  );
}

function cellClass(column: Column): string {
  return [column.kind === 'number' ? 'n' : (column.kind ?? ''), shownFrom(column)].join(' ').trim();
}

function shownFrom({ from }: Column): string {
  return from === undefined ? '' : `from-${from}`;
}

/** The row that `j` and `k` have reached, kept in view; `Enter` opens it. */
function useRowKeys(rows: readonly TableRow[], body: HTMLElement | null, height: number): number | undefined {
  const { route } = useLocation();
  const [selected, select] = useState<number>();
  useEffect(
    () =>
      takeRowKeys((key) => {
        if (key === 'close') return select(undefined);
        if (key === 'open') return selected === undefined ? undefined : route(sessionPath(selected));
        const at = rows.findIndex((row) => row.session.id === selected);
        const next = Math.min(rows.length - 1, Math.max(0, at + (key === 'down' ? 1 : at === -1 ? 1 : -1)));
        const row = rows[next];
        if (row === undefined) return undefined;
        select(row.session.id);
        if (body !== null) keepInView(body.getBoundingClientRect().top + next * height, height);
        return undefined;
      }),
    [rows, selected, body, height, route],
  );
  return selected;
}

function keepInView(top: number, height: number): void {
  const head = 2 * height + (document.querySelector('.frame')?.getBoundingClientRect().height ?? 0);
  if (top < head) scrollBy({ top: top - head });
  else if (top + 2 * height > innerHeight) scrollBy({ top: top + 2 * height - innerHeight });
}
