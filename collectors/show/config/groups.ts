import type { Attribute, PolicyAttribute, TunnelGroupAttribute } from '../../../server/domain/group.ts';
import { ipv4 } from '../../../server/domain/pool.ts';
import type { Evidence } from '../../../server/domain/stated.ts';
import { entry, stated, type Draft, type Place, type Row, type Section, type Table } from './row.ts';

/** How each attribute of a tunnel group is spelt: below `tunnel-group`, and behind `vpngroup NAME` on a PIX 6. */
const ofTunnelGroup: Readonly<Record<TunnelGroupAttribute, readonly string[]>> = {
  'accounting-server-group': ['accounting-server-group ...'],
  'address-pool': ['address-pool ...', 'vpngroup _ address-pool _'],
  authentication: ['authentication ...'],
  'authentication-server-group': ['authentication-server-group ...', 'vpngroup _ authentication-server _'],
  'authorization-required': ['authorization-required'],
  'authorization-server-group': ['authorization-server-group ...'],
  'backup-server': ['vpngroup _ backup-server ...'],
  chain: ['chain', 'ikev1 chain'],
  'default-domain': ['vpngroup _ default-domain _'],
  'default-group-policy': ['default-group-policy _'],
  'dhcp-server': ['dhcp-server ...'],
  'dns-server': ['vpngroup _ dns-server ...'],
  'group-alias': ['group-alias ...'],
  'group-url': ['group-url ...'],
  'idle-time': ['vpngroup _ idle-time _'],
  'ikev2 local-authentication': ['ikev2 local-authentication ...'],
  'ikev2 remote-authentication': ['ikev2 remote-authentication ...'],
  'ipv6-address-pool': ['ipv6-address-pool ...'],
  keepalive: ['isakmp keepalive ...'],
  'max-time': ['vpngroup _ max-time _'],
  'nat-assigned-to-public-ip': ['nat-assigned-to-public-ip ...'],
  'no user-authentication': ['no isakmp|ikev1 ikev1-user-authentication|user-authentication'],
  'password-management': ['password-management ...'],
  'peer-id-validate': ['peer-id-validate _'],
  pfs: ['vpngroup _ pfs'],
  'pre-shared-key': ['ikev1? pre-shared-key ...', 'vpngroup _ password ...'],
  'radius-with-expiry': ['radius-with-expiry'],
  'secondary-authentication-server-group': ['secondary-authentication-server-group ...'],
  'split-tunnel': ['vpngroup _ split-tunnel _'],
  'strip-group': ['strip-group'],
  'strip-realm': ['strip-realm'],
  'trust-point': ['ikev1? trust-point _'],
  'user-authentication': [
    'isakmp ikev1-user-authentication ...',
    'ikev1 user-authentication ...',
    'vpngroup _ user-authentication',
  ],
  'wins-server': ['vpngroup _ wins-server ...'],
  'authenticated-session-username': ['authenticated-session-username _'],
  'authentication-attr-from-server': ['authentication-attr-from-server _'],
  'client-update': ['ikev1? client-update type ...', 'isakmp client-update type ...'],
  customization: ['customization _'],
  'dns-group': ['dns-group _'],
  'nbns-server': ['nbns-server ...'],
  'override-svc-download': ['override-svc-download ...'],
  'ppp authentication': [],
  'pre-fill-username': ['pre-fill-username ...'],
  'proxy-auth': ['proxy-auth ...'],
  'radius-reject-message': ['radius-reject-message'],
  'saml identity-provider': ['saml identity-provider ...'],
  'scep-enrollment': ['scep-enrollment ...'],
  'secondary pre-fill-username': ['secondary-pre-fill-username ...', 'secondary pre-fill-username ...'],
  'secondary-username-from-certificate': ['secondary-username-from-certificate ...'],
  'username-from-certificate': ['username-from-certificate ...'],
  'without-csd': ['without-csd ...'],
};

