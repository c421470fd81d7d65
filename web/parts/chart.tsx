import {
  Chart as Canvas,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type Plugin,
  type ScriptableLineSegmentContext,
} from 'chart.js';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { doubtAt, instants, sessionsDrawing, type Drawing, type Threshold } from '../drawing.ts';
import { ticks, type Series } from '../series.ts';
import { count, many } from '../words/bytes.ts';
import { spotWords, topOf, type Unit } from '../words/chart.ts';
import { plain } from '../words/plain.ts';
import { day, iso, shortClock, zoneOffset } from '../words/time.ts';
import { useCursor } from './chart-cursor.ts';
import { useDrag } from './chart-drag.ts';
import { ChartLegend } from './chart-legend.tsx';
import { readLook, useLook, type ChartColours } from './chart-look.ts';
import { hatch } from './hatch.ts';
import { drawThresholds } from './threshold-lines.ts';

Canvas.register(Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

type Lines = Canvas<'line', { x: number; y: number | null }[]>;

/**
 * Lines over time; spans without data are hatched, thresholds drawn. A span that is dragged over, or selected by keyboard, is zoomed into. The
 * canvas is this part's alone.
 */
export function Chart({ series, label, zoom, ...options }: ChartProps) {
  const drawing = useMemo(() => ('points' in series ? sessionsDrawing(series) : series), [series]);
  const shown: Shown = { drawing, thresholds: [], top: 5, unit: sessionsUnit, tick: count, ...options };
  const holder = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Lines>(null);
  const latest = useRef(shown);
  latest.current = shown;
  const look = useLook();
  const colours = useMemo(readLook, [look]);
  const times = useMemo(() => instants(drawing), [drawing]);
  const { cursor, index, ...keys } = useCursor(times, (from, to) => to - from >= LEAST && zoom(from, to));
  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = draw(holder.current, colours, () => latest.current);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [colours]);
  useEffect(() => {
    const made = chart.current;
    if (made === null) return;
    fill(made, latest.current, colours);
    point(made, cursor === undefined ? undefined : times[index]);
    made.update('none');
  }, [drawing, options.thresholds, options.stacked, options.top, cursor, colours]);
  const { drag, ...pointer } = useDrag((first, last) => {
    const x = chart.current?.scales.x;
    const ends = [first, last].map((pixel) => x?.getValueForPixel(pixel) ?? 0);
    const [from, to] = [Math.max(Math.min(...ends), x?.min ?? 0), Math.min(Math.max(...ends), x?.max ?? 0)];
    if (to - from >= LEAST) zoom(from, to);
  });
  const band = drag ?? selected(chart.current, cursor?.anchor, cursor?.at);
  const here = times[index];
  return (
    <>
      <div
        class="chart"
        title="Drag over a span to zoom into it"
        onPointerDown={pointer.begin}
        onPointerMove={pointer.follow}
        onPointerUp={pointer.end}
        onPointerCancel={() => pointer.end()}
      >
        <canvas ref={holder} role="img" aria-label={label} />
        <div
          class="chart__cursor"
          role="slider"
          tabIndex={0}
          aria-label="Read the chart: arrows go from time to time, with Shift they select, Enter zooms in"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, times.length - 1)}
          aria-valuenow={Math.max(0, index)}
          aria-valuetext={
            here === undefined ? 'no data' : `${tickWords(here)}: ${spotWords(drawing, here, shown.unit)}`
          }
          onFocus={keys.enter}
          onBlur={keys.leave}
          onKeyDown={keys.press}
        />
        {band !== undefined && (
          <span
            class="chart__drag"
            style={`left:${Math.min(band.first, band.last)}px;width:${Math.abs(band.last - band.first)}px`}
          />
        )}
      </div>
      {drawing.lines.length > 1 && <ChartLegend lines={drawing.lines} />}
    </>
  );
}

interface ChartProps extends ChartOptions {
  /** Lines, or the one line of sessions over time. */
  readonly series: Series | Drawing;
  /** What it shows, in a sentence: `chartSummary` makes one. */
  readonly label: string;
  /** Somebody has dragged over this span, epoch milliseconds. */
  readonly zoom: (from: number, to: number) => void;
}

/** What else a chart may show. */
export interface ChartOptions {
  readonly thresholds?: readonly Threshold[];
  /** Each line on top of the one before. */
  readonly stacked?: boolean;
  /** The axis reaches to this value at least. */
  readonly top?: number;
  /** A value in full: `12 sessions`. */
  readonly unit?: Unit;
  /** A value as short as the axis needs it. */
  readonly tick?: Unit;
}

type Shown = Omit<Required<ChartOptions>, 'stacked'> & Pick<ChartOptions, 'stacked'> & { readonly drawing: Drawing };

const sessionsUnit: Unit = (value) => many(value, 'session');

/** A span that is worth a chart, in milliseconds. */
const LEAST = 60_000;

/** The time of day; at midnight the day. */
function tickWords(at: number): string {
  const time = shortClock(at);
  return time === '00:00' ? day(at) : time;
}

