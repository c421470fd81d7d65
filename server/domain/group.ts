import type { Entry } from './stated.ts';

/** One attribute of a section: which one, and the words behind it. Of a secret there are no words. */
export interface Attribute<Name extends string = string> extends Entry {
  readonly name: Name;
  readonly words: readonly string[];
}

/** What can be said of a tunnel group; a `vpngroup` of a PIX 6 is read as one. Where spellings differ, the newest names it. */
export type TunnelGroupAttribute =
  | 'accounting-server-group'
  | 'address-pool'
  | 'authenticated-session-username'
  | 'authentication'
  | 'authentication-attr-from-server'
  | 'authentication-server-group'
  | 'authorization-required'
  | 'authorization-server-group'
  | 'backup-server'
  | 'chain'
  | 'client-update'
  | 'customization'
  | 'default-domain'
  | 'default-group-policy'
  | 'dhcp-server'
  | 'dns-group'
  | 'dns-server'
  | 'group-alias'
  | 'group-url'
  | 'idle-time'
  | 'ikev2 local-authentication'
  | 'ikev2 remote-authentication'
  | 'ipv6-address-pool'
  | 'keepalive'
  | 'max-time'
  | 'nat-assigned-to-public-ip'
  | 'nbns-server'
  | 'no user-authentication'
  | 'override-svc-download'
  | 'password-management'
  | 'peer-id-validate'
  | 'pfs'
  | 'ppp authentication'
  | 'pre-fill-username'
  | 'pre-shared-key'
  | 'proxy-auth'
  | 'radius-reject-message'
  | 'radius-with-expiry'
  | 'saml identity-provider'
  | 'scep-enrollment'
  | 'secondary pre-fill-username'
  | 'secondary-authentication-server-group'
  | 'secondary-username-from-certificate'
  | 'split-tunnel'
  | 'strip-group'
  | 'strip-realm'
  | 'trust-point'
  | 'user-authentication'
  | 'username-from-certificate'
  | 'wins-server'
  | 'without-csd';

/** What can be said of a group policy; much of it also of a user. */
export type PolicyAttribute =
  | 'address-pools'
  | 'banner'
  | 'client-access-rule'
  | 'client-firewall'
  | 'default-domain'
  | 'dhcp-network-scope'
  | 'dns-server'
  | 'group-lock'
  | 'ip-comp'
  | 'ip-phone-bypass'
  | 'ipsec-udp'
  | 'ipsec-udp-port'
  | 'ipv6-address-pools'
  | 'nem'
  | 'no address-pools'
  | 'password-storage'
  | 'pfs'
  | 're-xauth'
  | 'secure-unit-authentication'
  | 'service-type'
  | 'split-dns'
  | 'split-tunnel-network-list'
  | 'split-tunnel-policy'
  | 'user-authentication'
  | 'vpn-access-hours'
  | 'vpn-filter'
  | 'vpn-framed-ip-address'
  | 'vpn-group-policy'
  | 'vpn-idle-timeout'
  | 'vpn-session-timeout'
  | 'vpn-simultaneous-logins'
  | 'vpn-tunnel-protocol'
  | 'wins-server';

export interface TunnelGroup extends Entry {
  readonly name: string;
  /** `ipsec-ra`, `remote-access`, `ipsec-l2l`, `webvpn`; `vpngroup` on a PIX 6. The default groups have no such line. */
  readonly type?: string;
  readonly attributes: readonly Attribute<TunnelGroupAttribute>[];
}

export interface GroupPolicy extends Entry {
  readonly name: string;
  /** The attributes of an external one are known to its AAA server alone. */
  readonly kind?: 'internal' | 'external';
  readonly attributes: readonly Attribute<PolicyAttribute>[];
}

export interface LocalUser extends Entry {
  readonly name: string;
  readonly privilege?: number;
  readonly nopassword: boolean;
  readonly attributes: readonly Attribute<PolicyAttribute>[];
}
