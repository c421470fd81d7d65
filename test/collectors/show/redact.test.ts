import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { lines, redact } from '../../../collectors/show/redact.ts';
import { readRunningConfig } from '../../../collectors/show/running-config.ts';

/** Every form of a secret in a configuration or a command log that we know; `@` is where the secret stands. */
const forms = [
  'enable password @ encrypted',
  'enable password @ level 5 pbkdf2',
  'passwd @ encrypted',
  'username marty password @ encrypted privilege 15',
  'username marty password @ nt-encrypted',
  ' pre-shared-key @',
  ' ikev1 pre-shared-key @',
  ' ikev2 remote-authentication pre-shared-key @',
  ' ikev2 local-authentication pre-shared-key @',
  'isakmp key @ address 192.0.2.1 netmask 255.255.255.255',
  'crypto isakmp key @ address 192.0.2.1',
  'crypto isakmp key 0 @ hostname peer.example no-xauth',
  'vpngroup hillvalleyvpn password @',
  'vpdn username marty password @ store-local',
  'aaa-server radius1 (inside) host 10.0.0.5 @ timeout 5',
  'aaa-server radius1 host 10.0.0.5 @',
  'aaa-server radius1 (inside) host 10.0.0.5 key @',
  ' key @',
  ' radius-common-pw @',
  ' ldap-login-password @',
  ' policy-server-secret @',
  ' shared-secret @',
  'failover key @',
  'failover key hex @',
  'failover ipsec pre-shared-key @',
  'cluster key @',
  'snmp-server community @',
  'snmp-server host inside 10.0.0.9 community @ version 2c',
  'snmp-server host inside 10.0.0.9 poll community @',
  'snmp-server host inside 10.0.0.9 @',
  'snmp-server user nms group v3 auth sha @ priv aes 128 @',
  'snmp-server user nms group v3 engineID 80000009fe encrypted auth md5 @ priv 3des @',
  'ntp authentication-key 1 md5 @',
  ' ospf authentication-key @',
  ' ospf message-digest-key 1 md5 @',
  ' area 0 virtual-link 10.0.0.2 message-digest-key 1 md5 @',
  ' authentication key eigrp 100 @ key-id 1',
  ' rip authentication key @ key_id 1',
  ' neighbor 10.0.0.2 password 7 @',
  ' key-string @',
  ' password @',
  'crypto ca import trust pkcs12 @',
  'crypto ca export trust pkcs12 @',
  'key config-key password-encryption @',
  'license smart register idtoken @',
  'activation-key @ 0x11111111 0x22222222',
  ' ssh authentication publickey @ hashed',
  'boot system tftp://marty:@@10.0.0.4/asa.bin',
  'auto-update server https://marty:@@updates.example/autoupdate/ verify-certificate',
  ' interval maximum 1; ddns http://marty:@@ddns.example/update',
  'logging ftp-server 10.0.0.4 /logs marty @',
  'tacacs-server key @',
  'cts import-pac disk0:/x password @',
  'test aaa-server authentication radius1 host 10.0.0.5 username marty password @',
  ' hidden-parameter token=@',
  '  Redirect URL : https://ise.example:8443/portal/gateway?portal=0d2e&action=cpp&token=@',
  "%ASA-5-111008: User 'enable_15' executed the 'username marty password @ encrypted' command.",
  "%ASA-5-111010: User 'enable_15', running 'CLI' from IP 10.0.0.1, executed 'snmp-server community @'",
  'password: @',
  'password=@',
  'ENABLE PASSWORD @',
] as const;

