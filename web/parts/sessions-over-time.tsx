import { useLocation } from 'preact-iso/router';
import { useMemo, useState } from 'preact/hooks';
import type { GapRow } from '../../server/domain/feed.ts';
import { withQuery } from '../place.ts';
import { beginning, ranges, series, ticks, type Range, type Series } from '../series.ts';
import { useNow, useRows } from '../watch.ts';
import { count, many } from '../words/bytes.ts';
import { silent, type Sign } from '../words/freshness.ts';
import { iso, shortClock, zoneOffset } from '../words/time.ts';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';

/** How often time alone moves the chart, in milliseconds. */
const REDRAWN = 5_000;

/**
 * Active sessions over time, as a chart or a table. What was not watched is hatched, never zero; `sign` is of those that could
 * have changed it.
 */
export function SessionsOverTime({ sign }: { readonly sign: Sign }) {
  const { path, query, route } = useLocation();
  const minutes = useRows('minutes');
  const gaps = useRows('gaps');
  const now = Math.floor(useNow() / REDRAWN) * REDRAWN;
  const [table, setTable] = useState(false);
  const range = readRange(query.range) ?? 'all';
  const heardAt = silent(sign, now) ? sign.at : null;
  const drawn = useMemo(() => {
    const rows = minutes ?? [];
    return series(rows, [...(gaps ?? []), ...tail(heardAt, now)], beginning(range, rows, now), now);
  }, [minutes, gaps, now, range, heardAt]);
  if (minutes === undefined || gaps === undefined)
    return (
      <Panel title="Sessions over time">
        <p class="needs">Asking …</p>
      </Panel>
    );
  return (
    <Panel
      title="Sessions over time"
      tools={
        <span class="chart-tools">
          <span class="switch" role="group" aria-label="Range">
            {(Object.keys(ranges) as Range[]).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={range === one}
                onClick={() => route(withQuery(path, query, { range: one === 'all' ? '' : one }), true)}
              >
                {one}
              </button>
            ))}
          </span>
          <button type="button" class="button" aria-pressed={table} onClick={() => setTable(!table)}>
            {table ? 'Chart' : 'Table'}
          </button>
          <Source at={sign.at} interval={sign.interval} />
        </span>
      }
    >
      {table ? <SeriesTable drawn={drawn} /> : <Chart series={drawn} label={describe(drawn)} />}
    </Panel>
  );
}

/** Since nothing is heard any more, the line would only repeat its last value: that is no data. */
function tail(heardAt: number | null, now: number): readonly GapRow[] {
  return heardAt === null ? [] : [{ from: heardAt, to: now + 60_000 }];
}

function readRange(asked: string | undefined): Range | undefined {
  return (Object.keys(ranges) as Range[]).find((range) => range === asked);
}

/** What the picture shows, for those who do not see it. */
function describe({ points, gaps }: Series): string {
  const seen = points.flatMap(({ active }) => (active === null ? [] : [active]));
  const last = seen.at(-1);
  if (last === undefined) return 'No session was recorded in this time.';
  const blind = gaps.length === 0 ? '' : ` ${many(gaps.length, 'span')} without data.`;
  return `Active sessions: ${count(last)} now, between ${count(Math.min(...seen))} and ${count(Math.max(...seen))}.${blind}`;
}

/** As many rows as a glance takes in. */
const ROWS = 24;

function SeriesTable({ drawn }: { readonly drawn: Series }) {
  const [first] = drawn.points;
  const last = drawn.points.at(-1);
  if (first === undefined || last === undefined) return null;
  const marks = new Set([...ticks(first.at, last.at, ROWS, zoneOffset(last.at)), last.at]);
  const rows = drawn.points.filter(({ at }) => marks.has(at)).reverse();
  return (
    <div class="scroll chart-table" tabIndex={0} role="region" aria-label="Sessions over time">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col" class="n">
              Active sessions
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, active }) => (
            <tr key={at}>
              <td title={iso(at)}>{shortClock(at)}</td>
              <td class="n">{active === null ? <i class="hint">no data</i> : count(active)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
