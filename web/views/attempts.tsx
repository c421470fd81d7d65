import { useLocation } from 'preact-iso/router';
import { useMemo, useState } from 'preact/hooks';
import { timeSearch, usePlace, useRange } from '../asked.ts';
import { useBeat, useLoginsBeat } from '../beat.ts';
import '../look/attempts.css';
import { searchOf, usePages } from '../pages.ts';
import { AttemptFilters } from '../parts/attempt-filters.tsx';
import { AttemptTable } from '../parts/attempt-table.tsx';
import { Earlier } from '../parts/earlier.tsx';
import { FailureGroups } from '../parts/failure-groups.tsx';
import { FailurePatterns } from '../parts/failure-patterns.tsx';
import { FailuresOverTime } from '../parts/failures-over-time.tsx';
import { ManagementLogins } from '../parts/management-logins.tsx';
import { NoFailures } from '../parts/no-failures.tsx';
import { Unattributed } from '../parts/unattributed.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { withQuery } from '../place.ts';
import { useLive, useNow, useRows } from '../watch.ts';
import { absolute, isOpen, spanOf } from '../range.ts';
import { beginning } from '../series.ts';
import { attemptOutcomes } from '../words/attempts.ts';
import { ANY, attemptsVerdict, isNarrowed, readAttemptFilter } from '../words/failed-logins.ts';
import { readGrouping } from '../words/failure-groups.ts';
import { messagesOf, silentOnes } from '../words/freshness.ts';
import { during, rangeWords } from '../words/range.ts';
import { clock } from '../words/time.ts';

/** How often rows that have slid out of the range are left out, in milliseconds. */
const SLID = 5_000;
const MINUTE = 60_000;

/** What is typed letter by letter: Back does not walk through it. */
const typedOnes = ['user', 'publicIp', 'tunnelGroup'];

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
  // What is counted is counted anew less often: under a spray the logins change all the time.
  const slow = useBeat(over);
  const { range, span, asked, choose } = useRange();
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
  const words = rangeWords(range, now);
  const counted = words === 'any time' ? 'last 24 h' : words;
  const within = during(range, now) ?? 'in the last 24 h';
  const minute = Math.floor(now / MINUTE);
  // An open span slides on, but is not asked for anew each second.
  const sliding = useMemo(() => {
    const { from, to } = spanOf(range, now);
    return timeSearch({ from: from && Math.floor(from / MINUTE) * MINUTE, to });
  }, [range, minute]);
  const where = { site, tag, device: filter.device, ...sliding };
  const { cause: _cause, stage: _stage, outcome: _outcome, ...anyFailure } = filter;
  const tallied = { ...rest, ...where, outcome: outcome === ANY ? '' : outcome };
  // Of any time the chart begins with the record, if that is not a day old yet.
  const minutes = useRows('minutes') ?? [];
  const begins = words === 'any time' ? String(Math.floor(beginning(minutes, now) / MINUTE) * MINUTE) : where.from;
  const by = readGrouping(query.by);
  const what =
    outcome === ANY ? 'Logins' : outcome === 'failed' ? 'Failed logins' : `Logins that ${attemptOutcomes[outcome].did}`;
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
        typed={{ user: query.user ?? '', publicIp: query.publicIp ?? '', tunnelGroup: query.tunnelGroup ?? '' }}
        devices={devices.map(({ name }) => name)}
        change={(changes) =>
          route(
            withQuery(path, query, changes),
            Object.keys(changes).some((key) => typedOnes.includes(key)),
          )
        }
      />
      <div class="col-7">
        <FailuresOverTime
          search={searchOf({ ...tallied, from: begins })}
          device={filter.device}
          by={by === 'stage' ? 'stage' : 'cause'}
          again={slow}
          what={what}
          during={counted}
          isNow={isOpen(range)}
          zoom={(from, to) => choose(absolute({ from, to }))}
        />
      </div>
      <div class="col-5">
        <FailureGroups search={searchOf(tallied)} by={by} again={slow} during={counted} />
      </div>
      <FailurePatterns search={searchOf({ ...anyFailure, ...where })} again={slow} during={counted} />
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
      <ManagementLogins search={searchOf(where)} again={slow} during={counted} within={within} />
    </main>
  );
}
