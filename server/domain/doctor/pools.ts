import type { Configuration, ConfiguredPool } from '../configuration.ts';
import { addressOf, chainsOf, effectivePools, isRemoteAccess } from '../effective.ts';
import { ipv4, poolSize, inPool } from '../pool.ts';
import { dotted, networkOf, overlap, rangeOf, type Range } from '../range.ts';
import type { Evidence } from '../stated.ts';
import { commandsWith, tunnelled, type Hit, type Mend, type Row } from './finding.ts';
import { quoted } from './groups.ts';

const MOVING =
  'a pool cannot be changed while it is in use: make a new one, give it to the group, and remove the old one when its last session has ended. Routes, NAT exemptions and filters that name the old addresses have to follow.';

/** What is wrong with the pools. */
export const poolRows: readonly Row[] = [
  {
    id: 'pool-missing',
    severity: 'critical',
    title: 'A pool is named that does not exist',
    why: 'A session that comes to it in its chain finds no address there.',
    breaks: 'nothing.',
    needs: ['groups', 'pools'],
    touches: [],
    check: ({ configuration }) =>
      [...new Set(chainsOf(configuration).flatMap(({ pools }) => pools))]
        .filter((name) => !configuration.pools.some((pool) => pool.name === name))
        .map((name) => ({
          subject: name,
          evidence: naming(configuration, name),
          tunnelGroups: groupsUsing(configuration, name),
          mend: commandsWith('Put in its addresses.', `ip local pool ${quoted(name)} FIRST-LAST mask MASK`),
        })),
  },
  {
    id: 'pools-off',
    severity: 'critical',
    title: 'Addresses are not taken from pools',
    why: 'With `no vpn-addr-assign local` the device gives no address of its pools, though groups have no other way to get one: who logs in is refused.',
    breaks: 'nothing.',
    needs: ['groups', 'pools'],
    touches: [],
    check: ({ configuration }) => {
      const told = configuration.sessions.assignment.findLast(({ value: { by } }) => by === 'local');
      const used = chainsOf(configuration).filter(({ pools }) => pools.length > 0);
      if (told === undefined || told.value.on || used.length === 0) return [];
      const note = 'Unless a AAA or DHCP server gives the addresses on purpose: then nothing is wrong.';
      return [{ evidence: [told.evidence], seen: `pools of ${used.map(({ tunnelGroup }) => tunnelGroup).join(', ')}`, mend: commandsWith(note, 'vpn-addr-assign local') }]; // prettier-ignore
    },
  },
  {
    id: 'pool-overlap',
    severity: 'critical',
    title: 'Two pools overlap',
    why: 'The same address can be given to two clients at once; the traffic of one goes to the other.',
    breaks: MOVING,
    needs: ['pools'],
    touches: tunnelled,
    check: ({ configuration }) =>
      pairs(configuration.pools)
        .filter(([one, other]) => common(one, other))
        .map(([one, other]) => ({
          // prettier-ignore
          subject: `${one.name}, ${other.name}`,
          evidence: [one.evidence, other.evidence],
          tunnelGroups: [...groupsUsing(configuration, one.name), ...groupsUsing(configuration, other.name)],
          mend: moving(other),
        })),
  },
  {
    id: 'pool-in-subnet',
    severity: 'note',
    title: 'A pool lies in the network of an interface',
    why: 'It works by proxy ARP, as long as nobody else in that network has one of its addresses and proxy ARP is not switched off.',
    breaks: MOVING,
    needs: ['pools', 'interfaces'],
    touches: tunnelled,
    check: ({ configuration }) =>
      configuration.pools.flatMap((pool) =>
        networks(configuration).flatMap(({ name, network, evidence }): readonly Hit[] => {
          const range = rangeOf(pool);
          if (range === undefined || !overlap(range, network)) return [];
          const tunnelGroups = groupsUsing(configuration, pool.name);
          return [{ subject: pool.name, evidence: [pool.evidence, evidence], seen: `network of ${name}`, tunnelGroups, mend: moving(pool) }]; // prettier-ignore
        }),
      ),
  },
  {
    id: 'pool-holds-interface',
    severity: 'critical',
    title: 'A pool holds an address of the device itself',
    why: 'A client that is given it cannot be reached, and may cut off the device’s own traffic.',
    breaks: MOVING,
    needs: ['pools', 'interfaces'],
    touches: tunnelled,
    check: ({ configuration }) =>
      configuration.pools.flatMap((pool) =>
        configuration.interfaces.flatMap(({ address }): readonly Hit[] => {
          const own = address === undefined ? [] : [address.value.address, address.value.standby ?? ''];
          const inside = own.map((one) => addressOf(configuration, one)).filter((one) => inPool(pool, one));
          const tunnelGroups = groupsUsing(configuration, pool.name);
          return address === undefined || inside.length === 0
            ? []
            : [{ subject: pool.name, evidence: [pool.evidence, address.evidence], seen: inside.join(', '), tunnelGroups, mend: moving(pool) }]; // prettier-ignore
        }),
      ),
  },
  {
    id: 'pool-edge',
    severity: 'warning',
    title: 'A pool holds a network or broadcast address',
    why: 'By its own mask the first or last address of a network is among those given out. Many clients and hosts take no traffic from such an address.',
    breaks: MOVING,
    needs: ['pools'],
    touches: tunnelled,
    check: ({ configuration }) =>
      configuration.pools.flatMap((pool): readonly Hit[] => {
        const edges = edgesIn(configuration, pool);
        if (edges.length === 0) return [];
        const tunnelGroups = groupsUsing(configuration, pool.name);
        return [{ subject: pool.name, evidence: [pool.evidence], seen: edges.join(', '), tunnelGroups, mend: moving(pool) }]; // prettier-ignore
      }),
  },
  {
    id: 'pool-small',
    severity: 'warning',
    title: 'Fewer addresses than sessions',
    why: 'The pools run out before the device’s limit for sessions is reached: the next user gets no address.',
    breaks:
      'nothing: a further pool is added behind the others. It needs a route, a NAT exemption and the filters of the others.',
    needs: ['pools', 'groups'],
    touches: [],
    check: ({ configuration, arrival }) => {
      const told = configuration.sessions.limits.filter(({ value: { of } }) => !/webvpn|other-vpn/.test(of));
      const [lowest] = [...told].sort((a, b) => a.value.sessions - b.value.sessions);
      const limit = Math.min(lowest?.value.sessions ?? Infinity, arrival.capacity ?? Infinity);
      const used = new Set(chainsOf(configuration).flatMap(({ pools }) => pools));
      const pools = configuration.pools.filter(({ name }) => used.has(name));
      const size = pools.reduce((sum, pool) => sum + poolSize(pool), 0);
      if (limit === Infinity || pools.length === 0 || size >= limit) return [];
      const evidence = [...(lowest?.value.sessions === limit ? [lowest.evidence] : []), ...pools.map((one) => one.evidence)]; // prettier-ignore
      const note = 'Put in addresses that are free, and name the new pool behind the others of its group.';
      return [{ evidence, seen: `${size} addresses for ${limit} sessions`, mend: commandsWith(note, 'ip local pool NEW-POOL FIRST-LAST mask MASK') }]; // prettier-ignore
    },
  },
];

