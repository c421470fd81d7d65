import type { Cause } from '../../server/domain/cause.ts';
import type { AttemptRow } from '../../server/domain/feed.ts';

/** What mends a failure: in words, and the commands that show where to look. These only read. */
export interface Mend {
  readonly text: string;
  readonly look: readonly string[];
}

/** What a blank in a command stands for, and where it is taken from. */
type Blank = 'NAME' | 'GROUP' | 'POLICY';

/** By cause; a command that changes something is named in the text alone, with what to think of first. */
const mends: Readonly<Record<Cause, Mend>> = {
  'source.shunned': {
    text: 'Threat detection has shut out the address, and everybody behind it. When nobody there attacks: “no shun” with the address lifts it.',
    look: ['show shun', 'show threat-detection shun'],
  },
  redirected: {
    text: 'Nothing is wrong here: load balancing sent the client to another head-end. Look there.',
    look: ['show vpn load-balancing'],
  },
  'group.unknown': {
    text: 'The client asks for a connection profile that this head-end does not have: correct the group name in the client’s own profile (GroupName in the .pcf).',
    look: ['show running-config tunnel-group'],
  },
  'group.bad_psk': {
    text: 'The group password in the client’s profile is not that of the connection profile: hand out the right .pcf. Where everybody fails, it was changed on the head-end.',
    look: ['show running-config tunnel-group GROUP'],
  },
  'p1.mismatch': {
    text: 'Client and head-end have no proposal in common: compare encryption, hash and DH group. A newer client, or one more IKE policy for the old ones.',
    look: ['show running-config crypto | include policy|encryption|hash|group', 'show crypto isakmp sa'],
  },
  cert: {
    text: 'The certificate has expired, was revoked, or is of a CA that this head-end does not trust; or the clock of the head-end or of the client is wrong.',
    look: ['show clock detail', 'show crypto ca certificates', 'show crypto ca crls'],
  },
  'timeout.negotiation': {
    text: 'Packets were lost on the way: mostly UDP 500 or 4500 is blocked where the user is. Another network (a phone’s) shows whether it is so.',
    look: ['show crypto isakmp sa', 'show running-config all crypto | include nat-traversal'],
  },
  'xauth.rejected': {
    text: 'The AAA server says no, and not why: its own log tells whether it is the password, the name or a policy. Type the password anew; clear one that is saved in the client.',
    look: ['show aaa-server'],
  },
  'xauth.bad_password': {
    text: 'Clear the password that is saved in the client (SaveUserPassword in the .pcf) and type it anew; or reset it where the account is.',
    look: ['show running-config username NAME', 'show aaa local user'],
  },
  'xauth.unknown_user': {
    text: 'Nobody is called so where this connection profile looks: check the spelling, the domain, and which AAA server the profile asks.',
    look: ['show running-config username NAME', 'show running-config tunnel-group GROUP general-attributes'],
  },
  'xauth.locked': {
    text: 'First find what repeats the old password, or it locks again. Then unlock where the account is; of the local database “clear aaa local user lockout username” with the name does it.',
    look: ['show aaa local user'],
  },
  'xauth.disabled': {
    text: 'The account is switched off where it is kept: its owner or the directory’s people know why.',
    look: ['show aaa-server'],
  },
  'xauth.expired': {
    text: 'Change the password elsewhere, or renew the account. At the VPN’s login users can change it only where the connection profile has password-management.',
    look: ['show running-config tunnel-group GROUP general-attributes'],
  },
  'aaa.unreachable': {
    text: 'It is not the user: no AAA server answered. Check the servers and the path to them.',
    look: ['show aaa-server', 'show running-config aaa-server'],
  },
  'aaa.bad_secret': {
    text: 'It is not the user: the shared key on the head-end and on the AAA server differ. One of the two was changed.',
    look: ['show aaa-server', 'show running-config aaa-server'],
  },
  'group.lock': {
    text: 'The user is bound to another connection profile (group-lock): choose that one in the client.',
    look: ['show running-config username NAME', 'show running-config group-policy'],
  },
  'group.not_permitted': {
    text: 'The group policy does not allow this way to connect (vpn-tunnel-protocol): use another client, or let the policy’s owner allow it.',
    look: ['show running-config all group-policy POLICY'],
  },
  'limit.simultaneous': {
    text: 'A limit of 0 is how a policy says no: the user fell into it because no other policy was assigned; check the directory group and the attribute map. Above 0 the ASA normally ends the older session instead.',
    look: ['show running-config all group-policy POLICY', 'show running-config ldap attribute-map'],
  },
  'limit.license': {
    text: 'It is not the user: all sessions that the licence or the platform allows are taken. Somebody must leave, or use another head-end.',
    look: ['show vpn-sessiondb summary', 'show version | include Peers'],
  },
  'limit.resource': {
    text: 'It is not the user: the head-end is short of memory, processor or handles.',
    look: ['show cpu usage', 'show memory', 'show blocks'],
  },
  'policy.firewall': {
    text: 'The group policy asks for a client firewall that does not run on this machine: start it, or install it.',
    look: ['show running-config group-policy POLICY'],
  },
  'policy.clienttype': {
    text: 'The group policy does not let in this client or version (client-access-rule): install one that it does.',
    look: ['show running-config all group-policy POLICY'],
  },
  'policy.acl': {
    text: 'The access list that the user’s attributes name is missing or has a mistake: check vpn-filter and what the AAA server sends.',
    look: ['show running-config all group-policy POLICY', 'show access-list'],
  },
  'policy.dap': {
    text: 'A dynamic access policy refuses this machine or user: its message to the user tells which attribute.',
    look: ['show running-config dynamic-access-policy-record'],
  },
  'addr.pool_exhausted': {
    text: 'It is not the user: no address is free in the pools of this connection profile. The page of pools tells who holds them.',
    look: ['show ip local pool', 'show running-config tunnel-group GROUP general-attributes'],
  },
  'addr.other': {
    text: 'It is not the user: DHCP or the AAA server gave no address. Check them, and in which order they are asked.',
    look: ['show running-config all vpn-addr-assign', 'show running-config tunnel-group GROUP general-attributes'],
  },
  'p2.mismatch': {
    text: 'Client and head-end have no IPsec proposal or traffic selector in common: compare the transform sets of the dynamic map.',
    look: ['show running-config crypto', 'show crypto ipsec sa'],
  },
  unknown: {
    text: 'The messages do not tell. The client’s own log does more often; on the head-end the classes auth, vpn, vpnc and webvpn must be logged at level informational.',
    look: ['show logging setting', 'show running-config logging'],
  },
};

/** What mends a failed try; a blank that is not known, or could be more than a word to a command line, stays to be filled in. */
export function mendOf(cause: Cause | undefined, attempt: AttemptRow | undefined, user: string): Mend {
  const { text, look } = mends[cause ?? 'unknown'];
  const known: Readonly<Record<Blank, string | undefined>> = {
    NAME: user,
    GROUP: attempt?.tunnelGroup,
    POLICY: attempt?.groupPolicy,
  };
  const filled = (line: string) =>
    line.replace(/\b(?:NAME|GROUP|POLICY)\b/g, (blank) => {
      const value = known[blank as Blank]; // border: the pattern finds nothing else
      return value !== undefined && isOneWord(value) ? value : `<${blank}>`;
    });
  return { text, look: look.map(filled) };
}

/** A name from the network is pasted into a command line by somebody in a hurry: only what is surely one word of it. */
function isOneWord(text: string): boolean {
  return /^[A-Za-z0-9_.@-]{1,64}$/.test(text) && !text.startsWith('-');
}
