import type { GapRow } from '../../server/domain/feed.ts';
import type { Peak, UseHistory } from '../../server/domain/pool-history.ts';
import type { Drawing, Line, Threshold } from '../drawing.ts';
import { count, many } from './bytes.ts';
import { CRITICAL_AT, percent, WARNING_AT } from './pools.ts';

/** Lines that can be told apart. */
export const MOST_LINES = 5;

/** What the API tells of one pool, or of one chain. */
export interface Named extends UseHistory {
  readonly name: string;
}

/** How full a head-end's pools and chains were over time. */
export interface PoolHistory {
  readonly step: number;
  readonly pools: readonly (UseHistory & { readonly pool: string })[];
  readonly chains: readonly (UseHistory & { readonly tunnelGroup: string })[];
  readonly gaps: readonly GapRow[];
}

/** The lines at which a pool is a warning and critical, in percent. */
export const poolThresholds: readonly Threshold[] = [
  { value: WARNING_AT * 100, label: `warning at ${percent(WARNING_AT)}`, state: 'warn' },
  { value: CRITICAL_AT * 100, label: `critical at ${percent(CRITICAL_AT)}`, state: 'crit' },
];

/** The fullest first, by their peaks; those of which nothing is known last. */
export function byPeak(all: readonly Named[]): readonly Named[] {
  return [...all].sort((one, other) => share(other.peak) - share(one.peak) || one.name.localeCompare(other.name));
}

function share(peak: Peak | undefined): number {
  return peak === undefined || !peak.size ? -1 : peak.used / peak.size;
}

/** The use of those with the highest peaks as lines in percent, each step with the most that there was in it. */
export function historyDrawing(all: readonly Named[], { gaps, step }: Pick<PoolHistory, 'gaps' | 'step'>): Drawing {
  const lines = byPeak(all)
    .slice(0, MOST_LINES)
    .map(({ name, points }): Line => {
      const value = ({ most, size }: UseHistory['points'][number]) => (most === null || !size ? null : (most / size) * 100); // prettier-ignore
      return { name, spots: points.map((point) => ({ at: point.at, value: value(point) })) };
    });
  const [first] = all;
  const to = first?.points.at(-1)?.at ?? 0;
  const from = first?.points[0]?.at ?? to - step;
  const within = gaps.filter((gap) => gap.to > from && gap.from < to);
  return { from, to, lines, gaps: [...within, ...blind(lines)] };
}

/** Spans in which no line has a value. */
function blind(lines: readonly Line[]): readonly GapRow[] {
  const [first] = lines;
  const found: GapRow[] = [];
  for (const [n, { at }] of first?.spots.entries() ?? []) {
    if (!lines.every(({ spots }) => spots[n]?.value === null)) continue;
    const from = first?.spots[n - 1]?.at ?? at;
    const last = found.at(-1);
    if (last?.to === from) found[found.length - 1] = { from: last.from, to: at };
    else found.push({ from, to: at });
  }
  return found;
}

/** Use as the axis and the tooltip tell it, in percent: never rounded up to a threshold. */
export function percentUnit(value: number): string {
  return percent(value / 100);
}

/** The most that a pool had: `93 %, 93 of 100 addresses`. */
export function peakWords({ used, size }: Peak): string {
  if (!size) return `${many(used, 'address', 'addresses')} used`;
  return `${percent(used / size)}, ${count(used)} of ${many(size, 'address', 'addresses')}`;
}
