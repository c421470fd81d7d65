import type { Health } from '../api/committed.ts';
import type { GapRow, HealthRow } from '../domain/feed.ts';

/** Buckets whose growth means that something was lost. */
const LOST = ['overflow', 'kernelDropped'] as const;

const DAY = 24 * 60 * 60_000;

/** How the collecting goes: critical when messages wait that cannot be written, a warning when some were lost or the system is set up badly; and the last day's gaps. */
export function healthOf(
  at: number,
  collectors: readonly HealthRow[],
  gaps: readonly GapRow[],
  writing: boolean,
): Health {
  const lost = collectors.some(({ buckets }) => LOST.some((bucket) => (buckets[bucket] ?? 0) > 0));
  const warned = collectors.some(({ warnings }) => warnings.length > 0);
  const recent = gaps.filter(({ to }) => to >= at - DAY);
  return { at, status: writing ? (lost || warned ? 'warning' : 'ok') : 'critical', collectors, gaps: recent };
}
