import { useLocation } from 'preact-iso/router';
import { useMemo, useState } from 'preact/hooks';
import { timeSearch, usePlace, useRange } from '../asked.ts';
import { useLoginsBeat } from '../beat.ts';
import { searchOf, usePages } from '../pages.ts';
import { AttemptFilters } from '../parts/attempt-filters.tsx';
import { AttemptTable } from '../parts/attempt-table.tsx';
import { Earlier } from '../parts/earlier.tsx';
import { NoFailures } from '../parts/no-failures.tsx';
import { Unattributed } from '../parts/unattributed.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { withQuery } from '../place.ts';
import { useLive, useNow, useRows } from '../watch.ts';
import { ANY, attemptsVerdict, isNarrowed, readAttemptFilter } from '../words/failed-logins.ts';
import { messagesOf, silentOnes } from '../words/freshness.ts';
import { during } from '../words/range.ts';
import { clock } from '../words/time.ts';

/** How often rows that have slid out of the range are left out, in milliseconds. */
const SLID = 5_000;

/** The logins that failed, or what the filters ask for; apart from them the rejections that may have been logins. */
export function Attempts() {
  const { path, query, route } = useLocation();
  const live = useLive();
  const now = useNow();
  const devices = useRows('devices') ?? [];
  const place = usePlace();
  const watched = devices.filter(({ state, name }) => state === 'adopted' && place.names?.has(name) !== false);
  const [over, setOver] = useState(false);
  const beat = useLoginsBeat(over);
  const { range, span, asked } = useRange();
  const { site, tag } = place;
  const filter = readAttemptFilter(query);
  const { outcome, ...rest } = filter;
  const scope = { site, tag, ...timeSearch(asked) };
  const search = searchOf({ ...rest, ...scope, outcome: outcome === ANY ? '' : outcome, limit: '100' });
  const { rows: fetched, busy, why, more } = usePages('attempts', search, beat);
  const rows = useMemo(
    () => fetched.filter(({ start }) => start >= (span.from ?? 0)),
    [fetched, range, Math.floor(now / SLID)],
  );
  const asOf = useMemo(() => live.now.get(), [rows]);
  const asking = busy && rows.length === 0;
  const shown = {
    rows,
    more: more !== undefined,
    filter,
    watched: watched.length,
    during: during(range, now),
    isScoped: site !== '' || tag !== '',
  };
  const blind = [...silentOnes(watched, now, messagesOf)];
  const said =
    why !== undefined
      ? ({ state: 'unknown', text: 'The logins cannot be fetched now.', more: `${why}.` } as const)
      : asking
        ? ({ state: 'ok', text: 'Asking for the logins …', more: '' } as const)
        : attemptsVerdict({ ...shown, blind }, now);
  return (
    <main class="page">
      <Verdict said={said} />
      <AttemptFilters
        filter={filter}
        typed={query.user ?? ''}
        devices={devices.map(({ name }) => name)}
        change={(changes) => route(withQuery(path, query, changes), 'user' in changes)}
      />
      {rows.length > 0 && (
        <section class="col-12">
          <div
            onPointerEnter={(event) => event.pointerType === 'mouse' && setOver(true)}
            onPointerLeave={(event) => event.pointerType === 'mouse' && setOver(false)}
          >
            <AttemptTable attempts={rows} asked={filter.user} />
          </div>
          <Earlier busy={busy} more={more} />
          <p class="hint after">
            <span class="keys">
              <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens.{' '}
            </span>
            Live: as of {clock(asOf)}, and anew with each change, but not while the pointer is over the rows.
          </p>
        </section>
      )}
      {rows.length === 0 &&
        !asking &&
        why === undefined &&
        !isNarrowed(filter) &&
        shown.during === undefined &&
        !shown.isScoped && <NoFailures />}
      <Unattributed again={beat} filter={filter} scope={scope} />
    </main>
  );
}
