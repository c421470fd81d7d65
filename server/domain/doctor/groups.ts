import type { Configuration } from '../configuration.ts';
import { DEFAULT_POLICY, effectivePools, groupAttribute, isRemoteAccess, ownAttribute, policyAttribute, policyNamed, policyOf, splitList } from '../effective.ts'; // prettier-ignore
import type { TunnelGroup } from '../group.ts';
import { isFrom, type Release } from '../release.ts';
import { commands, commandsWith, overIkev1, tunnelled, type Hit, type Row } from './finding.ts';

const NEXT_LOGIN = 'Sessions that are up keep what they have; it counts from the next login on.';

/** What is wrong with tunnel groups, policies and users. */
export const groupRows: readonly Row[] = [
  {
    id: 'policy-missing',
    severity: 'critical',
    title: 'A group policy is named that does not exist',
    why: 'The device does not find the policy: what was meant for these users (name servers, split tunnel, filters, limits, pools) does not reach them. They get the default policy’s values or are refused.',
    breaks: `the users get other values than today: look at the policy before. ${NEXT_LOGIN}`,
    needs: ['groups'],
    touches: tunnelled,
    check: ({ configuration }) => {
      const { tunnelGroups, groupPolicies, users } = configuration;
      // An excerpt of tunnel groups alone has no policies at all.
      if (groupPolicies.length === 0 && !configuration.families.includes('logging')) return [];
      const isMissing = (name: string | undefined): name is string =>
        name !== undefined && name !== DEFAULT_POLICY && policyNamed(configuration, name) === undefined;
      const ofGroups = tunnelGroups.flatMap((group): readonly Hit[] => {
        const told = groupAttribute(group, 'default-group-policy');
        const name = told?.words[0];
        if (told === undefined || !isMissing(name)) return [];
        const { meant, near } = likely(configuration, name);
        const line = [`tunnel-group ${quoted(group.name)} general-attributes`, ` default-group-policy ${meant}`];
        const evidence = [told.evidence, ...near];
        return [{ subject: group.name, evidence, tunnelGroups: [group.name], mend: commandsWith(policyNote(near.length > 0, name), ...line) }]; // prettier-ignore
      });
      const ofUsers = users.flatMap((user): readonly Hit[] => {
        const told = ownAttribute(user, 'vpn-group-policy');
        const name = told?.words[0];
        if (told === undefined || !isMissing(name)) return [];
        const { meant, near } = likely(configuration, name);
        const line = [`username ${quoted(user.name)} attributes`, ` vpn-group-policy ${meant}`];
        return [{ subject: user.name, evidence: [told.evidence, ...near], tunnelGroups: 'unknown', mend: commandsWith(policyNote(near.length > 0, name), ...line) }]; // prettier-ignore
      });
      return [...ofGroups, ...ofUsers];
    },
  },
  {
    id: 'group-no-pool',
    severity: 'warning',
    title: 'A tunnel group has no address pool',
    why: 'Neither the group nor its policy names a pool or a DHCP server. Who logs in with it gets no address, unless the AAA server tells one.',
    breaks: 'nothing.',
    needs: ['groups', 'pools'],
    touches: [],
    check: ({ configuration }) =>
      configuration.tunnelGroups.filter(isClientGroup).flatMap((group) => {
        const policy = policyNamed(configuration, policyOf(group));
        const elsewhere = policy?.kind === 'external' || groupAttribute(group, 'dhcp-server') !== undefined;
        if (elsewhere || effectivePools(configuration, group).length > 0 || !tunnels(configuration, group)) return [];
        const servers = groupAttribute(group, 'authentication-server-group');
        const byAaa = servers !== undefined && !servers.words.every((word) => word === 'LOCAL' || word.startsWith('('));
        const pool = configuration.pools[0]?.name ?? 'POOL';
        const line = group.type === 'vpngroup' ? [`vpngroup ${quoted(group.name)} address-pool ${quoted(pool)}`] : [`tunnel-group ${quoted(group.name)} general-attributes`, ` address-pool ${quoted(pool)}`]; // prettier-ignore
        return [
          {
            subject: group.name,
            evidence: [group.evidence, ...(servers ? [servers.evidence] : [])],
            ...(byAaa && { severity: 'note' as const, seen: 'its AAA server may give the addresses', verified: false }),
            mend: commandsWith('Put in the pool that is meant.', ...line),
          },
        ];
      }),
  },
  {
    id: 'xauth-off',
    severity: 'critical',
    title: 'Nobody is asked for a user name',
    why: 'Xauth is disabled: whoever knows the group’s key (it is in every client’s profile) is let in, and no session has a user.',
    breaks: `clients that were never asked for a name and a password will be asked: give every user an account first. Hardware clients without one fall out. ${NEXT_LOGIN}`,
    needs: ['groups'],
    touches: overIkev1,
    check: ({ configuration, release, judges }) => {
      const groups = configuration.tunnelGroups.flatMap((group): readonly Hit[] => {
        const told = groupAttribute(group, 'user-authentication');
        if (!isRemoteAccess(group) || told?.words.includes('none') !== true) return [];
        const lines = [`tunnel-group ${quoted(group.name)} ipsec-attributes`, ` ${userAuthentication(release)} xauth`];
        return [{ subject: group.name, evidence: [told.evidence], tunnelGroups: [group.name], mend: commandsWith('Give every user an account first.', ...lines) }]; // prettier-ignore
      });
      const old = configuration.tunnelGroups.filter(({ type }) => type === 'vpngroup');
      if (old.length === 0 || !judges('crypto') || configuration.crypto.clientAuthentication.length > 0) return groups;
      const map = configuration.crypto.mapInterfaces[0]?.value.map ?? 'MAP';
      return [
        ...groups,
        {
          evidence: old.map(({ evidence }) => evidence),
          seen: 'there is no line `crypto map ... client authentication`',
          tunnelGroups: old.map(({ name }) => name),
          mend: commandsWith('Put in the AAA servers that know the users.', `crypto map ${map} client authentication AAA-SERVERS`), // prettier-ignore
        },
      ];
    },
  },
  {
    id: 'password-storage',
    severity: 'warning',
    title: 'Clients may keep the password',
    why: 'With `password-storage enable` the password lies on the user’s machine: a stolen laptop is a login.',
    breaks: `users have to type their password at each login, and what logs in by itself (hardware clients, scripts) stays out. ${NEXT_LOGIN}`,
    needs: ['groups'],
    touches: tunnelled,
    check: ({ configuration }) => {
      const policies = configuration.groupPolicies.map((one) => ({ one, head: `group-policy ${quoted(one.name)} attributes`, groups: groupsOf(configuration, one.name) })); // prettier-ignore
      const users = configuration.users.map((one) => ({ one, head: `username ${quoted(one.name)} attributes`, groups: 'unknown' as const })); // prettier-ignore
      return [...policies, ...users].flatMap(({ one, head, groups }): readonly Hit[] => {
        const told = ownAttribute(one, 'password-storage');
        if (told?.words[0] !== 'enable') return [];
        return [{ subject: one.name, evidence: [told.evidence], tunnelGroups: groups, mend: commands(head, ' password-storage disable') }]; // prettier-ignore
      });
    },
  },
  {
    id: 'split-no-list',
    severity: 'warning',
    title: 'Split tunnelling without a list of networks',
    why: 'The policy tunnels only (or all but) certain networks, but no access list that is there tells which.',
    breaks: `the routes of the clients change: networks that are not in the list are reached without the tunnel. ${NEXT_LOGIN}`,
    needs: ['groups', 'access'],
    touches: tunnelled,
    check: ({ configuration }) =>
      configuration.groupPolicies.flatMap((policy): readonly Hit[] => {
        const told = ownAttribute(policy, 'split-tunnel-policy');
        if (told === undefined || told.words[0] === 'tunnelall') return [];
        const list = splitList(configuration, policy.name);
        if (list !== undefined && configuration.accessLists.some((one) => one.list === list)) return [];
        const named = policyAttribute(configuration, policy.name, 'split-tunnel-network-list');
        const name = list ?? 'SPLIT-LIST';
        return [
          {
            subject: policy.name,
            evidence: [told.evidence, ...(named ? [named.evidence] : [])],
            seen: list === undefined ? 'no list is named' : `there is no access-list ${list}`,
            tunnelGroups: groupsOf(configuration, policy.name),
            mend: commandsWith(
              'Put in the networks behind the device: one access-list line for each.',
              `access-list ${name} standard permit NETWORK MASK`,
              `group-policy ${quoted(policy.name)} attributes`,
              ` split-tunnel-network-list value ${name}`,
            ),
          },
        ];
      }),
  },
  {
    id: 'user-nopassword',
    severity: 'critical',
    title: 'A user without a password',
    why: 'Whoever types this name is let in.',
    breaks:
      'who logs in with the name alone has to be told the password. Where it is your own way in, keep a session open until the new login has worked.',
    needs: ['groups'],
    touches: [],
    check: ({ configuration }) =>
      configuration.users
        .filter(({ nopassword }) => nopassword)
        .map(({ name, evidence, privilege }) => ({
          subject: name,
          evidence: [evidence],
          mend: commandsWith(
            'Choose the password yourself.',
            `username ${quoted(name)} password NEW-PASSWORD${privilege === undefined ? '' : ` privilege ${privilege}`}`,
          ),
        })),
  },
];

