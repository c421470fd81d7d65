import type { Section } from './row.ts';

/**
 * Lines that begin like those that are read, are known, and tell nothing that matters here. A `no` before them is left out, and what stands
 * below one is passed over with it: keys and certificates stand there.
 */
export const passed: readonly RegExp[] = [
  /^aaa (?:authentication login-history$|(?:kerberos|mac-exempt|proxy-limit|sso) )/,
  /^access-list \S+ (?:line \d+ )?(?:remark|ethertype|webtype)\b/,
  /^access-list (?:alert-interval|deny-flow-max) \d+$/,
  /^asdm (?:group|history|location)\b/,
  /^clock summer-time /,
  /^crypto (?:ca|engine|key|large-cert-acl|ssl) /,
  /^crypto dynamic-map \S+ \d+ set (?:df-bit|ikev2 (?:phase1-mode|pre-shared-key)|security-association (?:lifetime|idle-time))\b/,
  /^crypto ipsec (?:df-bit|fragmentation|ikev2 sa-strength-enforcement|inner-routing-lookup|profile|security-association (?:pmtu-aging|replay))\b/,
  /^crypto map \S+ client configuration address (?:initiate|respond)$/,
  // `all` prints what is not set with a `no`; without one a row takes each of these.
  /^crypto (?:dynamic-)?map \S+ \d+ set (?:connection-type|ikev1 phase1-mode|ikev2 mode|nat-t-disable|pfs|phase1-mode|reverse-route|trustpoint)\b/,
  /^crypto map \S+ \d+ (?:annotate|ipsec-manual)\b/,
  /^crypto map \S+ \d+ set (?:ca-chain|df-bit|ikev2 (?:phase1-mode|pre-shared-key)|inheritance|security-association (?:idle-time|level)|session-key|tfc-packets|validate-icmp-errors)\b/,
  /^(?:crypto )?(?:ikev1|ikev2|isakmp) (?:am-disable|client|cookie-challenge|disconnect-notify|fragmentation|identity|invalid-spi-recovery|ipsec-over-tcp|keepalive|key|limit|log|notify|peer|redirect|reload-wait|remote-access)\b/,
  /^failover /,
  /^http (?:authentication-certificate|redirect|server (?:basic-auth-client|enable|idle-timeout|session-timeout|username-from-certificate)|tcp-inspect)\b/,
  /^http \S+ \S+$/,
  /^interface \S+ \S+/,
  /^ip (?:as-path|audit|community-list|prefix-list|verify)\b/,
  /^ip address /,
  /^logging (?:asdm|asdm-buffer-size|buffered|class|console|debug-trace|emblem|enable|facility|flash-bufferwrap|flash-maximum-allocation|flash-minimum-free|flow-export-syslogs|from-address|ftp-bufferwrap|ftp-server|history|host|list|mail|monitor|queue|rate-limit|recipient-address|reliable|savelog|trap)\b/,
  /^ntp (?:authenticate|authentication-key|trusted-key)\b/,
  /^object service /,
  /^object-group (?:icmp-type|network-service|protocol|security|service|user) /,
  /^snmp-server (?:community|contact|cpu|group|host|host-group|listen-port|location|map-users|user|user-list)\b/,
  /^snmp-server enable(?: (?:oid|traps)\b|$)/,
  /^ssh (?:cipher|disconnect|key-exchange|pubkey-chain|scopy|stack|stricthostkeycheck|timeout|version)\b/,
  /^ssh \S+ \S+$/,
  /^telnet (?:timeout \d+|\S+ \S+)$/,
  /^vpdn (?:enable|group)\b/,
  /^vpngroup \S+ (?:device-pass-through|secure-unit-authentication|user-idle-timeout)\b/,
];

/** The same within sections; sections that are not named here may hold anything. */
export const passedBelow: Readonly<Partial<Record<Section, readonly RegExp[]>>> = {
  'group-policy': [
    /^(?:always-on-vpn|anyconnect-custom|auto-signon|backup-servers|client-bypass-protocol|gateway-fqdn|intercept-dhcp)\b/,
    /^(?:ipv6-split-tunnel-policy|ipv6-vpn-filter|leap-bypass|msie-proxy|nac|nac-settings|nac-default-acl|nac-reval-period)\b/,
    /^(?:nac-sq-period|periodic-authentication|scep-forwarding-url|security-group-tag|smartcard-removal-disconnect)\b/,
    /^(?:split-tunnel-all-dns|tunnel-group-lock|user-authentication-idle-timeout|vlan|vpn-nac-exempt|webvpn)\b/,
  ],
  'ike-policy': [/^additional-key-exchange\d /],
  'ipsec-proposal': [],
  object: [/^(?:description|fqdn)\b/, /^subnet \S*:\S*$/],
  'object-group': [/^description\b/, /^network-object \S*:\S*$/],
  'tunnel-group': [
    /^(?:annotation|authorization-dn-attributes|csd hostscan-bypass|ikev1 radius-sdi-xauth|isakmp radius-sdi-xauth|nac-authentication-server-group)\b/,
    /^(?:ikev2 (?:mobike-rrc|rsa-sig-hash)|hic-fail-group-policy|override-account-disable|radius-sdi-xauth|secondary-color|secondary-text-color)\b/,
    /^(?:external-browser|virtual-template)\b/,
  ],
  username: [
    /^(?:memberof|ssh authentication|vlan|vpn-framed-ipv6-address|webvpn)\b/,
    /^(?:ipv6-vpn-filter|periodic-authentication|security-group-tag|split-tunnel-all-dns)\b/,
  ],
};
