import type { Configuration } from './configuration.ts';
import { policyAttribute, policyNamed, policyOf, routesOf } from './effective.ts';
import type { Attribute, PolicyAttribute } from './group.ts';
import type { Session } from './session.ts';
import type { PolicyFacts } from './statistics.ts';

/**
 * What a running configuration implies for a session, by the policy that it was given or else its tunnel group's own. Nothing where the
 * file does not tell of policies, where that of the session is known to a AAA server alone, or where neither policy nor group is known.
 */
export function policyFactsOf(
  configuration: Configuration,
  { groupPolicy, tunnelGroup, protocol }: Pick<Session, 'groupPolicy' | 'tunnelGroup' | 'protocol'>,
): Omit<PolicyFacts, 'at'> {
  if (!configuration.families.includes('groups')) return {};
  const group = configuration.tunnelGroups.find(({ name }) => name === tunnelGroup);
  const policy = groupPolicy ?? (group && policyOf(group));
  if (policy === undefined || policyNamed(configuration, policy)?.kind === 'external') return {};
  const { policy: split, secured, unresolved } = routesOf(configuration, policy, group);
  // A part of a list would look like all of it.
  const routes = unresolved === undefined && secured !== undefined ? secured : undefined;
  const told = (name: PolicyAttribute): Attribute | undefined => policyAttribute(configuration, policy, name);
  const compression = told('ip-comp')?.words[0];
  const firewall = told('client-firewall')?.words;
  return {
    ...(routes && { securedRoutes: routes.map(({ address, mask }) => `${address} ${mask}`) }),
    ...(split !== 'unknown' && { localLan: split === 'excludespecified' }),
    // AnyConnect has a compression of its own.
    ...(compression !== undefined && protocol === 'ikev1' && { compression: compression === 'enable' }),
    ...(firewall && { firewall: firewallWords(firewall) }),
  };
}

/** `client-firewall req cisco-integrated acl-in A acl-out B` in words. */
function firewallWords([how = '', ...product]: readonly string[]): string {
  if (how === 'none') return 'None';
  const asked = how === 'req' ? 'Required' : how === 'opt' ? 'Optional' : how;
  return [`${asked}:`, ...product].join(' ');
}