/** A name as the command line takes it. */
export function quoted(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}

/** The tunnel groups whose sessions get the policy; those that get the default policy's values are many, so of it all. */
export function groupsOf({ tunnelGroups }: Configuration, policy: string): readonly string[] {
  const groups = tunnelGroups.filter(isRemoteAccess);
  const using = policy === DEFAULT_POLICY ? groups : groups.filter((group) => policyOf(group) === policy);
  return using.map(({ name }) => name);
}

/** A tunnel group that somebody made for remote users. */
function isClientGroup({ type }: TunnelGroup): boolean {
  return /^(?:ipsec-ra|remote-access|vpngroup)$/.test(type ?? '');
}

/** Whether sessions of the group need an address: a browser needs none. */
function tunnels(configuration: Configuration, group: TunnelGroup): boolean {
  const protocols = policyAttribute(configuration, policyOf(group), 'vpn-tunnel-protocol')?.words ?? [];
  return protocols.length === 0 || protocols.some((one) => !/^(?:webvpn|ssl-clientless)$/i.test(one));
}

/** The policy that was probably meant: the one whose name begins with the missing one, or the other way round. */
function likely(
  { groupPolicies }: Configuration,
  name: string,
): { readonly meant: string; readonly near: readonly Hit['evidence'][number][] } {
  // prettier-ignore
  const found = groupPolicies.filter((one) => one.name !== DEFAULT_POLICY && (one.name.startsWith(name) || name.startsWith(one.name))); // prettier-ignore
  const [only] = found;
  return only !== undefined && found.length === 1 ? { meant: quoted(only.name), near: [only.evidence] } : { meant: 'POLICY', near: [] }; // prettier-ignore
}

function policyNote(found: boolean, name: string): string {
  return found
    ? `This takes the policy of nearly that name. Or make the one that is missing: group-policy ${quoted(name)} internal.`
    : `Put in the policy that is meant, or make it: group-policy ${quoted(name)} internal.`;
}

function userAuthentication(release: Release | undefined): string {
  return release === undefined || isFrom(release, 8, 4) ? 'ikev1 user-authentication' : 'isakmp ikev1-user-authentication'; // prettier-ignore
}