/** A secret as people and devices make them; without what would be a second word. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[!-?A-~]{0,12}$/),
    fc.stringMatching(/^canary[0-9a-f]{8}$/),
    fc.stringMatching(/^[!-?A-~]{0,12}$/),
  )
  .map((parts) => parts.join(''));

describe('redaction', () => {
  for (const form of forms) {
    it(`leaves nothing of the secret in: ${form}`, () => {
      fc.assert(
        fc.property(secret, fc.constantFrom('\n', '\r\n', '\r'), (planted, end) => {
          const line = form.replaceAll('@', () => planted).replace(planted + planted, () => `${planted}@`);
          const text = ['hostname asa01', line, 'ip local pool p 10.0.0.1-10.0.0.9'].join(end);
          assert.ok(!redact(text).includes('canary'), redact(text));
          assert.equal(lines(redact(text)).at(-1), 'ip local pool p 10.0.0.1-10.0.0.9');
          assert.ok(!JSON.stringify(readRunningConfig(text)).includes('canary'));
        }),
        { numRuns: 50 },
      );
    });
  }

  it('drops certificates, keys and PKCS #12 in hex, base64 and PEM', () => {
    const text = [
      'crypto ca certificate chain trust',
      ' certificate 5c3f3a5f',
      '    308201f3 3082015c a0030201 0202045c 3f3a5f30 0d06092a 864886f7 0d010105',
      '    05003020 3e311c30',
      '    1a06',
      '  quit',
      ' key-string',
      '  30820122 300d0609',
      '  quit',
      'crypto ca import trust pkcs12 canary',
      'MIIGjAIBAzCCBkYGCSqGSIb3DQEHAaCCBjcEggYzMIIGLzCCBisGCSqGSIb3DQEH',
      'BqCCBhwwg==',
      'quit',
      '-----BEGIN RSA PRIVATE KEY-----',
      'Proc-Type: 4,ENCRYPTED',
      '',
      'MIICXAIBAAKBgQ',
      '-----END RSA PRIVATE KEY-----',
      'hostname asa01',
    ].join('\n');
    const left = redact(text);
    for (const planted of ['308201f3', '3e311c30', '1a06', '30820122', 'canary', 'MIIG', 'BqCC', 'MIIC']) {
      assert.ok(!left.includes(planted), planted);
    }
    assert.equal(left.split('\n').at(-1), 'hostname asa01');
  });

  it('drops lines of bytes whose beginning is cut off', () => {
    const left = redact(
      '    308201f3 3082015c a0030201 0202045c\nMIIGjAIBAzCCBkYGCSqGSIb3DQEHAaCCBjcEggYzMIIGLzCCBis=\nhostname asa01',
    );
    assert.equal(left, '<removed>\n<removed>\nhostname asa01');
  });

  it('leaves alone what holds no secret', () => {
    const harmless = [
      'crypto isakmp policy 10',
      ' authentication pre-share',
      ' hash md5',
      ' integrity sha256 sha384',
      ' certificate-group-map rules 10 hillvalleyvpn',
      ' keypair trust.key 2048',
      ' password-storage enable',
      'ssh key-exchange group dh-group1-sha1',
      'no service password-recovery',
      'snmp-server host inside 10.0.0.9 version 3 nms',
      'crypto ipsec transform-set ESP-3DES-SHA esp-3des esp-sha-hmac',
      ' group-url https://vpn.example/staff enable',
      ' e-mail marty@hillvalley.example',
    ].join('\n');
    assert.equal(redact(harmless), harmless);
  });

  it('takes no longer on a hostile line than its length asks for', () => {
    // Only that each ends: a pattern that backtracks would not, within the life of the test.
    for (const part of ['/', '//', 'a-', 'key ', 'snmp-server user auth ', '"', '@', 'ab '] as const)
      redact(part.repeat(200_000 / part.length));
  });

  it('leaves nothing of the secrets in the golden configurations and in that of the lab', () => {
    const golden = readdirSync('test/golden/show').map((name) => `test/golden/show/${name}/input.txt`);
    for (const file of [...golden, 'test/asa/lab/running-config.txt']) {
      const text = readFileSync(file, 'utf8');
      const planted = text.match(/SECRET[\w-]+|canary[\w-]*|6XmYwQ009tiYnUDN|8Ry2YjIyt7RRXU24|2KFQnbNIdI.2KYOU/g) ?? [];
      const left = redact(text);
      const read = JSON.stringify(readRunningConfig(text));
      for (const secret of planted) assert.ok(!left.includes(secret) && !read.includes(secret), `${file}: ${secret}`);
    }
  });
});
