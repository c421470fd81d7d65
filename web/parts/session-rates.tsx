import { useMemo } from 'preact/hooks';
import type { GapRow, SessionRow } from '../../server/domain/feed.ts';
import type { SessionCount } from '../../server/domain/session-count.ts';
import { useRange } from '../asked.ts';
import { instants, valueAt } from '../drawing.ts';
import { ratesOf, withUnwatched, zoomed, type Rates } from '../rates.ts';
import { absolute, anyTime, spanOf } from '../range.ts';
import { useNow } from '../watch.ts';
import { bytesText, many } from '../words/bytes.ts';
import { chartSummary } from '../words/chart.ts';
import { rangeWords } from '../words/range.ts';
import { gapWords, noRates } from '../words/rates.ts';
import { duration, iso, when } from '../words/time.ts';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { useTableSwitch } from './table-switch.tsx';

/** How often time alone moves the chart, in milliseconds. */
const REDRAWN = 5_000;

/**
 * Bytes a second to and from the client over the life of a session, or the part of it that the address asks for, as a chart or a table;
 * what was not counted is hatched.
 */
export function SessionRates({ session, counts, everySeconds, unwatched }: SessionRatesProps) {
  const now = Math.floor(useNow() / REDRAWN) * REDRAWN;
  const { isTable, button } = useTableSwitch();
  const { range, choose } = useRange();
  const until = session.end ?? now;
  const rates = useMemo(
    () => counts && withUnwatched(ratesOf(counts, session.start, until, everySeconds ?? 0), unwatched ?? []),
    [counts, session.start, until, everySeconds, unwatched],
  );
  const span = spanOf(range, now);
  const [isPart, during] = [range.from !== '' || range.to !== '', rangeWords(range, now)];
  const drawn = rates && (isPart ? zoomed(rates, span.from ?? rates.from, span.to ?? rates.to) : rates);
  const why = drawn && noRates(session, counts?.length ?? 0, everySeconds, now);
  const isOutside = drawn !== undefined && drawn.to <= drawn.from;
  const last = counts?.at(-1);
  return (
    <Panel
      title="Rate"
      hint={isPart ? during : 'bytes a second since login'}
      tools={
        <span class="chart-tools">
          {isPart && (
            <button type="button" class="button" onClick={() => choose(anyTime)}>
              All of it
            </button>
          )}
          {why === undefined && drawn !== undefined && button}
          {last !== undefined && <Source from="poll" at={last.at} fixed />}
        </span>
      }
    >
      {drawn === undefined && <p class="needs">Asking for what polls counted …</p>}
      {why !== undefined && <p class="needs">{why}</p>}
      {isOutside && why === undefined && <p class="needs">This session was not there then: {during}.</p>}
      {drawn !== undefined && why === undefined && !isOutside && (
        <>
          {isTable ? (
            <RatesTable rates={drawn} now={now} />
          ) : (
            <Chart
              series={drawn}
              label={chartSummary(drawn, perSecond, session.state === 'active')}
              zoom={(from, to) => choose(absolute({ from, to }))}
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
  /** When nothing was collected during its life. */
  readonly unwatched: readonly GapRow[] | undefined;
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
