import { useMemo } from 'preact/hooks';
import { useRange } from '../asked.ts';
import { isOpen, absolute } from '../range.ts';
import { chartSummary } from '../words/chart.ts';
import { plain } from '../words/plain.ts';
import { byPeak, MOST_LINES, peakWords, historyDrawing, poolThresholds, percentUnit, type Named, type PoolHistory } from '../words/pool-history.ts'; // prettier-ignore
import { duration } from '../words/time.ts';
import { ChartTable } from './chart-table.tsx';
import { Chart } from './chart.tsx';
import { Panel } from './panel.tsx';
import { useTableSwitch } from './table-switch.tsx';
import { When } from './when.tsx';

/** How full the pools of a head-end, and its chains, were over the range, with their peaks. */
export function PoolHistoryPanel({ device, told, why, now }: PoolHistoryProps) {
  const { isTable, button } = useTableSwitch();
  const chains = useMemo(() => told?.chains.map((one): Named => ({ ...one, name: one.tunnelGroup })) ?? [], [told]);
  const pools = useMemo(() => told?.pools.map((one): Named => ({ ...one, name: one.pool })) ?? [], [told]);
  return (
    <Panel
      title={`Use over time, ${plain(device)}`}
      span="col-12"
      hint={told === undefined ? undefined : `the most in each ${duration(told.step)}`}
      tools={<span class="chart-tools">{button}</span>}
    >
      {why !== undefined && <p class="trouble">The history cannot be fetched: {why}.</p>}
      {told === undefined && why === undefined && <p class="needs">Asking …</p>}
      {told !== undefined && (
        <div class="pool-history" data-history={device}>
          {chains.length > 0 && <Uses title="By connection profile" all={chains} {...{ told, now, isTable }} />}
          <Uses title="By pool" all={pools} {...{ told, now, isTable }} />
        </div>
      )}
    </Panel>
  );
}

interface PoolHistoryProps {
  readonly device: string;
  readonly told: PoolHistory | undefined;
  /** Why it cannot be had. */
  readonly why: string | undefined;
  readonly now: number;
}

function Uses({ title, all, told, now, isTable }: UsesProps) {
  const { range, choose } = useRange();
  const drawing = useMemo(() => historyDrawing(all, told), [all, told]);
  const unit = percentUnit;
  return (
    <section>
      <h3>{title}</h3>
      {isTable ? (
        <ChartTable drawing={drawing} label={`Use over time, ${title.toLowerCase()}`} unit={unit} />
      ) : (
        <Chart
          series={drawing}
          label={chartSummary(drawing, unit, isOpen(range))}
          zoom={(from, to) => choose(absolute({ from, to }))}
          {...{ thresholds: poolThresholds, top: 100, unit, tick: unit }}
        />
      )}
      {all.length > MOST_LINES && <p class="hint">Drawn are the {MOST_LINES} with the highest peaks.</p>}
      <table class="table peaks">
        <thead>
          <tr>
            <th scope="col">{title.slice(3, 4).toUpperCase() + title.slice(4)}</th>
            <th scope="col">Peak in this time</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {byPeak(all).map(({ name, peak }) => (
            <tr key={name} data-peak={name}>
              <td>{plain(name)}</td>
              <td>{peak === undefined ? <i class="hint">nothing was kept</i> : peakWords(peak)}</td>
              <td>{peak !== undefined && <When at={peak.at} now={now} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface UsesProps {
  readonly title: string;
  readonly all: readonly Named[];
  readonly told: PoolHistory;
  readonly now: number;
  readonly isTable: boolean;
}