function groupsUsing(configuration: Configuration, pool: string): readonly string[] {
  return configuration.tunnelGroups
    .filter((group) => isRemoteAccess(group) && effectivePools(configuration, group).includes(pool))
    .map(({ name }) => name);
}

/** The lines that name the pool. */
function naming({ tunnelGroups, groupPolicies }: Configuration, pool: string): readonly Evidence[] {
  return [...tunnelGroups, ...groupPolicies]
    .flatMap(({ attributes }) =>
      attributes.filter((one) => one.words.includes(pool) && one.name.startsWith('address-pool')),
    ) // prettier-ignore
    .map(({ evidence }) => evidence);
}

function moving({ name }: ConfiguredPool): Mend {
  return commandsWith(
    `Give the new pool to those that use ${name}; remove ${name} when its last session has ended.`,
    'ip local pool NEW-POOL FIRST-LAST mask MASK',
  );
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, place) => all.slice(place + 1).map((other) => [one, other] as const));
}

function common(one: ConfiguredPool, other: ConfiguredPool): boolean {
  const first = rangeOf(one);
  const second = rangeOf(other);
  return first !== undefined && second !== undefined && overlap(first, second);
}

interface Network {
  readonly name: string;
  readonly network: Range;
  readonly evidence: Evidence;
}

function networks(configuration: Configuration): readonly Network[] {
  return configuration.interfaces.flatMap(({ name, nameif, address }) => {
    const network = address && networkOf(addressOf(configuration, address.value.address), address.value.mask);
    return address === undefined || network === undefined
      ? []
      : [{ name: nameif?.value ?? name, network, evidence: address.evidence }];
  });
}

/** The network and broadcast addresses in the pool: by its mask, or by that of the interface in whose network it lies. */
function edgesIn(configuration: Configuration, { first, last, mask }: ConfiguredPool): readonly string[] {
  const from = ipv4(first);
  const to = ipv4(last);
  if (from === undefined || to === undefined || mask === '255.255.255.255') return [];
  const ends = [first, last].flatMap((address) => (mask === undefined ? [] : (networkOf(address, mask) ?? [])));
  const around = networks(configuration).flatMap(({ network }) => (overlap(network, { first: from, last: to }) ? network : [])); // prettier-ignore
  const edges = [...ends, ...around].flatMap((one) => [one.first, one.last]).filter((one) => from <= one && one <= to);
  return [...new Set(edges)].sort((a, b) => a - b).map(dotted);
}
