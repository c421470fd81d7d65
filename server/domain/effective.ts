import type { AccessListEntry, Configuration, Place } from './configuration.ts';
import type { Attribute, GroupPolicy, PolicyAttribute, TunnelGroup, TunnelGroupAttribute } from './group.ts';
import type { Chain } from './pool.ts';
import { networkOf, networksIn, type Range } from './range.ts';
import { ipv4 } from './pool.ts';

/** The policy that all others inherit from; it need not be written down. */
export const DEFAULT_POLICY = 'DfltGrpPolicy';

/** A network that the client reaches through the tunnel, or without it. */
export interface SecuredRoute {
  readonly address: string;
  readonly mask: string;
}

/** What the client's *Route Details* show, derived from its policy. */
export interface Routes {
  /** `tunnelall`, `tunnelspecified`, `excludespecified`; `unknown` where a AAA server tells it. */
  readonly policy: 'tunnelall' | 'tunnelspecified' | 'excludespecified' | 'unknown';
  /** What goes through the tunnel; absent where it is not known. Of `excludespecified` it is all: see `excluded`. */
  readonly secured?: readonly SecuredRoute[];
  /** What does not go through it. `0.0.0.0 255.255.255.255` stands for the client's own LAN. */
  readonly excluded?: readonly SecuredRoute[];
  /** The list that is named, but is not in the configuration, or has what is no IPv4 network. */
  readonly unresolved?: string;
}

/** An attribute of a tunnel group; of several lines the last. */
export function groupAttribute(
  { attributes }: TunnelGroup,
  name: TunnelGroupAttribute,
): Attribute<TunnelGroupAttribute> | undefined {
  return attributes.findLast((one) => one.name === name);
}

/** An attribute that a policy has itself. */
export function ownAttribute(
  { attributes }: Pick<GroupPolicy, 'attributes'>,
  name: PolicyAttribute,
): Attribute<PolicyAttribute> | undefined {
  return attributes.findLast((one) => one.name === name);
}

/** The policy of the name, if the configuration has it. */
export function policyNamed({ groupPolicies }: Configuration, name: string): GroupPolicy | undefined {
  return groupPolicies.find((one) => one.name === name);
}

/** An attribute as it counts for a policy: its own, or that of the default policy. A policy that is not there has those of the default. */
export function policyAttribute(
  configuration: Configuration,
  policy: string,
  name: PolicyAttribute,
): Attribute<PolicyAttribute> | undefined {
  for (const one of [policy, DEFAULT_POLICY]) {
    const found = policyNamed(configuration, one);
    const own = found && ownAttribute(found, name);
    if (own !== undefined) return own;
  }
  return undefined;
}

/** The name of the policy that a tunnel group gives its sessions. */
export function policyOf(group: TunnelGroup): string {
  return groupAttribute(group, 'default-group-policy')?.words[0] ?? DEFAULT_POLICY;
}

/** Whether it takes remote users. LAN-to-LAN peers take no addresses; the default groups have no `type` line. */
export function isRemoteAccess({ name, type }: TunnelGroup): boolean {
  return type !== 'ipsec-l2l' && name !== 'DefaultL2LGroup';
}

/**
 * The pools a session of the tunnel group takes its address from, in order: those of its policy (which may be the one that the AAA server
 * gave it instead of the group's own), else those it inherits, else the tunnel group's.
 */
export function effectivePools(
  configuration: Configuration,
  group: TunnelGroup,
  policy: string = policyOf(group),
): readonly string[] {
  const told = policyAttribute(configuration, policy, 'address-pools')?.words ?? [];
  const ofPolicy = told[0] === 'value' ? told.slice(1) : [];
  return ofPolicy.length > 0 ? ofPolicy : ownPools(group);
}

/** The pools that the tunnel group itself names. */
export function ownPools(group: TunnelGroup): readonly string[] {
  // Each interface may have its own line: `address-pool (outside) P1 P2`.
  const lines = group.attributes.filter((one) => one.name === 'address-pool');
  return [...new Set(lines.flatMap(({ words }) => (words[0]?.startsWith('(') === true ? words.slice(1) : words)))];
}

