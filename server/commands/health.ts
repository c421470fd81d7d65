import type { Health } from '../api/committed.ts';
import type { GapRow, HealthRow } from '../domain/feed.ts';
import { isBalanced, ledgerOf } from '../domain/ledger.ts';

/** Buckets whose growth means that something was lost. */
const LOST = ['overflow', 'flood', 'kernelDropped', 'unsaved'] as const;

const DAY = 24 * 60 * 60_000;

/** What stands in health for something that collects nothing and has something to tell. */
export function warningRow(collector: string, warnings: readonly string[]): HealthRow {
  return {
    collector,
    buckets: {},
    outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
    receiveBuffer: { effective: null, wanted: 0 },
    queuedBytes: 0,
    warnings,
  };
}

/** How the collecting goes: critical when messages wait that cannot be written, a warning when some were lost or cannot be accounted for, or the system is set up badly; and the last day's gaps. */
export function healthOf(
  at: number,
  collectors: readonly HealthRow[],
  gaps: readonly GapRow[],
  writing: boolean,
): Health {
  const lost = collectors.some(({ buckets }) => LOST.some((bucket) => (buckets[bucket] ?? 0) > 0));
  const warned = collectors.some(({ warnings }) => warnings.length > 0);
  const unbalanced = !isBalanced(ledgerOf(collectors, () => undefined));
  const recent = gaps.filter(({ to }) => to >= at - DAY);
  return {
    at,
    status: writing ? (lost || warned || unbalanced ? 'warning' : 'ok') : 'critical',
    collectors,
    gaps: recent,
  };
}
