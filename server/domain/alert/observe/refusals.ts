import type { Attempt } from '../../attempt.ts';
import type { Event } from '../../event.ts';
import type { ChainRow } from '../../feed.ts';
import type { Observation } from '../alert.ts';
import type { Observer } from '../observer.ts';
import { grouped } from './grouped.ts';
import { list } from './words.ts';

type Refused = Extract<Event, { kind: 'address.refused' }>;

/** Messages alone do not tell of held addresses: from there on a chain may be full, 0 to 1. */
const NEARLY = 0.95;

/** `pool.exhausted` and `address.none`: clients that got no address, by whether there were free ones. */
export const refusals: Observer = ({ events, attempts, estate }) => {
  const refused = events.filter((event) => event.kind === 'address.refused');
  if (refused.length === 0) return [];
  const names = new Map(estate.devices.map(({ id, name }) => [id, name]));
  const groups = grouped(refused, ({ device, tunnelGroup = '' }) => `${device}/${tunnelGroup}`);
  return [...groups].flatMap(([subject, its]) => {
    const [first] = its;
    if (first === undefined || !names.has(first.device)) return [];
    const chains = estate.chains.filter(({ device }) => device === names.get(first.device));
    const freed = events.filter((event) => event.kind === 'address.freed' && event.device === first.device).length;
    return [lookOf(subject, first, its, { chains, freed, attempts })];
  });
};

interface Around {
  readonly chains: readonly ChainRow[];
  /** Addresses that were freed in this turn: they may not have been free yet. */
  readonly freed: number;
  readonly attempts: readonly Attempt[];
}

function lookOf(
  subject: string,
  { device, tunnelGroup }: Refused,
  its: readonly Refused[],
  around: Around,
): Observation {
  const { chains, freed, attempts } = around;
  const own = tunnelGroup === undefined ? chains : chains.filter((chain) => chain.tunnelGroup === tunnelGroup);
  const full = own.find((chain) => isFull(chain, freed));
  // Where nothing is known of its pools the head-end is believed.
  const isExhausted = full !== undefined || chains.length === 0 || own.some(({ size }) => size === null);
  const who = list([...new Set(its.map((one) => nameOf(one, attempts)))]);
  const chain = full ?? own[0];
  const about = { device, ...(tunnelGroup !== undefined && { tunnelGroup }) };
  return {
    ...{ rule: isExhausted ? 'pool.exhausted' : 'address.none', subject, about, value: 1, events: its.length },
    text: `no address for ${who}${tunnelGroup === undefined ? '' : ` (${tunnelGroup})`}: ${useOf(chain)}`,
    evidence: its.flatMap(({ evidence }) => evidence),
  };
}

function isFull({ used, size, utilization, source }: ChainRow, freed: number): boolean {
  if (size === null) return false;
  return used + freed >= size || (source === 'derived' && utilization !== null && utilization >= NEARLY);
}

function useOf(chain: ChainRow | undefined): string {
  if (chain === undefined) return 'no pool is known for it';
  const { used, size, pools } = chain;
  if (pools.length === 0) return 'it has no pool';
  return size === null
    ? `how large ${list(pools)} are is not known`
    : `${used} of ${size} addresses of ${list(pools)} used`;
}

/** Who it was, by the login that failed. */
function nameOf({ device, publicIp }: Refused, attempts: readonly Attempt[]): string {
  const its = attempts.find((one) => one.device === device && one.publicIp === publicIp && one.user !== undefined);
  return [its?.user, publicIp].filter((one) => one !== undefined).join(' from ') || 'a client';
}
