import { useLocation } from 'preact-iso/router';
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import { Sharded } from '../../server/domain/sharded.ts';
import { exportedFacts } from '../../server/domain/session-fact.ts';
import { readWhere, writeWhere } from '../../server/domain/session-where.ts';
import { useAnswer } from '../answer.ts';
import { useArranged, useHeld } from '../arranged.ts';
import { EVERYWHERE, thereSearch, usePlace, useRange, useSummaryOf } from '../asked.ts';
import { copyText } from '../clipboard.ts';
import { ColumnChooser } from '../parts/column-chooser.tsx';
import { Loading } from '../parts/loading.tsx';
import { chosenColumns } from '../parts/session-columns.tsx';
import { SessionExport } from '../parts/session-export.tsx';
import { SessionFilters } from '../parts/session-filters.tsx';
import { SessionTable } from '../parts/session-table.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { searchOf, usePages } from '../pages.ts';
import { searchedLoginsPath, withQuery } from '../place.ts';
import type { Range } from '../range.ts';
import { readSort, writeSort, type Filter, type SortKey } from '../rows.ts';
import { soon } from '../soon.ts';
import { useArriving, useLive, useNow, useRows } from '../watch.ts';
import { BYTES_ARE, count } from '../words/bytes.ts';
import { heardOf, NO_SIGN, silentOnes } from '../words/freshness.ts';
import { plain } from '../words/plain.ts';
import { during } from '../words/range.ts';
import { sessionsVerdict, type Wanted } from '../words/sessions.ts';

