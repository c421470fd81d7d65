import { useMemo } from 'preact/hooks';
import type { OverTimeTold } from '../../server/domain/failures-told.ts';
import { useAnswer } from '../answer.ts';
import { useUnheard } from '../blind.ts';
import { failuresDrawing } from '../failures-drawing.ts';
import { count, many } from '../words/bytes.ts';
import { chartSummary, doubtIn } from '../words/chart.ts';
import { groupText } from '../words/failure-groups.ts';
import { messagesOf } from '../words/freshness.ts';
import { plain } from '../words/plain.ts';
import { day, duration, iso, shortClock } from '../words/time.ts';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { useTableSwitch } from './table-switch.tsx';

const tries = (value: number): string => many(value, 'login');
const DAY = 86_400_000;

interface StepTableProps {
  readonly told: OverTimeTold;
  /** What it does not count, in words. */
  readonly lacks: string | undefined;
}

/** Failed logins over time by cause or stage, as a chart or a table. Where nobody collected, or a head-end was not heard, is hatched, never zero. */
export function FailuresOverTime({ search, device, by, again, what, during, isNow, zoom }: FailuresOverTimeProps) {
  const { isTable, button } = useTableSwitch();
  const answer = useAnswer<OverTimeTold>(`/api/attempts/over-time?${search}${search === '' ? '' : '&'}by=${by}`, again);
  const told = answer.value;
  const unheard = useUnheard(messagesOf);
  const drawing = useMemo(() => {
    if (told === undefined) return undefined;
    const drawn = failuresDrawing(told, (key) => groupText(key, by).text);
    const asked = new Map([...unheard].filter(([name]) => device === '' || name === device));
    const doubt = doubtIn(asked, false, drawn, told.to);
    return { ...drawn, ...(doubt !== undefined && { doubt }) };
  }, [told, by, device, unheard]);
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
        <StepTable told={told} lacks={drawing.doubt?.words} />
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

  function StepTable({ told: { steps, step, from, to, gaps }, lacks }: StepTableProps) {
    const rows = [...steps].reverse();
    const isLong = to - from > DAY;
    return (
      <div class="scroll chart-table" tabIndex={0} role="region" aria-label="Logins over time">
        {lacks !== undefined && <p class="hint">{lacks}</p>}
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
  /** The one head-end that is asked for; of all, if empty. */
  readonly device: string;
  readonly by: 'cause' | 'stage';
  readonly again: string;
  /** `Failed logins`. */
  readonly what: string;
  /** The span in words. */
  readonly during: string;
  readonly isNow: boolean;
  readonly zoom: (from: number, to: number) => void;
}
