import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { StoredMessage } from '../../server/domain/batch.ts';
import { Intake } from '../../collectors/syslog/intake.ts';
import { parse } from '../../collectors/syslog/parse.ts';
import { withoutSecrets } from '../../collectors/syslog/commands.ts';
import { unpacked } from '../../server/domain/packed.ts';

/** Commands with a secret where `@` stands, as they are typed in full and as far as an ASA takes them abbreviated. */
const commands: readonly string[] = [
  ...['username marty password @', 'user marty pass @ privilege 15', 'us marty p @', 'enable password @', 'ena pass @'],
  ...['en p @ level 5', 'passwd @', 'pass @', 'no username marty password @ encrypted'],
  ...['pre-shared-key @', 'pre @', 'ikev1 pre-shared-key @', 'ikev2 remote-authentication pre-shared-key @'],
  ...['ikev2 rem pre @', 'ikev2 local pre-s @', 'tunnel-group hillvalleyvpn ipsec-attributes pre-shared-key @'],
  ...['isakmp key @ address 192.0.2.1', 'crypto isakmp key @ address 192.0.2.1', 'cry isa k @ address 192.0.2.1'],
  ...[
    'aaa-server radius1 (inside) host 10.0.0.5 @ timeout 5',
    'aaa-s radius1 (inside) h 10.0.0.5 @',
    'key @',
    'ke @',
    'k @',
  ],
  ...['aaa-server radius1 (inside) host 10.0.0.5 key @', 'radius-common-pw @', 'radius-com @'],
  ...['ldap-login-password @', 'ldap-login-pass @', 'no key @'],
  ...['snmp-server community @', 'snmp-server comm @', 'snmp-s com @', 'snmp-server host inside 10.0.0.9 @'],
  ...['snmp-s h inside 10.0.0.9 @', 'snmp-server host inside 10.0.0.9 community @ version 2c'],
  ...['snmp-s ho inside 10.0.0.9 p com @', 'snmp-server user nms group v3 auth sha @ priv aes 128 @'],
  ...['snmp-s us nms group v3 a sha @ p aes 128 @'],
  ...['failover key @', 'fail k @', 'failover ipsec pre-shared-key @', 'failover exec mate failover key @'],
  ...['ntp authentication-key 1 md5 @', 'ntp auth 1 md5 @', 'vpdn username marty password @', 'vpdn us marty pa @'],
  ...['vpngroup hillvalleyvpn password @', 'vpng hillvalleyvpn p @', 'policy-server-secret @', 'shared-secret @'],
  ...['copy ftp://marty:@@10.0.0.4/asa.cfg running-config', 'logging ftp-server 10.0.0.4 /logs marty @'],
  ...['test aaa-server authentication radius1 host 10.0.0.5 username marty password @', 'cluster key @'],
  ...['crypto ca import trust pkcs12 @', 'cry ca imp trust pkcs @', 'license smart register idtoken @'],
  ...['ospf message-digest-key 1 md5 @', 'neighbor 10.0.0.2 password @', 'activation-key @'],
  ...[
    'rip auth k @ key_id 1',
    'authentication key eigrp 100 @ key-id 1',
    'snmp-s h inside 10.0.0.9 p c @ v 2c',
    'pr @',
    'ra @',
  ],
  ...['cry is k @ ad 192.0.2.1', 'snmp-server host inside 10.0.0.9 poll @', 'tacacs-server key @', 'cl k @'],
];

/** How ASAs put a command into a message; `#` is the command. */
const messages: readonly string[] = [
  "<165>Jan 05 2026 12:00:00 asa01 : %ASA-5-111008: User 'enable_15' executed the '#' command.",
  "<165>%PIX-5-111008: User 'marty' executed the '#' command.",
  "<165>%ASA-5-111010: User 'admin', running 'CLI' from IP 172.16.1.60, executed '#'",
  "<167>%ASA-7-111009: User 'poller' executed cmd: #",
  "<165>%ASA-5-111990: User 'marty' executed the '#' command.",
  "r 'marty' executed the '#' command.",
];

const filled = (text: string, sign: string, held: string): string => text.replaceAll(sign, () => held);

/** What is stored of a line, as the database gets it. */
function stored(line: string): StoredMessage {
  const intake = new Intake({
    ...{
      admission: { known: [], room: 9, storing: { '192.0.2.1': 'all' } },
      firstMessage: 1,
      queueBytes: 1e6,
      now: () => 1,
    },
  });
  intake.receive(line, '192.0.2.1');
  const { rows, latest, unknown = [] } = intake.load();
  const [row] = unpacked(rows);
  assert.ok(row !== undefined);
  for (const text of [...latest.map(({ text }) => text), ...unknown.map(({ sample }) => sample)])
    assert.equal(text, row[6]);
  return row;
}

