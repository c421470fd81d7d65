import {
  Chart as Canvas,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type Plugin,
} from 'chart.js';
import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ticks, type Series } from '../series.ts';
import { theme } from '../theme.ts';
import { many } from '../words/bytes.ts';
import { day, iso, shortClock, zoneOffset } from '../words/time.ts';
import { useCell } from '../watch.ts';
import { hatch, type HatchLook } from './hatch.ts';

Canvas.register(Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

type Line = Canvas<'line', { x: number; y: number | null }[]>;

/** The line of active sessions; spans without data are hatched, and a span that is dragged over is zoomed into. The canvas is this part's alone. */
export function Chart({ series, label, zoom }: ChartProps) {
  const holder = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Line>(null);
  const latest = useRef(series);
  latest.current = series;
  const look = useLook();
  useEffect(() => {
    if (holder.current === null) return undefined;
    const made = draw(holder.current, () => latest.current);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [look]);
  useEffect(() => {
    const made = chart.current;
    if (made === null) return;
    fill(made, series);
    made.update('none');
  }, [series, look]);
  const { drag, begin, follow, end } = useDrag((first, last) => {
    const x = chart.current?.scales.x;
    const times = [first, last].map((pixel) => x?.getValueForPixel(pixel) ?? 0);
    const [from, to] = [Math.max(Math.min(...times), x?.min ?? 0), Math.min(Math.max(...times), x?.max ?? 0)];
    if (to - from >= LEAST) zoom(from, to);
  });
  return (
    <div
      class="chart"
      title="Drag over a span to zoom into it"
      onPointerDown={begin}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={() => end()}
    >
      <canvas ref={holder} role="img" aria-label={label} />
      {drag !== undefined && (
        <span
          class="chart__drag"
          style={`left:${Math.min(drag.first, drag.last)}px;width:${Math.abs(drag.last - drag.first)}px`}
        />
      )}
    </div>
  );
}

interface ChartProps {
  readonly series: Series;
  readonly label: string;
  /** Somebody has dragged over this span, epoch milliseconds. */
  readonly zoom: (from: number, to: number) => void;
}

/** A span that is worth a chart, in milliseconds. */
const LEAST = 60_000;
/** A press that moves by less is none that drags, in pixels. */
const STILL = 8;

interface Drag {
  readonly first: number;
  readonly last: number;
}

/** A span that is being dragged over, in pixels of the part; `done` is told its ends. */
function useDrag(done: (first: number, last: number) => void) {
  const [drag, setDrag] = useState<Drag>();
  const place = (event: TargetedPointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  return {
    drag,
    begin: (event: TargetedPointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ first: place(event), last: place(event) });
    },
    follow: (event: TargetedPointerEvent<HTMLElement>): void => {
      const last = place(event);
      setDrag((before) => before && { ...before, last });
    },
    /** Without an event the drag was taken away. */
    end: (event?: TargetedPointerEvent<HTMLElement>): void => {
      setDrag(undefined);
      if (drag !== undefined && event !== undefined && Math.abs(place(event) - drag.first) > STILL)
        done(drag.first, place(event));
    },
  };
}

/** Changes when the colours do: the theme was changed here, or the system's was. */
function useLook(): string {
  const chosen = useCell(theme);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const [, again] = useState(0);
  useEffect(() => {
    const changed = () => again((times) => times + 1);
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, []);
  return `${chosen} ${String(dark.matches)}`;
}

/** The time of day; at midnight the day. */
function tickWords(at: number): string {
  const time = shortClock(at);
  return time === '00:00' ? day(at) : time;
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function draw(canvas: HTMLCanvasElement, current: () => Series): Line {
  const ink = token('--chart-text');
  const font = {
    family: getComputedStyle(document.body).fontFamily,
    size: 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
  return new Canvas(canvas, {
    type: 'line',
    data: {
      datasets: [
        {
          data: [],
          borderColor: token('--chart-tx'),
          backgroundColor: token('--chart-area'),
          borderWidth: Math.max(2, font.size / 6),
          pointRadius: 0,
          pointHitRadius: 8,
          fill: 'origin',
          spanGaps: false,
        },
      ],
    },
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
          border: { color: token('--chart-grid') },
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
          suggestedMax: 5,
          grid: { color: token('--chart-grid') },
          border: { display: false },
          ticks: { color: ink, font, precision: 0, maxTicksLimit: 5 },
        },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          bodyFont: font,
          titleFont: font,
          callbacks: {
            title: ([item]) => (item === undefined ? '' : iso(item.parsed.x ?? 0)),
            label: (item) => many(item.parsed.y ?? 0, 'session'),
          },
        },
      },
    },
    plugins: [
      gapPlugin(current, {
        line: token('--chart-gap'),
        ink,
        paper: token('--chart-paper'),
        font: `${font.size}px ${font.family}`,
      }),
    ],
  });
}

function fill(chart: Line, { points }: Series): void {
  const [line] = chart.data.datasets;
  if (line !== undefined) line.data = points.map(({ at, active }) => ({ x: at, y: active }));
  const x = chart.options.scales?.x;
  if (x !== undefined) Object.assign(x, { min: points[0]?.at, max: points.at(-1)?.at });
}

/** Hatches the spans without data below the line. */
function gapPlugin(current: () => Series, look: HatchLook): Plugin<'line'> {
  return {
    id: 'gaps',
    beforeDatasetsDraw({ ctx, chartArea, scales: { x } }) {
      if (x !== undefined) hatch(ctx, current().gaps, { ...chartArea, x: (at) => x.getPixelForValue(at) }, look);
    },
  };
}