/** Who is connected, and who was: searched, sorted, live. */
export function Sessions() {
  const { path, query, route } = useLocation();
  const live = useLive();
  const board = useArriving('sessions');
  const devices = useRows('devices');
  const summary = useSummaryOf(EVERYWHERE);
  const now = useNow();
  const { range, span, asked } = useRange();
  const { site, tag, names } = usePlace();
  const filter = { ...readFilter(query, range), span, names };
  const { wanted, q, device, protocol, where } = filter;
  const sort = readSort(query.sort ?? '');
  const columns = useMemo(() => chosenColumns(query.columns ?? ''), [query.columns]);
  const search = { q, device, protocol, site, tag, ...thereSearch(asked) };
  const ended = usePages(
    'sessions',
    // The active ones are live; the record has the others.
    wanted === 'active' ? undefined : searchOf({ ...search, state: wanted === 'ended' ? 'ended' : '', limit: '200' }),
  );
  const known = useMemo(() => {
    const live = board?.rows ?? Sharded.of<SessionRow>([]);
    // Those of the record that are live, too, are as they are live.
    return live.with(ended.rows.flatMap((row) => (live.has(String(row.id)) ? [] : [[String(row.id), row] as const])));
  }, [board, ended.rows]);
  const isWhole = board?.missing === 0;
  const asking = JSON.stringify([{ ...filter, span: range, names: [site, tag] }, sort, ended.rows.length]);
  const order = useArranged(known, filter, sort, asking, now);
  const [over, setOver] = useState(false);
  // What a snapshot still brings is not new, and is not held back.
  const { rows, gone, fresh, release } = useHeld(order, known, over && isWhole);
  const shown = order.rows.length;
  const missed = q !== '' && wanted === 'active' && shown === 0 && order.isWhole && isWhole;
  const last = useAnswer<{ readonly sessions: readonly SessionRow[] }>(
    missed ? `/api/sessions?${new URLSearchParams({ q, limit: '1' }).toString()}` : undefined,
  );
  const found = last.value?.sessions[0];
  const change = (changes: Readonly<Record<string, string>>, isTyped = false) =>
    route(withQuery(path, query, changes), isTyped);
  const silentNames = [...silentOnes(devices ?? [], now)];
  const blind = useMemo(() => new Set(silentNames), [silentNames.join('\n')]);
  const unheard = (devices ?? []).filter(({ name }) => blind.has(name));
  const [boxes, showBoxes] = useState(Object.keys(where).length > 0);
  const [copied, setCopied] = useState('');
  const copy = useCallback(async (session: SessionRow, column: SortKey) => {
    const [value] = exportedFacts(session, [column], live.now.get());
    const text = value === undefined ? '' : String(value);
    setCopied((await copyText(text)) ? `Copied ${plain(text)}.` : 'Copying is not allowed here.');
  }, []);

  if (board === undefined) return <Loading what="the sessions" />;
  const said = sessionsVerdict(
    {
      wanted,
      q,
      shown,
      active: summary?.sessions.total ?? 0,
      heard: devices === undefined ? { ...NO_SIGN, at: now } : heardOf(devices, now),
      devices: devices === undefined ? 1 : devices.filter((one) => one.state === 'adopted').length,
      more: ended.more !== undefined,
      ...(board.missing > 0 && { loading: { here: board.rows.size, missing: board.missing } }),
      unseen: { sessions: unheard.reduce((sum, { sessions }) => sum + sessions, 0), names: silentNames },
      during: during(range, now),
      narrowed: [device, protocol, site, tag, query.where ?? ''].some((one) => one !== ''),
      ...(found === undefined ? {} : { last: found }),
    },
    now,
  );
  return (
    <main class="page">
      <Verdict said={said}>
        {missed && found !== undefined && <a href={withQuery(path, query, { state: 'any' })}>Show them.</a>}{' '}
        {missed && <a href={searchedLoginsPath(q)}>Are there failed logins?</a>}
      </Verdict>
      <SessionFilters filter={filter} devices={devices?.map((one) => one.name) ?? []} change={change}>
        <button type="button" class="button" aria-pressed={boxes} onClick={() => showBoxes(!boxes)}>
          Filter columns
        </button>
        <ColumnChooser chosen={columns} choose={(chosen) => change({ columns: chosen })} />
        <SessionExport
          sessions={() => rows}
          columns={columns}
          search={searchOf({ ...search, state: wanted === 'any' ? '' : wanted, where: query.where ?? '' })}
          now={now}
        />
        {Object.keys(where).length > 0 && (
          <button type="button" class="button" onClick={() => change({ where: '' })}>
            All columns unfiltered
          </button>
        )}
      </SessionFilters>
      <div class="col-12">
        <div
          onPointerEnter={(event) => event.pointerType === 'mouse' && setOver(true)}
          onPointerLeave={(event) => event.pointerType === 'mouse' && setOver(false)}
        >
          {(rows.length > 0 || boxes) && (
            <SessionTable
              rows={rows}
              order={order.asked}
              gone={gone}
              isWhole={isWhole && order.isWhole}
              columns={columns}
              where={boxes ? where : undefined}
              onWhere={(column, typed) => change({ where: writeWhere({ ...where, [column]: typed }) }, true)}
              copy={(session, column) => void copy(session, column)}
              blind={blind}
              sort={sort}
              // Not in the click's own task: the frame that it comes with has to be painted besides.
              onSort={(next) => void soon(() => change({ sort: writeSort(next) }))}
            />
          )}
          {fresh > 0 && (
            <button type="button" class="live live--new" onClick={release}>
              ↑ {count(fresh)} new
            </button>
          )}
        </div>
        {ended.why !== undefined && <p class="trouble">The ended sessions cannot be fetched: {ended.why}.</p>}
        {ended.more !== undefined && (
          <p class="after">
            <button type="button" class="button" disabled={ended.busy} onClick={ended.more}>
              {ended.busy ? 'Fetching …' : 'Fetch earlier ones'}
            </button>{' '}
            <span class="hint">{count(shown)} are here and sorted; there are earlier ones.</span>
          </p>
        )}
        <p class="hint" role="status">
          {copied}
        </p>
        <p class="hint after">
          <span class="keys">
            <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens; <kbd>→</kbd> <kbd>y</kbd> or a double click copies a
            cell.{' '}
          </span>
          {BYTES_ARE} Syslog tells the bytes of a session when it ends; for running ones the ASA must be polled.
        </p>
      </div>
    </main>
  );
}

/** Without a state in the address the active ones are meant; of a span, all that were there. */
function readFilter(query: Readonly<Record<string, string>>, range: Range): Omit<Filter, 'span' | 'names'> {
  const { state = '', q = '', device = '', protocol = '', where = '' } = query;
  const unsaid: Wanted = range.from === '' && range.to === '' ? 'active' : 'any';
  const wanted = (['active', 'ended', 'any'] as const).find((one) => one === state) ?? unsaid;
  return { wanted, q: q.trim(), device, protocol, where: readWhere(where) };
}
