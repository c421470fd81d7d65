import { useMemo } from 'preact/hooks';
import type { GapRow, MinuteRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { usePlace, useRange } from '../asked.ts';
import { EVERY } from '../beat.ts';
import { useUnheard } from '../blind.ts';
import { sessionsDrawing } from '../drawing.ts';
import { isBound, me } from '../me.ts';
import { searchOf } from '../pages.ts';
import { absolute, isOpen, spanOf, type Span } from '../range.ts';
import { beginning, LIVE, MINUTE, series } from '../series.ts';
import { useCell, useNow, useRows } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { chartSummary, doubtIn } from '../words/chart.ts';
import { silent, type Sign } from '../words/freshness.ts';
import { rangeWords } from '../words/range.ts';
import { ChartTable } from './chart-table.tsx';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { useTableSwitch } from './table-switch.tsx';

/** How often time alone moves the chart, in milliseconds. */
const REDRAWN = 5_000;

/**
 * Active sessions over time, as a chart or a table. What was not watched is hatched, never zero, and so is a total since a head-end
 * in it is silent; `sign` is of those that could have changed it.
 */
export function SessionsOverTime({ sign }: { readonly sign: Sign }) {
  const now = Math.floor(useNow() / REDRAWN) * REDRAWN;
  const { range, asked, choose } = useRange();
  const { site, tag } = usePlace();
  const { isTable, button } = useTableSwitch();
  const span = spanOf(range, now);
  const told = useMinutes({ ...span, from: asked.from }, span.from, now, { site, tag });
  const heardAt = silent(sign, now) ? sign.at : null;
  const unheard = useUnheard();
  const drawn = useMemo(() => {
    if (told.value === undefined) return undefined;
    const { minutes, gaps, step } = told.value;
    const to = Math.min(span.to ?? now, now);
    const from = Math.min(span.from ?? beginning(minutes, to), to - step);
    const drawing = sessionsDrawing(series(minutes, [...gaps, ...tail(heardAt, now)], from, to, step));
    const doubt = doubtIn(unheard, true, drawing, now);
    return { ...drawing, ...(doubt !== undefined && { doubt }) };
  }, [told.value, range, now, heardAt, unheard]);
  const words = rangeWords(range, now);
  const title = `Sessions over time${words === 'any time' ? '' : `, ${words}`}`;
  return (
    <Panel
      title={title}
      hint={site === '' && tag === '' ? undefined : 'by the sessions on record of these head-ends'}
      tools={
        <span class="chart-tools">
          {button}
          <Source at={sign.at} interval={sign.interval} />
        </span>
      }
    >
      {told.why !== undefined && <p class="trouble">The chart cannot be fetched: {told.why}.</p>}
      {drawn === undefined ? (
        told.why === undefined && <p class="needs">Asking …</p>
      ) : isTable ? (
        <ChartTable drawing={drawn} label="Sessions over time" unit={count} />
      ) : (
        <Chart
          series={drawn}
          label={chartSummary(drawn, count, isOpen(range))}
          zoom={(from, to) => choose(absolute({ from, to }))}
        />
      )}
    </Panel>
  );
}

interface Minutes {
  readonly minutes: readonly MinuteRow[];
  readonly gaps: readonly GapRow[];
  /** Milliseconds that a row stands for. */
  readonly step: number;
}

/** How often a chart that is not live is asked for anew, in milliseconds. */
const ASKED = 60_000;

/** The minutes of a span: live ones where it `begins` within the last day, else those that are stored. */
function useMinutes(
  span: Span,
  begins: number | undefined,
  now: number,
  place: Readonly<Record<'site' | 'tag', string>>,
): { readonly value?: Minutes; readonly why?: string } {
  const minutes = useRows('minutes');
  const gaps = useRows('gaps');
  // What is live is of all head-ends; a part of them is reckoned by the server.
  const isPart = isBound(useCell(me)) || place.site !== '' || place.tag !== '';
  const isLive = !isPart && (begins === undefined ? span.to === undefined : begins >= now - LIVE);
  // An open end is not told, so that the question stays the same while the clock goes on.
  const [from, to] = [span.from ?? 0, span.to].map((time) => time && Math.floor(time / ASKED) * ASKED);
  const search = searchOf({ from: String(from ?? 0), to: to === undefined ? '' : String(to), ...place });
  const every = isPart ? EVERY : ASKED;
  const stored = useAnswer<Minutes>(isLive ? undefined : `/api/minutes?${search}`, Math.floor(now / every));
  const live = useMemo(
    () => (minutes === undefined || gaps === undefined ? undefined : { minutes, gaps, step: MINUTE }),
    [minutes, gaps],
  );
  if (isLive) return live === undefined ? {} : { value: live };
  return {
    ...(stored.value === undefined ? {} : { value: stored.value }),
    ...(stored.state === 'failed' ? { why: stored.why } : {}),
  };
}

/** Since nothing is heard any more, the line would only repeat its last value: that is no data. */
function tail(heardAt: number | null, now: number): readonly GapRow[] {
  return heardAt === null ? [] : [{ from: heardAt, to: now + 60_000 }];
}
