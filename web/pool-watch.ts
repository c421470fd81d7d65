import { EVERYWHERE, useSummaryOf } from './asked.ts';
import { useNow, useRows } from './watch.ts';
import { poolUses, type PoolUses } from './words/pools.ts';

/** How full the pools and chains of these head-ends (of all, if not given) are as of now; `undefined` before they have come: a full pool alone would look worse than it is. */
export function usePoolUses(names?: ReadonlySet<string>): PoolUses | undefined {
  const pools = useSummaryOf(EVERYWHERE)?.pools;
  const chains = useRows('chains');
  const now = useNow();
  const here = ({ device }: { readonly device: string }): boolean => names?.has(device) !== false;
  return pools === undefined || chains === undefined
    ? undefined
    : poolUses(pools.filter(here), chains.filter(here), now);
}