/** A selected span in pixels of the part. */
function selected(chart: Lines | null, anchor: number | undefined, at: number | undefined) {
  const x = chart?.scales.x;
  if (x === undefined || anchor === undefined || at === undefined) return undefined;
  return { first: x.getPixelForValue(anchor), last: x.getPixelForValue(at) };
}

function draw(canvas: HTMLCanvasElement, colours: ChartColours, current: () => Shown): Lines {
  const { ink, grid, font } = colours;
  return new Canvas(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: {
          type: 'linear',
          grid: { display: false },
          border: { color: grid },
          ticks: { color: ink, font, autoSkip: false, maxRotation: 0, callback: (at) => tickWords(Number(at)) },
          afterBuildTicks: (axis) => {
            axis.ticks = ticks(
              axis.min,
              axis.max,
              Math.max(2, Math.floor(axis.width / (font.size * 6))),
              zoneOffset(axis.max),
            ).map((value) => ({ value }));
          },
        },
        y: {
          type: 'linear',
          beginAtZero: true,
          grid: { color: grid },
          border: { display: false },
          ticks: {
            ...{ color: ink, font, precision: 0, maxTicksLimit: 5 },
            callback: (value) => current().tick(Number(value)),
          },
        },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          bodyFont: font,
          titleFont: font,
          callbacks: {
            title: ([item]) => (item === undefined ? '' : iso(item.parsed.x ?? 0)),
            footer: ([item]) => doubtAt(current().drawing, item?.parsed.x ?? 0) ?? '',
            label: ({ dataset, parsed }) => {
              const words = current().unit(parsed.y ?? 0);
              return current().drawing.lines.length > 1 ? `${dataset.label ?? ''}: ${words}` : words;
            },
          },
        },
      },
    },
    plugins: [underAndOver(colours, current)],
  });
}

/** The dashes of a line of which a part is not known, in pixels. */
const DOUBTED = [3, 5];

/** Puts what is shown into the chart; its datasets stay the same objects, so that nothing of an update remains. */
function fill(chart: Lines, { drawing, thresholds, stacked = false, top }: Shown, colours: ChartColours): void {
  const { datasets } = chart.data;
  datasets.length = Math.min(datasets.length, drawing.lines.length);
  const isAlone = drawing.lines.length === 1;
  // A line of which a part is not known is broken.
  const broken = ({ p1 }: ScriptableLineSegmentContext) =>
    doubtAt(drawing, p1.parsed.x ?? 0) === undefined ? undefined : DOUBTED;
  for (const [n, { name, spots }] of drawing.lines.entries()) {
    const dataset = (datasets[n] ??= { data: [] });
    const { colour, dash } = colours.line(n);
    Object.assign(dataset, {
      label: plain(name),
      data: spots.map(({ at, value }) => ({ x: at, y: value })),
      borderColor: colour,
      borderDash: stacked ? [] : dash,
      backgroundColor: isAlone ? colours.area : colours.wash(n),
      borderWidth: Math.max(2, colours.font.size / 6),
      pointRadius: 0,
      pointHitRadius: 8,
      fill: stacked && n > 0 ? '-1' : stacked || isAlone ? 'origin' : false,
      spanGaps: false,
      segment: { borderDash: broken },
    });
  }
  const { x, y } = chart.options.scales ?? {};
  if (x !== undefined) Object.assign(x, { min: drawing.from, max: drawing.to });
  if (y !== undefined) Object.assign(y, { stacked, suggestedMax: topOf(thresholds, top) });
}

/** Shows the tooltip of an instant, as the pointer does; of none, none. */
function point(chart: Lines, at: number | undefined): void {
  const active = chart.data.datasets.flatMap(({ data }, datasetIndex) => {
    const index = at === undefined ? -1 : data.findIndex(({ x }) => x === at);
    return index < 0 || data[index]?.y === null ? [] : [{ datasetIndex, index }];
  });
  if (active.length === 0 && chart.tooltip?.getActiveElements().length === 0) return;
  chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
}

/** Hatches the spans without data below the lines, and draws the thresholds above them. */
function underAndOver(colours: ChartColours, current: () => Shown): Plugin<'line'> {
  return {
    id: 'under-and-over',
    beforeDatasetsDraw({ ctx, chartArea, scales: { x } }) {
      if (x === undefined) return;
      const { gaps, doubt, to } = current().drawing;
      const area = { ...chartArea, x: (at: number) => x.getPixelForValue(at) };
      hatch(ctx, gaps, area, colours.hatch);
      if (doubt !== undefined) hatch(ctx, [{ from: doubt.from, to }], area, colours.hatch, doubt.words);
    },
    afterDatasetsDraw({ ctx, chartArea, scales: { y } }) {
      if (y === undefined) return;
      const area = { ...chartArea, y: (value: number) => y.getPixelForValue(value) };
      drawThresholds(ctx, current().thresholds, area, colours.threshold);
    },
  };
}
