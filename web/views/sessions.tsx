import { useLocation } from 'preact-iso/router';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { Loading } from '../parts/loading.tsx';
import { SessionFilters } from '../parts/session-filters.tsx';
import { SessionTable } from '../parts/session-table.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { searchOf, usePages } from '../pages.ts';
import { searchedLoginsPath, withQuery } from '../place.ts';
import { arrange, hold, readSort, writeSort, type Filter, type TableRow } from '../rows.ts';
import { useNow, useRows, useSummary, useTopic } from '../watch.ts';
import { BYTES_ARE, count } from '../words/bytes.ts';
import { heardOf, NO_SIGN, silentOnes } from '../words/freshness.ts';
import { sessionsVerdict, type Wanted } from '../words/sessions.ts';

/** Who is connected, and who was: searched, sorted, live. */
export function Sessions() {
  const { path, query, route } = useLocation();
  const board = useTopic('sessions');
  const devices = useRows('devices');
  const summary = useSummary();
  const now = useNow();
  const filter = readFilter(query);
  const { wanted, q, device, protocol } = filter;
  const sort = readSort(query.sort ?? '');
  const ended = usePages(
    'sessions',
    // The active ones are live; the record has the others.
    wanted === 'active' ? undefined : searchOf({ state: wanted === 'ended' ? 'ended' : '', q, device, limit: '200' }),
  );
  const known = useMemo((): ReadonlyMap<string, SessionRow> => {
    const live = board?.rows ?? new Map<string, SessionRow>();
    // Thousands of live rows are not copied four times a second for nothing.
    return ended.rows.length === 0
      ? live
      : new Map([...ended.rows.map((row) => [String(row.id), row] as const), ...live]);
  }, [board, ended.rows]);
  const arranged = useMemo(
    () => arrange(known.values(), { wanted, q, device, protocol }, sort, now),
    // Not each second: all durations grow alike.
    [known, wanted, q, device, protocol, sort.key, sort.down],
  );
  const [over, setOver] = useState(false);
  const { rows, fresh, release } = useHeld(arranged, known, over, JSON.stringify([filter, sort, ended.rows.length]));
  const missed = q !== '' && wanted === 'active' && arranged.length === 0 && board !== undefined;
  const last = useAnswer<{ readonly sessions: readonly SessionRow[] }>(
    missed ? `/api/sessions?${new URLSearchParams({ q, limit: '1' }).toString()}` : undefined,
  );
  const found = last.value?.sessions[0];
  const change = (changes: Readonly<Record<string, string>>) => route(withQuery(path, query, changes), true);

  if (board === undefined) return <Loading what="the sessions" />;
  const shown = arranged.length;
  const said = sessionsVerdict(
    {
      wanted,
      q,
      shown,
      active: summary?.sessions.total ?? 0,
      heard: devices === undefined ? { ...NO_SIGN, at: now } : heardOf(devices, now),
      devices: devices === undefined ? 1 : devices.filter((one) => one.state === 'adopted').length,
      more: ended.more !== undefined,
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
      <SessionFilters filter={filter} devices={devices?.map((one) => one.name) ?? []} change={change} />
      <div class="col-12">
        <div
          onPointerEnter={(event) => event.pointerType === 'mouse' && setOver(true)}
          onPointerLeave={(event) => event.pointerType === 'mouse' && setOver(false)}
        >
          {rows.length > 0 && (
            <SessionTable
              rows={rows}
              blind={silentOnes(devices ?? [], now)}
              sort={sort}
              onSort={(next) => change({ sort: writeSort(next) })}
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
        <p class="hint after">
          <span class="keys">
            <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens.{' '}
          </span>
          {BYTES_ARE} Syslog tells the bytes of a session when it ends; for running ones the ASA must be polled.
        </p>
      </div>
    </main>
  );
}

function readFilter(query: Readonly<Record<string, string>>): Filter {
  const { state = '', q = '', device = '', protocol = '' } = query;
  const wanted: Wanted = state === 'ended' || state === 'any' ? state : 'active';
  return { wanted, q: q.trim(), device, protocol };
}

/** The table's rows: as they are, or while the pointer is over them as they were when it came. */
function useHeld(
  arranged: readonly SessionRow[],
  known: ReadonlyMap<string, SessionRow>,
  over: boolean,
  asked: string,
) {
  const held = useRef<{ readonly asked: string; readonly sessions: readonly SessionRow[] } | undefined>(undefined);
  const [, again] = useState(0);
  if (!over) held.current = undefined;
  else if (held.current?.asked !== asked) held.current = { asked, sessions: arranged };
  const release = () => {
    held.current = { asked, sessions: arranged };
    again((times) => times + 1);
  };
  const still = held.current;
  return useMemo(() => {
    if (still === undefined)
      return { rows: arranged.map((session): TableRow => ({ session, gone: false })), fresh: 0, release };
    return { ...hold(still.sessions, arranged, known), release };
    // `release` is made anew each time and means the same.
  }, [still, arranged, known]);
}
