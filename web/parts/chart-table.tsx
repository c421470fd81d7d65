import { doubtAt, instants, valueAt, type Drawing } from '../drawing.ts';
import { LIVE, ticks } from '../series.ts';
import type { Unit } from '../words/chart.ts';
import { plain } from '../words/plain.ts';
import { day, iso, shortClock, zoneOffset } from '../words/time.ts';

/** As many rows as a glance takes in. */
const ROWS = 24;

/** What a chart draws as a table, the latest first: at round times, and at its end. */
export function ChartTable({ drawing, label, unit }: ChartTableProps) {
  const { from, to, lines } = drawing;
  const marks = new Set([...ticks(from, to, ROWS, zoneOffset(to)), to]);
  const isLong = to - from > LIVE;
  const times = instants(drawing).filter((at) => marks.has(at));
  const value = (found: number | null | undefined) =>
    found === null || found === undefined ? <i class="hint">no data</i> : unit(found);
  return (
    <div class="scroll chart-table" tabIndex={0} role="region" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col" class="n">
                {plain(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...times].reverse().map((at) => (
            <tr key={at}>
              <td title={iso(at)}>
                {isLong ? `${day(at)} ${shortClock(at)}` : shortClock(at)}
                {doubtAt(drawing, at) !== undefined && <i class="hint"> {doubtAt(drawing, at)}</i>}
              </td>
              {lines.map((line) => (
                <td key={line.name} class="n">
                  {value(valueAt(line, at))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChartTableProps {
  readonly drawing: Drawing;
  /** What it is a table of. */
  readonly label: string;
  readonly unit: Unit;
}
