import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { readConfiguration } from '../../../../collectors/show/configuration.ts';
import { diagnose, rows } from '../../../../server/domain/doctor/doctor.ts';
import type { Arrival } from '../../../../server/domain/doctor/finding.ts';

const text = readFileSync('test/golden/doctor/healthy/input.txt', 'utf8');
const arrival = JSON.parse(readFileSync('test/golden/doctor/healthy/arrival.json', 'utf8')) as Arrival;
const found = (config: string): readonly string[] => [...new Set(diagnose(readConfiguration(config).configuration, arrival).findings.map(({ id }) => id))].sort(); // prettier-ignore

/** What each change to a healthy configuration makes of it: the line, what takes its place, and the findings, no more and no less. */
const changes: readonly (readonly [from: string, to: string, ids: readonly string[]])[] = [
  ['logging enable\n', '', ['logging-off']],
  ['logging host inside 10.1.0.50 udp/5514\nlogging host inside 10.1.0.51 tcp/1470\n', '', ['logging-no-host']],
  ['logging list VPNMON level informational class auth\n', '', ['logging-omits']],
  ['logging list VPNMON level informational class webvpn\n', '', ['logging-omits']],
  ['logging list VPNMON message 750001-752017\n', '', ['logging-omits-ikev2']],
  ['logging permit-hostdown\n', '', ['logging-tcp-hostdown']],
  ['no logging hide username', 'logging hide username', ['logging-hidden-names']],
  ['logging timestamp rfc5424\n', '', ['logging-no-timestamp']],
  ['logging trap VPNMON\n', 'logging trap VPNMON\nno logging message 113019\n', ['logging-message-off']],
  ['default-group-policy engineers', 'default-group-policy engineer', ['policy-missing']],
  [' address-pool engineers\n', '', ['group-no-pool']],
  [' address-pool engineers\n', ' address-pool engineerz\n', ['pool-missing']],
  ['password-storage disable', 'password-storage enable', ['password-storage']],
  [' split-tunnel-network-list value SPLIT\n', '', ['split-no-list']],
  ['access-list SPLIT ', 'access-list SPLT ', ['split-no-list']],
  ['username doc password canary3 pbkdf2', 'username doc nopassword', ['user-nopassword']],
  ['10.99.0.1-10.99.0.254', '10.99.0.0-10.99.0.254', ['pool-edge']],
  ['10.99.0.1-10.99.0.254', '10.99.0.1-10.99.0.99', ['pool-small']],
  ['nat (inside,outside) source', '! nat (inside,outside) source', ['pool-no-nat-exemption']],
  ['snmp-server enable traps ipsec start stop\n', '', ['snmp-no-vpn-traps']],
  ['sysopt connection permit-vpn', 'no sysopt connection permit-vpn', ['sysopt-permit-vpn']],
  ['asdm-7161.bin', 'asdm-504.bin', ['asdm-old']],
  ['no names\n', 'names\nname 10.1.0.9 clocktower\n', ['names-used']],
  ['ssh 10.1.0.0 255.255.255.0 inside', 'telnet 10.1.0.0 255.255.255.0 inside', ['telnet']],
  [' group 19', ' group 5', ['weak-dh']],
  ['set pfs group19', 'set pfs group2', ['weak-dh']],
  [
    ' encryption aes-gcm-256\n integrity null',
    ' encryption 3des\n integrity md5',
    ['weak-encryption', 'weak-hash-md5'],
  ],
];

describe('a configuration that is well', () => {
  it('has nothing that the doctor finds, though it is asked for all of it', () => {
    const { findings, notChecked } = diagnose(readConfiguration(text).configuration, arrival);
    assert.deepEqual(findings.map(({ id, evidence }) => ({ id, evidence })), []); // prettier-ignore
    assert.deepEqual(notChecked, []);
    assert.ok(rows.length >= 35);
  });

  for (const [from, to, ids] of changes) {
    it(`has that alone once its ${JSON.stringify(from.trim())} is ${JSON.stringify(to.trim())}`, () => {
      assert.ok(text.includes(from) || ids.length === 0, from);
      assert.deepEqual(found(text.replace(from, () => to)), ids);
    });
  }

  it('is not called ill for what arrives, but where that is so', () => {
    const { configuration } = readConfiguration(text);
    const ids = (told: Arrival) => diagnose(configuration, { ...arrival, ...told }).findings.map(({ id }) => id);
    assert.deepEqual(ids({ skewSeconds: -700 }), ['clock-skew']);
    assert.deepEqual(ids({ messageIds: [] }), ['nothing-arrives']);
    assert.deepEqual(ids({ capacity: 2500 }), []);
  });
});