/** How each attribute of a group policy or a user is spelt. */
const ofPolicy: Readonly<Record<PolicyAttribute, readonly string[]>> = {
  'address-pools': ['address-pools ...'],
  banner: ['banner ...'],
  'client-access-rule': ['client-access-rule ...'],
  'client-firewall': ['client-firewall ...'],
  'default-domain': ['default-domain ...'],
  'dhcp-network-scope': ['dhcp-network-scope _'],
  'dns-server': ['dns-server ...'],
  'group-lock': ['group-lock ...'],
  'ip-comp': ['ip-comp _'],
  'ip-phone-bypass': ['ip-phone-bypass _'],
  'ipsec-udp': ['ipsec-udp _'],
  'ipsec-udp-port': ['ipsec-udp-port _'],
  'ipv6-address-pools': ['ipv6-address-pools ...'],
  nem: ['nem _'],
  'no address-pools': ['no address-pools ...'],
  'password-storage': ['password-storage _'],
  pfs: ['pfs _'],
  're-xauth': ['re-xauth ...'],
  'secure-unit-authentication': ['secure-unit-authentication _'],
  'service-type': ['service-type _'],
  'split-dns': ['split-dns ...'],
  'split-tunnel-network-list': ['split-tunnel-network-list ...'],
  'split-tunnel-policy': ['split-tunnel-policy _'],
  'user-authentication': ['user-authentication _'],
  'vpn-access-hours': ['vpn-access-hours ...'],
  'vpn-filter': ['vpn-filter ...'],
  'vpn-framed-ip-address': ['vpn-framed-ip-address ...'],
  'vpn-group-policy': ['vpn-group-policy _'],
  'vpn-idle-timeout': ['vpn-idle-timeout ...'],
  'vpn-session-timeout': ['vpn-session-timeout ...'],
  'vpn-simultaneous-logins': ['vpn-simultaneous-logins _'],
  'vpn-tunnel-protocol': ['vpn-tunnel-protocol ...'],
  'wins-server': ['wins-server ...'],
};

// Names, which may look like the word before a secret; no secret stands in these lines.
const namesOnly = new Set<string>([
  'address-pool',
  'address-pools',
  'default-group-policy',
  'split-tunnel',
  'split-tunnel-network-list',
  'vpn-group-policy',
]);
// Their words are secret, or who wrote them may have put a secret there.
const withoutWords = new Set<string>(['pre-shared-key', 'banner']);

/** `tunnel-group`, `group-policy`, `username`, and `vpngroup` of a PIX 6. */
export const groupsTable: Table = {
  family: 'groups',
  rows: [
    {
      command: 'tunnel-group _ type _',
      typed: true,
      take: (draft, [name = '', type = ''], place) => void (group(draft, name, place).type = type),
    },
    {
      command: 'tunnel-group _ <general-attributes|ipsec-attributes|webvpn-attributes|ppp-attributes>',
      opens: 'tunnel-group',
      typed: true,
      take: (draft, [name = ''], place) => void group(draft, name, place),
    },
    ...spelt(ofTunnelGroup, 'tunnel-group', (draft, name, words, { evidence, section }) => {
      // Behind `vpngroup` the group's name is the first word.
      const [named = '', ...rest] = evidence.text.startsWith('vpngroup') ? words : [section[0] ?? '', ...words];
      const one = group(draft, named, { evidence, section });
      if (evidence.text.startsWith('vpngroup')) one.type = 'vpngroup';
      const called = name === 'authentication' && section[1] === 'ppp-attributes' ? 'ppp authentication' : name;
      one.attributes = [...one.attributes, attribute(called, rest, evidence)];
    }),
    {
      command: 'group-policy _ <internal|external> ...',
      typed: true,
      take: (draft, [name = '', kind], place) =>
        void (policy(draft, name, place).kind = kind === 'external' ? 'external' : 'internal'),
    },
    {
      command: 'group-policy _ attributes',
      opens: 'group-policy',
      typed: true,
      take: (draft, [name = ''], place) => void policy(draft, name, place),
    },
    ...spelt(ofPolicy, 'group-policy', (draft, name, words, place) => {
      const one = policy(draft, place.section[0] ?? '', place);
      one.attributes = [...one.attributes, attribute(name, words, place.evidence)];
    }),
    {
      command: 'username _ attributes',
      opens: 'username',
      typed: true,
      take: (draft, [name = ''], place) => void user(draft, name, place),
    },
    { command: 'username _ ...', typed: true, take: takeUser },
    { command: 'vpdn username _ ...', typed: true, take: (draft, [name = ''], place) => void user(draft, name, place) },
    ...spelt(ofPolicy, 'username', (draft, name, words, place) => {
      const one = user(draft, place.section[0] ?? '', place);
      one.attributes = [...one.attributes, attribute(name, words, place.evidence)];
    }),
  ],
};

