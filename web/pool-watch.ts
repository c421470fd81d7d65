import { useNow, useRows, useSummary } from './watch.ts';
import { poolUses, type PoolUses } from './words/pools.ts';

/** How full pools and chains are as of now; `undefined` before they have come: a full pool alone would look worse than it is. */
export function usePoolUses(): PoolUses | undefined {
  const pools = useSummary()?.pools;
  const chains = useRows('chains');
  const now = useNow();
  return pools === undefined || chains === undefined ? undefined : poolUses(pools, chains, now);
}
