import type { GapRow } from '../domain/feed.ts';
import type { Store } from '../store/store.ts';

/** A pause longer than this between two signs of life is a gap, in milliseconds: the recorder writes one each second. */
const PAUSE = 3_000;

/** Declares the time in which nobody collected: from the last sign of life to now. Returns all gaps of the last day. */
export async function declareGap(
  store: Pick<Store, 'addGap'>,
  known: readonly GapRow[],
  heartbeat: number | null,
  now: number,
): Promise<readonly GapRow[]> {
  if (heartbeat === null || now - heartbeat < PAUSE) return known;
  const gap = { from: heartbeat, to: now };
  await store.addGap(gap);
  return [...known, gap];
}
