import type { Observation } from '../domain/alert/alert.ts';
import type { Moment } from '../domain/alert/replay.ts';
import type { ChainRow, DeviceRow } from '../domain/feed.ts';
import { HOLDS, usesOf, type PoolMinute, type UseAt } from '../domain/pool-history.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';

/** How full something was over a span, in order of time; its pools as they are chained now. */
export interface PastUse {
  readonly device: Pick<DeviceRow, 'id' | 'name'>;
  readonly chain: Pick<ChainRow, 'tunnelGroup' | 'pools'>;
  readonly uses: readonly UseAt[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How full the pools of each connection profile were together, from a little before the span on. */
export async function pastChains(reads: Reads, book: CommittedView, span: Span): Promise<readonly PastUse[]> {
  return past(reads, book, span, (chains) => chains);
}

/** How full each pool was that is one of several of a connection profile. */
async function pastMembers(reads: Reads, book: CommittedView, span: Span): Promise<readonly PastUse[]> {
  return past(reads, book, span, (chains) => {
    const pools = new Set(chains.filter(({ pools: all }) => all.length > 1).flatMap(({ pools: all }) => all));
    return [...pools].map((pool) => ({ tunnelGroup: pool, pools: [pool] }));
  });
}

/** What `pool.chain` and `pool.member` would have seen. */
export async function poolMoments(
  rule: 'pool.chain' | 'pool.member',
  reads: Reads,
  book: CommittedView,
  span: Span,
): Promise<readonly Moment[]> {
  const all = await (rule === 'pool.chain' ? pastChains : pastMembers)(reads, book, span);
  return all
    .flatMap(({ device, chain, uses }) =>
      uses.map(({ at, used, size }): Moment => {
        const [pool] = chain.pools.length === 1 ? chain.pools : [];
        const { tunnelGroup } = chain;
        const about: Observation['about'] = {
          device: device.id,
          ...(rule === 'pool.chain' && { tunnelGroup }),
          ...(pool !== undefined && { pool }),
        };
        const subject = `${device.id}/${tunnelGroup}`;
        const text = `${tunnelGroup}: ${used} of ${size} addresses used`;
        return {
          at,
          seen: [{ rule, subject, about, value: size === 0 ? 0 : used / size, text, events: 0, evidence: [] }],
        };
      }),
    )
    .sort((one, other) => one.at - other.at);
}

async function past(
  reads: Reads,
  book: CommittedView,
  { from, to }: Span,
  wanted: (chains: readonly ChainRow[]) => readonly PastUse['chain'][],
): Promise<readonly PastUse[]> {
  const found: PastUse[] = [];
  for (const device of book.devices()) {
    const chains = book.chains().filter((chain) => chain.device === device.name);
    if (chains.length === 0) continue;
    const pools = [...new Set(chains.flatMap((chain) => chain.pools))];
    const { minutes } = await reads.poolMinutes({ device: device.id, pools, from: from - HOLDS, to });
    const byPool = new Map<string, PoolMinute[]>(pools.map((pool) => [pool, []]));
    for (const row of minutes) byPool.get(row.pool)?.push(row);
    for (const chain of wanted(chains)) {
      const uses = usesOf(chain.pools.map((pool) => byPool.get(pool) ?? [])).filter(({ at }) => at >= from);
      found.push({ device, chain, uses });
    }
  }
  return found;
}
