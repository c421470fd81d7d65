import { useLocation } from 'preact-iso/router';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import { isSessionFact, sessionFacts } from '../../server/domain/session-fact.ts';
import { misread, whereHints, type Where } from '../../server/domain/session-where.ts';
import { sessionPath } from '../place.ts';
import type { Sort, SortKey } from '../rows.ts';
import { useNow } from '../watch.ts';
import { takeRowKeys } from './row-keys.ts';
import type { Column } from './session-columns.tsx';
import { useWindowed } from './windowed.ts';

/** The sessions' table: only the rows in view are in the page. */
export function SessionTable({
  rows,
  order,
  gone,
  isWhole,
  columns,
  blind,
  sort,
  onSort,
  where,
  onWhere,
  copy,
}: SessionTableProps) {
  const now = useNow();
  const today = useMemo(() => now, [new Date(now).toDateString()]);
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, last, height } = useWindowed(body, rows.length, order);
  const { row: selected, cell } = useRowKeys(rows, columns, body.current, height, copy);
  const heads = where === undefined ? 1 : 2;
  return (
    <table
      class="table table--sessions"
      aria-label="Sessions"
      aria-busy={!isWhole}
      aria-rowcount={isWhole ? rows.length + heads : -1}
    >
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
        {where !== undefined && (
          <tr aria-rowindex={2} class="table__where">
            {columns.map((column) => (
              <WhereBox key={column.key} column={column} typed={where[column.key] ?? ''} onWhere={onWhere} />
            ))}
          </tr>
        )}
      </thead>
      <tbody
        ref={body}
        onDblClick={({ target }) => {
          const key = target instanceof Element ? target.closest('td')?.dataset.column : undefined;
          const id = target instanceof Element ? target.closest('tr')?.dataset.session : undefined;
          const found = rows.find((session) => String(session.id) === id);
          if (found !== undefined && key !== undefined && isSessionFact(key)) copy(found, key);
        }}
      >
        <Space height={first * height} />
        {rows.slice(first, last).map((session, index) => (
          <Row
            key={session.id}
            session={session}
            isGone={gone.has(session.id)}
            place={first + index + heads + 1}
            columns={columns}
            now={now}
            today={today}
            blind={blind}
            isSelected={selected === session.id}
            cell={selected === session.id ? cell : undefined}
          />
        ))}
        <Space height={(rows.length - last) * height} />
      </tbody>
    </table>
  );
}

interface SessionTableProps {
  readonly rows: readonly SessionRow[];
  /** The filter and the sort that they are of, in a text. */
  readonly order: string;
  /** Ids of those that no longer belong. */
  readonly gone: ReadonlySet<number>;
  /** Whether all rows are here and in their places. */
  readonly isWhole: boolean;
  readonly columns: readonly Column[];
  /** Head-ends of which nothing is heard. */
  readonly blind: ReadonlySet<string>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** What is typed into the columns' filters; absent where they are not shown. */
  readonly where: Where | undefined;
  readonly onWhere: (column: SortKey, typed: string) => void;
  /** Copies what a session has in a column. */
  readonly copy: (session: SessionRow, column: SortKey) => void;
}

/** A row, of which a change draws only what it changes: most have only moved by one place. */
function Row({ session, isGone, place, columns, now, today, blind, isSelected, cell }: RowProps) {
  const draw = (column: Column, at: number) => (
    <td
      key={column.key}
      class={cellClass(column)}
      data-column={column.key}
      aria-selected={cell === column.key ? true : undefined}
    >
      {column.cell(session, at, blind)}
    </td>
  );
  const still = useMemo(
    () => columns.map((column) => (column.ticks ? undefined : draw(column, today))),
    [session, columns, today, blind, cell],
  );
  const cells = columns.map((column, which) => still[which] ?? draw(column, now));
  return (
    <tr
      class={isGone ? 'is-gone' : session.state === 'ended' ? 'is-ended' : undefined}
      data-session={session.id}
      data-user={session.user}
      aria-rowindex={place}
      aria-selected={isSelected}
    >
      {cells}
    </tr>
  );
}