/** `ip local pool`, and what bounds the sessions. */
export const poolsTable: Table = {
  family: 'pools',
  rows: [
    { command: 'ip local pool _ ...', typed: true, take: takePool },
    {
      command: '<no>? vpn-addr-assign <aaa|dhcp|local> ...',
      take: ({ sessions }, words, place) => {
        const by = words[0] === 'no' ? words[1] : words[0];
        sessions.assignment.push(stated({ by: by ?? '', on: words[0] !== 'no' }, place));
        return undefined;
      },
    },
    {
      command: 'vpn-sessiondb _ _',
      take: ({ sessions }, [of = '', most = ''], place) => {
        if (!of.endsWith('-limit') || !/^\d{1,7}$/.test(most)) return 'not a limit';
        sessions.limits.push(stated({ of, sessions: Number(most) }, place));
        return undefined;
      },
    },
  ],
};

/** The rows of a table of attributes; those that begin with `vpngroup` stand in no section. */
function spelt<Name extends string>(
  table: Readonly<Record<Name, readonly string[]>>,
  within: Section,
  take: (draft: Draft, name: Name, words: readonly string[], place: Place) => undefined,
): readonly Row[] {
  return (Object.keys(table) as Name[]).flatMap((name) =>
    table[name].map((command) => ({
      command,
      ...(command.startsWith('vpngroup') ? {} : { within }),
      ...(namesOnly.has(name) ? { typed: true as const } : {}),
      take: (draft: Draft, words: readonly string[], place: Place) => take(draft, name, words, place),
    })),
  );
}

/** A banner is told without its words in the evidence, too: `redactLine` knows a key by what stands before it, but no sentence. */
function attribute<Name extends string>(name: Name, words: readonly string[], evidence: Evidence): Attribute<Name> {
  if (!withoutWords.has(name)) return { name, words, evidence };
  return { name, words: [], evidence: name === 'banner' ? { ...evidence, text: 'banner <removed>' } : evidence };
}

function group(draft: Draft, name: string, { evidence }: Place): NonNullable<ReturnType<Draft['tunnelGroups']['get']>> {
  return entry(draft.tunnelGroups, name, () => ({ name, attributes: [], evidence }));
}

function policy(
  draft: Draft,
  name: string,
  { evidence }: Place,
): NonNullable<ReturnType<Draft['groupPolicies']['get']>> {
  return entry(draft.groupPolicies, name, () => ({ name, attributes: [], evidence }));
}

function user(draft: Draft, name: string, { evidence }: Place): NonNullable<ReturnType<Draft['users']['get']>> {
  return entry(draft.users, name, () => ({ name, nopassword: false, attributes: [], evidence }));
}

function takeUser(draft: Draft, [name = '', how, ...rest]: readonly string[], place: Place): undefined {
  const one = user(draft, name, place);
  one.nopassword = how === 'nopassword';
  // `password X encrypted privilege 15`: the first word behind `password` is the secret, whatever it looks like.
  const behind = how === 'nopassword' ? rest : rest.slice(1);
  const at = behind.lastIndexOf('privilege');
  const privilege = at < 0 ? undefined : behind[at + 1];
  if (privilege !== undefined && /^\d{1,2}$/.test(privilege)) one.privilege = Number(privilege);
}

function takePool({ pools }: Draft, [name = '', ...rest]: readonly string[], { evidence }: Place): string | undefined {
  // `A-B mask M`, `A-B`, or one address alone.
  const [, first = '', last = first, mask] =
    /^([^\s-]+)(?: ?- ?([^\s-]+))?(?: mask (\S+))?$/.exec(rest.join(' ')) ?? [];
  const from = ipv4(first);
  const to = ipv4(last);
  if (from === undefined || to === undefined) return 'not a range of IPv4 addresses';
  if (to < from) return 'the range ends before it begins';
  if (mask !== undefined && ipv4(mask) === undefined) return 'not a mask';
  if (pools.some((pool) => pool.name === name)) return 'a pool of this name was there already';
  pools.push({ name, first, last, ...(mask === undefined ? {} : { mask }), evidence });
  return undefined;
}
