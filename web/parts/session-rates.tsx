import { useMemo, useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import type { SessionCount } from '../../server/domain/session-count.ts';
import { instants, valueAt } from '../drawing.ts';
import { ratesOf, zoomed, type Rates } from '../rates.ts';
import { useNow } from '../watch.ts';
import { bytesText, many } from '../words/bytes.ts';
import { chartSummary } from '../words/chart.ts';
import { gapWords, noRates } from '../words/rates.ts';
import { duration, iso, when } from '../words/time.ts';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';

/** How often time alone moves the chart, in milliseconds. */
const REDRAWN = 5_000;

/** Bytes a second to and from the client over the life of a session, as a chart or a table; what was not counted is hatched. */
export function SessionRates({ session, counts, everySeconds }: SessionRatesProps) {
  const now = Math.floor(useNow() / REDRAWN) * REDRAWN;
  const [table, setTable] = useState(false);
  const [zoom, setZoom] = useState<readonly [from: number, to: number]>();
  const until = session.end ?? now;
  const rates = useMemo(
    () => counts && ratesOf(counts, session.start, until, everySeconds ?? 0),
    [counts, session.start, until, everySeconds],
  );
  const why = rates === undefined ? undefined : noRates(session, counts?.length ?? 0, everySeconds, now);
  const drawn = rates !== undefined && zoom !== undefined ? zoomed(rates, ...zoom) : rates;
  const last = counts?.at(-1);
  return (
    <Panel
      title="Rate"
      hint={zoom === undefined ? 'bytes a second since login' : `${when(zoom[0], now)} – ${when(zoom[1], now)}`}
      tools={
        <span class="chart-tools">
          {zoom !== undefined && (
            <button type="button" class="button" onClick={() => setZoom(undefined)}>
              Zoom out
            </button>
          )}
          {why === undefined && drawn !== undefined && (
            <button type="button" class="button" aria-pressed={table} onClick={() => setTable(!table)}>
              {table ? 'Chart' : 'Table'}
            </button>
          )}
          {last !== undefined && <Source from="poll" at={last.at} fixed />}
        </span>
      }
    >
      {drawn === undefined && <p class="needs">Asking for what polls counted …</p>}
      {why !== undefined && <p class="needs">{why}</p>}
      {drawn !== undefined && why === undefined && (
        <>
          {table ? (
            <RatesTable rates={drawn} now={now} />
          ) : (
            <Chart
              series={drawn}
              label={chartSummary(drawn, perSecond, session.state === 'active')}
              zoom={(from, to) => setZoom([from, to])}
              unit={perSecond}
              tick={perSecond}
              top={1024}
            />
          )}
          <p class="hint">
            Each point is the mean since the count before it.
            {drawn.gaps.length > 0 && ` ${many(drawn.gaps.length, 'span')} without data: ${gapWords(drawn.gaps, now)}.`}
          </p>
        </>
      )}
    </Panel>
  );
}

interface SessionRatesProps {
  readonly session: SessionRow;
  readonly counts: readonly SessionCount[] | undefined;
  /** How often its device is polled; `null` where it is not. */
  readonly everySeconds: number | null;
}

function perSecond(value: number): string {
  return `${bytesText(Math.round(value))}/s`;
}

function RatesTable({ rates, now }: { readonly rates: Rates; readonly now: number }) {
  const times = instants(rates).toReversed();
  return (
    <div class="scroll chart-table" tabIndex={0} role="region" aria-label="Rate">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Until</th>
            {rates.lines.map(({ name }) => (
              <th key={name} scope="col" class="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((at) => (
            <tr key={at}>
              <td title={iso(at)}>{when(at, now)}</td>
              {rates.lines.map((line) => (
                <td key={line.name} class="n">
                  {cell(valueAt(line, at), rates, at)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(value: number | null | undefined, { gaps }: Rates, at: number) {
  if (value !== null && value !== undefined) return perSecond(value);
  const gap = gaps.find(({ to }) => to === at);
  return <i class="hint">{gap === undefined ? 'no data' : `${gap.why} for ${duration(gap.to - gap.from)}`}</i>;
}