interface RowProps {
  readonly session: SessionRow;
  readonly isGone: boolean;
  readonly place: number;
  readonly columns: readonly Column[];
  readonly now: number;
  /** The same, but changed only once a day. */
  readonly today: number;
  readonly blind: ReadonlySet<string>;
  readonly isSelected: boolean;
  readonly cell: SortKey | undefined;
}

function WhereBox({ column, typed, onWhere }: WhereBoxProps) {
  const wrong = misread({ [column.key]: typed }).length > 0;
  return (
    <th class={cellClass(column)} scope="col">
      <input
        class="field"
        aria-label={`Filter ${column.name}`}
        aria-invalid={wrong}
        title={wrong ? `Cannot be read: ${whereHints[sessionFacts[column.key].kind]}` : undefined}
        placeholder={whereHints[sessionFacts[column.key].kind]}
        maxLength={100}
        autoComplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => onWhere(column.key, currentTarget.value)}
      />
    </th>
  );
}

interface WhereBoxProps {
  readonly column: Column;
  readonly typed: string;
  readonly onWhere: SessionTableProps['onWhere'];
}

function Head({ column, sort, onSort }: { readonly column: Column } & Pick<SessionTableProps, 'sort' | 'onSort'>) {
  const mine = sort.key === column.key;
  // Numbers and times are asked for from the greatest on, names from A.
  const down = mine ? !sort.down : sessionFacts[column.key].kind !== 'text';
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

interface Reached {
  readonly row?: number | undefined;
  readonly cell?: SortKey | undefined;
}

/** The row that `j` and `k` have reached, kept in view, and its cell that the arrows have; `Enter` opens it, `y` copies the cell. */
function useRowKeys(
  rows: readonly SessionRow[],
  columns: readonly Column[],
  body: HTMLElement | null,
  height: number,
  copy: SessionTableProps['copy'],
): Reached {
  const { route } = useLocation();
  const [shown, show] = useState<Reached>({});
  // A key may come before what the last one reached is drawn.
  const reached = useRef(shown);
  useEffect(() => {
    const reach = (next: Reached) => {
      reached.current = next;
      show(next);
    };
    return takeRowKeys((key) => {
      const { row, cell } = reached.current;
      const at = rows.findIndex(({ id }) => id === row);
      const there = rows[at];
      if (key === 'close') return reach({});
      if (key === 'open') return there === undefined ? undefined : route(sessionPath(there.id));
      if (key === 'copy') return there && cell && copy(there, cell);
      if (key === 'left' || key === 'right') {
        const keys = columns.map((column) => column.key).filter((column) => isShown(body, column));
        const place = cell === undefined ? -1 : keys.indexOf(cell);
        const next = keys[Math.min(keys.length - 1, Math.max(0, place + (key === 'right' ? 1 : -1)))];
        return reach({ row: (there ?? rows[0])?.id, cell: next });
      }
      const next = Math.min(rows.length - 1, Math.max(0, at + (key === 'down' ? 1 : at === -1 ? 1 : -1)));
      const found = rows[next];
      if (found === undefined) return undefined;
      reach({ cell, row: found.id });
      if (body !== null) keepInView(body.getBoundingClientRect().top + next * height, height);
      return undefined;
    });
  }, [rows, columns, body, height, route, copy]);
  return shown;
}

/** Narrow windows leave columns out. */
function isShown(body: HTMLElement | null, column: SortKey): boolean {
  return (body?.querySelector<HTMLElement>(`[data-column=${column}]`)?.offsetWidth ?? 0) > 0;
}

function keepInView(top: number, height: number): void {
  const head = 2 * height + (document.querySelector('.frame')?.getBoundingClientRect().height ?? 0);
  if (top < head) scrollBy({ top: top - head });
  else if (top + 2 * height > innerHeight) scrollBy({ top: top + 2 * height - innerHeight });
}
