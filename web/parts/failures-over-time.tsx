import { useMemo } from 'preact/hooks';
import type { OverTimeTold } from '../../server/domain/failures-told.ts';
import { useAnswer } from '../answer.ts';
import { failuresDrawing } from '../failures-drawing.ts';
import { count, many } from '../words/bytes.ts';
import { chartSummary } from '../words/chart.ts';
import { groupText } from '../words/failure-groups.ts';
import { plain } from '../words/plain.ts';
import { day, duration, iso, shortClock } from '../words/time.ts';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { useTableSwitch } from './table-switch.tsx';

const tries = (value: number): string => many(value, 'login');
const DAY = 86_400_000;

/** Failed logins over time by cause or stage, as a chart or a table. Where nobody collected is hatched, never zero. */
export function FailuresOverTime({ search, by, again, what, during, isNow, zoom }: FailuresOverTimeProps) {
  const { isTable, button } = useTableSwitch();
  const answer = useAnswer<OverTimeTold>(`/api/attempts/over-time?${search}${search === '' ? '' : '&'}by=${by}`, again);
  const told = answer.value;
  const drawing = useMemo(() => told && failuresDrawing(told, (key) => groupText(key, by).text), [told, by]);
  return (
    <Panel
      title={`${what} over time, ${during}`}
      hint={told && `by ${by}; a point is what began within ${duration(told.step)}`}
      tools={<span class="chart-tools">{button}</span>}
    >
      {answer.state === 'failed' && <p class="trouble">The chart cannot be fetched now: {answer.why}.</p>}
      {drawing === undefined || told === undefined ? (
        answer.state !== 'failed' && <p class="needs">Asking …</p>
      ) : isTable ? (
        <StepTable told={told} />
      ) : (
        <Chart
          series={drawing}
          label={chartSummary(drawing, tries, isNow)}
          unit={tries}
          tick={count}
          stacked
          zoom={zoom}
        />
      )}
    </Panel>
  );

  function StepTable({ told: { steps, step, from, to, gaps } }: { readonly told: OverTimeTold }) {
    const rows = [...steps].reverse();
    const isLong = to - from > DAY;
    return (
      <div class="scroll chart-table" tabIndex={0} role="region" aria-label="Logins over time">
        {gaps.length > 0 && <p class="hint">{many(gaps.length, 'span')} of this time without data.</p>}
        <table class="table">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">{by === 'cause' ? 'Cause' : 'Stage'}</th>
              <th scope="col" class="n">
                Logins
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, key, tries: number }) => (
              <tr key={`${at} ${key}`}>
                <td title={`${iso(at)} to ${iso(at + step)}`}>
                  {isLong ? `${day(at)} ${shortClock(at)}` : shortClock(at)}
                </td>
                <td>{plain(groupText(key, by).text)}</td>
                <td class="n">{count(number)}</td>
              </tr>
            ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={3}>None in this time.</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    );
  }
}

interface FailuresOverTimeProps {
  /** What is asked for, for the API. */
  readonly search: string;
  readonly by: 'cause' | 'stage';
  readonly again: string;
  /** `Failed logins`. */
  readonly what: string;
  /** The span in words. */
  readonly during: string;
  readonly isNow: boolean;
  readonly zoom: (from: number, to: number) => void;
}
