import { loadOf } from './load.ts';
import type { Polled } from './polling.ts';
import type { PoolRow } from './feed.ts';
import { poolUse } from './pool-use.ts';
import type { Increase } from './sample-rates.ts';
import type { Protocol } from './session.ts';
import { isSeriesMetric, seriesMetrics, type SeriesKey, type SeriesMetric, type SeriesSample } from './series.ts';

/** The gauges that a poll told of its head-end: of two that tell the same the later one, as the screens have it. */
export function gaugesOf({ device, facts, samples = [] }: Polled): readonly SeriesSample[] {
  const { cpu, memory, connections } = loadOf(facts, samples);
  const gauge = (metric: SeriesMetric, at: number, value: number): SeriesSample => ({
    ...{ device, metric, instance: '', at },
    value: Math.round(value),
  });
  const servers = facts.aaa?.servers ?? [];
  const answering = servers.filter(({ status }) => status === 'active').length;
  return [
    ...(cpu === undefined ? [] : [gauge('cpu', cpu.at, cpu.minute)]),
    ...(memory === undefined
      ? []
      : [gauge('memory.used', memory.at, memory.used), gauge('memory.total', memory.at, memory.total)]),
    ...(connections === undefined ? [] : [gauge('connections', connections.at, connections.inUse)]),
    ...(facts.aaa === undefined || servers.length === 0
      ? []
      : [gauge('aaa.answering', facts.aaa.at, answering), gauge('aaa.servers', facts.aaa.at, servers.length)]),
  ];
}

/** What counters of a head-end grew by that a series is kept of. */
export function countersOf(device: number, increases: readonly Increase[]): readonly SeriesSample[] {
  return increases.flatMap(({ metric, instance, at, by, span }): readonly SeriesSample[] =>
    isSeriesMetric(metric) && seriesMetrics[metric].kind === 'counter'
      ? [{ device, metric, instance, at, value: by, span }]
      : [],
  );
}

/** A value that stands until another is told. */
export interface HeldValue extends SeriesKey {
  readonly value: number;
}

/** How many sessions there are, in all and of each kind. */
export function sessionsHeld(
  device: number,
  total: number,
  kinds: Readonly<Record<Protocol, number>> | undefined,
): readonly HeldValue[] {
  // border: keys of an object are those of its type.
  const each = Object.entries(kinds ?? {}) as [Protocol, number][];
  return [
    { device, metric: 'sessions', instance: '', value: total },
    ...each.map(([kind, value]): HeldValue => ({ device, metric: `sessions.${kind}`, instance: '', value })),
  ];
}

/** How full a pool is, as the screens have it; nothing where nobody knows. */
export function poolValue(device: number, row: PoolRow, at: number, isSilent: boolean): readonly HeldValue[] {
  const { used, listed } = poolUse(row, at);
  return isSilent && !listed ? [] : [{ device, metric: 'pool.used', instance: row.name, value: used }];
}
