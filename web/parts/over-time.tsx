import { useMemo } from 'preact/hooks';
import { useAnswer } from '../answer.ts';
import { useRange } from '../asked.ts';
import { useUnheard } from '../blind.ts';
import { searchOf } from '../pages.ts';
import { absolute, isOpen, spanOf } from '../range.ts';
import { tellDrawing, type SeriesAnswer } from '../series-drawing.ts';
import { useNow } from '../watch.ts';
import { chartSummary, doubtIn } from '../words/chart.ts';
import { lineName, type OverTimeChart } from '../words/over-time.ts';
import { rangeWords } from '../words/range.ts';
import { duration } from '../words/time.ts';
import { ChartTable } from './chart-table.tsx';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { useTableSwitch } from './table-switch.tsx';

interface OverTimeProps {
  readonly shown: OverTimeChart;
  /** A head-end by name; all of them, or those of a site, without one. */
  readonly device?: string;
  readonly place?: Readonly<Record<'site' | 'tag', string>>;
  readonly span: string;
  /** What is said where nothing was told; without it the chart is left out then. */
  readonly needs?: string;
}

/** How often a chart is asked for anew, in milliseconds: what moves by the second where it is of hours, else each minute. */
const [OFTEN, ASKED] = [10_000, 60_000];
const HOURS = 6 * 3_600_000;
/** As many as a chart is wide in pixels, or so. */
const POINTS = 500;

/** What was told over the time that the address asks for, as a chart or a table; where nothing was told is hatched, never zero. */
export function OverTime({ shown, device, place = { site: '', tag: '' }, span: columns, needs }: OverTimeProps) {
  const now = useNow();
  const { range, asked, choose } = useRange();
  const { isTable, button } = useTableSwitch();
  const span = spanOf(range, now);
  const every = span.from !== undefined && now - span.from <= HOURS ? OFTEN : ASKED;
  // An open end is not told, so that the question stays the same while the clock goes on.
  const [from, to] = [asked.from, span.to].map((at) =>
    at === undefined ? '' : String(Math.floor(at / OFTEN) * OFTEN),
  );
  const question = searchOf({ chart: shown.chart, device: device ?? '', ...place, from: from ?? '', to: to ?? '', points: String(POINTS) }); // prettier-ignore
  const answer = useAnswer<SeriesAnswer>(
    `/api/series?${question}`,
    isOpen(range) ? Math.floor(now / every) : undefined,
  );
  const told = answer.value;
  const unheard = useUnheard();
  const drawing = useMemo(() => {
    if (told === undefined) return undefined;
    const drawn = tellDrawing(told, lineName, shown.isHigh);
    // A head-end's own chart ends where it was heard last.
    const doubt = device === undefined ? doubtIn(unheard, false, drawn, told.to) : undefined;
    return { ...drawn, ...(doubt !== undefined && { doubt }) };
  }, [told, shown, unheard, device]);
  const isEmpty = drawing !== undefined && drawing.lines.length === 0;
  if (isEmpty && needs === undefined) return null;
  const { unit, tick, top, title, chart } = shown;
  const during = rangeWords(range, now);
  return (
    <Panel
      title={`${title} over time${during === 'any time' ? ', last 24 h' : `, ${during}`}`}
      span={columns}
      hint={
        told === undefined
          ? undefined
          : `${shown.isHigh === true ? 'the most in' : 'the mean of'} each ${duration(told.step)}`
      }
      tools={<span class="chart-tools">{button}</span>}
    >
      <div data-over-time={chart}>
        {answer.state === 'failed' && <p class="trouble">The chart cannot be fetched now: {answer.why}.</p>}
        {drawing === undefined ? (
          answer.state !== 'failed' && <p class="needs">Asking …</p>
        ) : isEmpty ? (
          <p class="needs">{needs}</p>
        ) : isTable ? (
          <ChartTable drawing={drawing} label={`${title} over time`} unit={unit} />
        ) : (
          <Chart
            series={drawing}
            label={chartSummary(drawing, unit, isOpen(range))}
            zoom={(first, last) => choose(absolute({ from: first, to: last }))}
            {...{ unit, tick, top }}
          />
        )}
      </div>
    </Panel>
  );
}
