import type { GapRow } from '../domain/feed.ts';
import type { Store } from '../store/store.ts';

/** Declares the time in which nobody collected, however short: from the last sign of life to now. Returns all gaps of the last day. */
export async function declareGap(
  store: Pick<Store, 'addGap'>,
  known: readonly GapRow[],
  heartbeat: number | null,
  now: number,
): Promise<readonly GapRow[]> {
  if (heartbeat === null || heartbeat >= now) return known;
  const gap = { from: heartbeat, to: now };
  await store.addGap(gap);
  return [...known, gap];
}