/** A secret as people make them, with something in it that stands nowhere else; one with an @ ends an address's part. */
const secret = fc
  .tuple(fc.stringMatching(/^[!-?A-~]{0,12}$/), fc.stringMatching(/^[!-?A-~]{0,12}$/))
  .map(([before, after]) => `${before}canary${after}`);

for (const message of messages) {
  test(`no secret of a command is stored: ${message}`, () => {
    fc.assert(
      fc.property(fc.constantFrom(...commands), secret, fc.boolean(), (command, planted, loud) => {
        const typed = command
          .replaceAll('@@', '@\u0000')
          .replaceAll('@', () => planted)
          .replaceAll('\u0000', '@');
        const line = filled(message, '#', loud ? typed.toUpperCase() : typed);
        const [, , , , , outcome, kept] = stored(line);
        assert.ok(!/canary/i.test(kept), kept);
        const begin = line.slice(0, line.indexOf('executed'));
        assert.ok(kept.startsWith(begin), 'who typed it, and where, stays');
        assert.ok(kept.endsWith(message.slice(message.indexOf('#') + 1)));
        assert.equal(parse(kept).outcome, outcome, 'it is read again as it was');
      }),
      { numRuns: 400 },
    );
    for (const command of commands) {
      const typed = command.replaceAll('@@', 'canary@').replaceAll('@', 'canary');
      const [, , , , , , kept] = stored(filled(message, '#', typed.replace('canarycanary', 'canary@')));
      assert.ok(!kept.includes('canary'), kept);
    }
  });
}

test('a command without a secret stays as it was typed', () => {
  for (const command of [
    ...['vpn-sessiondb logoff name marty', 'clear crypto isakmp sa', 'write memory', 'configure terminal', 'wr mem'],
    ...['clear aaa local user lockout username marty', 'no logging message 304001', 'dir disk0:/dap.xml'],
    ...['tunnel-group hillvalleyvpn general-attributes', 'username marty attributes', 'show running-config username'],
    ...['crypto isakmp policy 10', 'object-group service web', 'logging list VPNMON message 737001-737038'],
    ...[
      'aaa-server radius1 protocol radius',
      'aaa-server radius1 (inside) host 10.0.0.5',
      'no failover',
      'ping 10.0.0.5',
    ],
    ...[
      'snmp-server host inside 10.0.0.9',
      'snmp-server host inside 10.0.0.9 version 3 nms',
      'snmp-s h inside 10.0.0.9 p v 2c',
      'ntp server 10.0.0.9',
      'packet-tracer input outside icmp 10.0.0.1 8 0 10.0.0.2',
    ],
    ...['enable', 'exit', 'group-policy staff internal', 'address-pools value vpnpool', 'show crypto isakmp sa'],
  ])
    for (const message of messages) {
      const line = filled(message, '#', command);
      assert.equal(stored(line)[6], line);
    }
});

test('the hash of a password in 502101 and 502102 is not stored', () => {
  for (const line of [
    '<165>%ASA-5-502101: New user added to local dbase: Uname: marty Priv: 15 Encpass: canary/x',
    '<165>%ASA-5-502102: User deleted from local dbase: Uname: marty Priv: 15 Encpass: canary/x',
    'user added to local dbase: Uname: marty Priv: 15 Encpass: canary/x',
  ])
    assert.equal(stored(line)[6], line.replace('canary/x', '<removed>'));
});

test('messages that carry no command are not touched, whatever they say', () => {
  for (const line of [
    '%ASA-4-113019: Group = key x, Username = password x, IP = 10.10.10.50, Session disconnected. Session Type: IPsec, Duration: 0h:39m:20s, Bytes xmt: 4000, Bytes rcv: 2000, Reason: User Requested',
    '%ASA-6-302013: Built inbound TCP connection 1 for outside:key 1/1',
    'Failed password for root from 192.0.2.7',
  ])
    assert.equal(stored(line)[6], line);
});

test('any text: nothing throws, and what stands before the command stays', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const line = `%ASA-5-111008: User 'marty' executed the '${text}`;
      assert.ok(withoutSecrets(line, parse(line)).startsWith("%ASA-5-111008: User 'marty' executed the"));
    }),
    { numRuns: 3000 },
  );
  // Only that each ends: a pattern that backtracks would not, within the life of the test.
  for (const part of [
    'us ',
    'k',
    'aaa-s (',
    '((',
    'snmp-s u ',
    'pass',
    'md5 ',
    'en p',
    ' ',
    "executed the '",
  ] as const) {
    const line = `%ASA-5-111008: ${part.repeat(100_000 / part.length)}`;
    withoutSecrets(line, parse(line));
  }
});