/** The chains of all tunnel groups that take remote users. */
export function chainsOf(configuration: Configuration): readonly Chain[] {
  return configuration.tunnelGroups.filter(isRemoteAccess).map((group) => {
    const groupPolicy = groupAttribute(group, 'default-group-policy')?.words[0];
    return {
      tunnelGroup: group.name,
      pools: effectivePools(configuration, group),
      ...(groupPolicy === undefined ? {} : { groupPolicy }),
    };
  });
}

const everything: readonly SecuredRoute[] = [{ address: '0.0.0.0', mask: '0.0.0.0' }];

/** The secured routes of a policy; `group` tells those of a `vpngroup` of a PIX 6, which has no policies. */
export function routesOf(configuration: Configuration, policy: string, group?: TunnelGroup): Routes {
  const old = group && groupAttribute(group, 'split-tunnel')?.words[0];
  if (old !== undefined) return specified(configuration, 'tunnelspecified', old);
  if (policyNamed(configuration, policy)?.kind === 'external') return { policy: 'unknown' };
  const told = policyAttribute(configuration, policy, 'split-tunnel-policy')?.words[0] ?? 'tunnelall';
  if (told !== 'tunnelspecified' && told !== 'excludespecified') return { policy: 'tunnelall', secured: everything };
  return specified(configuration, told, splitList(configuration, policy));
}

/** The access list of a policy's split tunnel. */
export function splitList(configuration: Configuration, policy: string): string | undefined {
  const [kind, list] = policyAttribute(configuration, policy, 'split-tunnel-network-list')?.words ?? [];
  return kind === 'value' ? list : undefined;
}

function specified(
  configuration: Configuration,
  policy: 'tunnelspecified' | 'excludespecified',
  list: string | undefined,
): Routes {
  const entries = configuration.accessLists.filter((one) => one.list === list && !one.inactive);
  if (list === undefined || entries.length === 0) return { policy, ...(list !== undefined && { unresolved: list }) };
  const permitted = entries.filter(({ action }) => action === 'permit');
  const networks = permitted.map((one) => networksOf(configuration, one));
  const found = networks.flatMap((one) => one ?? []);
  const lost = networks.includes(undefined) ? { unresolved: list } : {};
  return policy === 'tunnelspecified'
    ? { policy, secured: found, ...lost }
    : { policy, secured: everything, excluded: found, ...lost };
}

/** The networks of a split-tunnel entry: a standard list names them, of an extended one they are the source. */
function networksOf(configuration: Configuration, { source }: AccessListEntry): readonly SecuredRoute[] | undefined {
  if (source.is === 'any') return everything;
  // `host 0.0.0.0` stands for the client's own LAN, whatever it is.
  return rangesOf(configuration, source)?.flatMap(networksIn);
}

/** The addresses of a place, names and objects resolved; `undefined` where one of them is not there or not IPv4. */
export function rangesOf(
  configuration: Configuration,
  place: Place,
  seen: readonly string[] = [],
): readonly Range[] | undefined {
  switch (place.is) {
    case 'any':
      return [{ first: 0, last: 2 ** 32 - 1 }];
    case 'network': {
      const network = networkOf(addressOf(configuration, place.address), place.mask);
      return network && [network];
    }
    case 'range': {
      const first = ipv4(place.first);
      const last = ipv4(place.last);
      return first === undefined || last === undefined || last < first ? undefined : [{ first, last }];
    }
    case 'object': {
      if (seen.includes(place.name)) return [];
      const members = configuration.networkObjects.filter(({ name }) => name === place.name);
      const ranges = members.map((one) => rangesOf(configuration, one.place, [...seen, place.name]));
      return members.length === 0 || ranges.includes(undefined) ? undefined : ranges.flatMap((one) => one ?? []);
    }
    case 'interface': {
      const told = configuration.interfaces.find(({ nameif }) => nameif?.value === place.name)?.address?.value;
      const network = told && networkOf(addressOf(configuration, told.address), '255.255.255.255');
      return network && [network];
    }
    default:
      return place satisfies never;
  }
}

/** The address that a name of `names` stands for; any other word stays as it is. */
export function addressOf({ names }: Configuration, word: string): string {
  return names.find(({ value }) => value.name === word)?.value.address ?? word;
}
