import type { ChainRow, PoolRow } from '../../feed.ts';
import { poolUse } from '../../pool-use.ts';
import type { Observation } from '../alert.ts';
import type { Observer } from '../observer.ts';
import { grouped } from './grouped.ts';
import { standing } from './standing.ts';
import { list, percent } from './words.ts';

/** `pool.chain` and `pool.member`: how full the pools of a connection profile are together, and which of several is. */
export const pools: Observer = ({ at, estate }, memory) => {
  const ids = new Map(estate.devices.map(({ id, name }) => [name, id]));
  const chains = estate.chains.flatMap((row) => chainLook(row, ids.get(row.device)) ?? []);
  const places = estate.chains.flatMap((chain) =>
    chain.pools.length < 2 ? [] : chain.pools.map((pool) => ({ chain, place: `${chain.device}/${pool}` })),
  );
  const shared = grouped(places, ({ place }) => place);
  const members = estate.pools.flatMap((row) => {
    const its = shared.get(`${row.device}/${row.name}`)?.map(({ chain }) => chain) ?? [];
    return memberLook(row, its, ids.get(row.device), at) ?? [];
  });
  return standing(['pool.chain', 'pool.member'], [...chains, ...members], memory);
};

function chainLook(row: ChainRow, device: number | undefined): Observation | undefined {
  const { tunnelGroup, utilization, used, size, held, source } = row;
  if (device === undefined || utilization === null || size === null) return undefined;
  const [pool] = row.pools.length === 1 ? row.pools : [];
  const about = { device, tunnelGroup, ...(pool !== undefined && { pool }) };
  const how = source === 'derived' ? ', by messages' : held === null || held === 0 ? '' : `, ${held} of them held`;
  const text = `${tunnelGroup}: ${used} of ${size} addresses used (${percent(utilization)}${how}): ${list(row.pools)}`;
  return {
    rule: 'pool.chain',
    subject: `${device}/${tunnelGroup}`,
    about,
    value: utilization,
    text,
    events: 0,
    evidence: [],
  };
}

/** Of a pool that is the only one of its connection profiles `pool.chain` tells. */
function memberLook(
  row: PoolRow,
  chains: readonly ChainRow[],
  device: number | undefined,
  at: number,
): Observation | undefined {
  const { utilization, used, size } = poolUse(row, at);
  if (device === undefined || chains.length === 0 || utilization === null || size === null) return undefined;
  const text = `${row.name}: ${used} of ${size} addresses used; one of those of ${list(chains.map(({ tunnelGroup }) => tunnelGroup))}`;
  return { rule: 'pool.member', subject: `${device}/${row.name}`, about: { device, pool: row.name }, value: utilization, text, events: 0, evidence: [] }; // prettier-ignore
}
