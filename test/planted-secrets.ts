/**
 * Every place where a configuration, a command that was logged, or other output has a secret; `@` is where it stands. What is indented
 * stands below the section before it. Written from Cisco's command reference, not from our tables of forms.
 */
const places = [
  'enable password @ encrypted',
  'enable password @ level 5 pbkdf2',
  'passwd @ encrypted',
  'password encryption aes',
  'key config-key password-encryption @',
  'username marty password @ encrypted privilege 15',
  'username docbrown password @ nt-encrypted privilege 0',
  'username einstein password @ mschap',
  'username jennifer password @ pbkdf2',
  'username marty attributes',
  ' ssh authentication publickey @ hashed',
  ' ssh authentication pkf @',
  'domain-name hillvalley.example',
  'interface Ethernet0/1',
  ' nameif inside',
  ' ospf authentication-key @',
  ' ospf message-digest-key 1 md5 @',
  ' authentication key eigrp 100 @ key-id 1',
  ' rip authentication key @ key_id 1',
  ' vpdn group isp ppp password @',
  'router ospf 1',
  ' area 0 virtual-link 10.0.0.2 authentication-key @',
  'router bgp 65000',
  ' neighbor 10.0.0.2 password 7 @',
  'bfd-template single-hop fast',
  ' authentication meticulous-sha-1 @ key-id 10',
  'key chain ROUTING',
  ' key 1',
  '  key-string 8 @',
  'ntp authentication-key 1 md5 @',
  'failover key @',
  'failover key hex @',
  'failover ipsec pre-shared-key @',
  'cluster group east',
  ' key @',
  'logging ftp-server 10.0.0.4 /logs marty @',
  'snmp-server community @',
  'snmp-server community 8 @',
  'snmp-server host inside 10.0.0.9 community @ version 2c',
  'snmp-server host inside 10.0.0.10 poll community @ version 2c udp-port 161',
  'snmp-server host inside 10.0.0.11 trap community 8 @',
  'snmp-server host inside 10.0.0.12 @',
  'snmp-server user nms staff v3 auth sha @ priv aes 128 @',
  'snmp-server user ops staff v3 engineID 80000009fe encrypted auth md5 @ priv 3des @',
  'aaa-server radius1 protocol radius',
  'aaa-server radius1 (inside) host 10.0.0.5 @ timeout 5',
  'aaa-server radius1 (inside) host 10.0.0.6',
  ' key @',
  ' radius-common-pw @',
  'aaa-server ldap1 protocol ldap',
  'aaa-server ldap1 (inside) host 10.0.0.7',
  ' ldap-login-password @',
  ' ldap-login-dn cn=reader,dc=hillvalley,dc=example',
  'aaa-server sso1 protocol http-form',
  'aaa-server sso1 (inside) host 10.0.0.8',
  ' hidden-parameter token=@',
  ' Redirect URL : https://ise.example/portal?action=cpp&token=@',
  'aaa-server tac1 (inside) host 10.0.0.13 key @',
  'tacacs-server key @',
  'radius-server key @',
  'dynamic-authorization port 1700 server-key @',
  'cts import-pac disk0:/x password @',
  'crypto isakmp key @ address 192.0.2.1 netmask 255.255.255.255',
  'isakmp key @ address 192.0.2.2',
  'crypto isakmp key 0 @ hostname peer.example no-xauth',
  'crypto ca trustpoint HILL',
  ' password @',
  ' enrollment url http://marty:@@ca.example/scep',
  ' crl configure',
  '  ldap-dn cn=admin,o=hillvalley @',
  'crypto ca import HILL pkcs12 @',
  'vpdn username marty password @ store-local',
  'vpngroup hillvalleyvpn password @',
  'vpnclient username marty password @',
  'vpnclient vpngroup hillvalleyvpn password @',
  'group-policy outside1 external server-group radius1 password @',
  'group-policy hill attributes',
  ' banner value the password: @',
  'tunnel-group hillvalleyvpn type remote-access',
  'tunnel-group hillvalleyvpn ipsec-attributes',
  ' pre-shared-key @',
  ' ikev1 pre-shared-key @',
  ' ikev2 remote-authentication pre-shared-key @',
  ' ikev2 local-authentication pre-shared-key hex @',
  'webvpn',
  ' http-proxy 10.0.0.14 8080 username marty password @',
  ' https-proxy 10.0.0.14 8080 username marty password 8 @',
  ' sso-server hill type siteminder',
  '  policy-server-secret @',
  'smtps',
  ' shared-secret @',
  'wccp web-cache password @',
  'license smart register idtoken @',
  'activation-key @ 0x11111111 0x22222222',
  'boot system tftp://marty:@@10.0.0.4/asa.bin',
  'auto-update server https://marty:@@updates.example/autoupdate/ verify-certificate',
  'ddns update method hill web update-url https://marty:@@ddns.example/nic/update',
  'prompt hostname context',
  'test aaa-server authentication radius1 host 10.0.0.5 username marty password @',
  "%ASA-5-111008: User 'enable_15' executed the 'username biff password @ encrypted' command.",
  "%ASA-5-111010: User 'enable_15', running 'CLI' from IP 10.0.0.1, executed 'snmp-server community @'",
  "Jan 01 2024 10:11:12 edge-lab : %ASA-5-111008: User 'enable_15' executed the 'tunnel-group x ipsec-attributes pre-shared-key @' command.",
] as const;

/** How secrets look: typed, long, with the signs and the words that rules for redaction stumble over, and hashed in four ways. */
const shapes: readonly ((mark: string) => string)[] = [
  (mark) => `${mark}Flux1985`,
  (mark) => `$sha512$5000$${mark}==$aB3+/${mark}==`,
  (mark) => `pa/ss@${mark};'*{]}~password=${mark}`,
  (mark) => `${mark}.-key-encrypted`,
];

/** A configuration from its first line to its last, and each secret that is in it. */
export interface Planted {
  readonly lines: readonly string[];
  readonly secrets: readonly string[];
}

/** Over 300 secrets, none of them twice. Whoever shows the mark of any, shows a secret. */
export function plantedSecrets(): Planted {
  const secrets: string[] = [];
  const grown = shapes.flatMap((shape) =>
    places.map((place) => {
      // A `@@` is a secret and the sign behind it.
      return place.replace(/@(?=@)|(?<!@)@(?!@)/g, () => {
        const mark = `canary${String(secrets.length).padStart(4, '0')}x`;
        secrets.push(mark);
        return shape(mark);
      });
    }),
  );
  return { lines: [': Saved', 'ASA Version 9.1(2)', 'hostname edge-lab', ...grown, ': end'], secrets };
}
