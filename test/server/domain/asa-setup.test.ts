import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plan } from '../../../collectors/show/plan.ts';
import { readConfiguration } from '../../../collectors/show/configuration.ts';
import {
  agentLines,
  formLines,
  pollLevels,
  privilegeLines,
  readWords,
  switchedTraps,
  syslogLines,
  takesPort,
  transportsOf,
  userLines,
  type InForce,
  type SetupAsk,
} from '../../../server/domain/asa-setup.ts';
import { diagnose } from '../../../server/domain/doctor/doctor.ts';
import { readRelease, type Release } from '../../../server/domain/release.ts';

const releases = ['PIX Version 6.3(5)', 'PIX Version 7.0(4)', 'ASA Version 7.2(4)', 'ASA Version 8.0(2)', 'ASA Version 8.2(5)', 'ASA Version 8.4(4)', 'ASA Version 9.1(7)', 'ASA Version 9.10(1)', 'ASA Version 9.16(4)', 'ASA Version 9.20(2)']; // prettier-ignore

function release(version: string): Release {
  const read = readRelease(version);
  assert.ok(read !== undefined, version);
  return read;
}

function ask(version: string, own: Partial<SetupAsk> = {}): SetupAsk {
  const us = { interface: 'inside', address: '172.16.1.50', port: 5514, trapPort: 1162 } as const;
  return { release: release(version), ...us, transport: 'udp', inForce: 'none', ...own };
}

/** A configuration that has what was there before, and then what was pasted. */
function pasted(version: string, before: readonly string[], lines: readonly string[]) {
  const text = [version, 'hostname HV-ASA', ...before, ...lines, ': end', ''].join('\n');
  return readConfiguration(text);
}

const inForces: readonly (readonly [InForce, readonly string[]])[] = [
  ['none', []],
  [3, ['logging enable', 'logging trap errors', 'logging host inside 10.0.0.9']],
  [6, ['logging enable', 'logging trap informational', 'logging host inside 10.0.0.9']],
  [
    { list: 'SIEM' },
    ['logging enable', 'logging list SIEM level warnings', 'logging trap SIEM', 'logging host inside 10.0.0.9'],
  ],
];

describe('the lines for an ASA', () => {
  for (const version of releases) {
    for (const [inForce, before] of inForces) {
      for (const transport of transportsOf(release(version))) {
        const what = `${version} by ${transport} with ${JSON.stringify(inForce)} in force`;
        it(`leave the doctor nothing to say of logging: ${what}`, () => {
          const asked = ask(version, { inForce, transport });
          const lines = [...syslogLines(asked), ...formLines(asked.release)];
          const read = pasted(version, before, lines);
          assert.deepEqual(read.unused, [], 'every line is read');
          const { logging } = read.configuration;
          assert.deepEqual(logging.hosts.at(-1)?.transport, transport);
          const { findings, notChecked } = diagnose(read.configuration, { transport });
          assert.deepEqual(
            findings.filter(({ id }) => id.startsWith('logging-')).map(({ id, seen }) => [id, seen]),
            [],
          );
          assert.deepEqual(notChecked, []);
        });
      }
    }
  }

  it('take nothing from other log servers: what is in force stays, in a list of that name or as the first line of a new one', () => {
    const level = syslogLines(ask('ASA Version 9.16(4)', { inForce: 3 }));
    assert.deepEqual(level.slice(0, 2), ['logging enable', 'logging list VPNMON level errors']);
    assert.ok(level.includes('logging trap VPNMON'));
    const listed = syslogLines(ask('ASA Version 9.16(4)', { inForce: { list: 'SIEM' } }));
    assert.ok(listed.includes('logging list SIEM message 750001-752017'));
    assert.ok(!listed.some((line) => line.startsWith('logging trap') || line.startsWith('no ')));
    // What passes all passes ours.
    const whole = syslogLines(ask('ASA Version 9.16(4)', { inForce: 7 }));
    assert.deepEqual(whole, ['logging enable', 'logging host inside 172.16.1.50 udp/5514']);
    const old = syslogLines(ask('PIX Version 6.3(5)', { inForce: 7 }));
    assert.deepEqual(old, ['logging on', 'logging host inside 172.16.1.50 udp/5514']);
  });

  it('are those that each release knows', () => {
    const of = (version: string): string => syslogLines(ask(version)).join('\n');
    assert.match(of('PIX Version 6.3(5)'), /^logging on\nlogging trap informational\nlogging host inside/);
    assert.doesNotMatch(of('ASA Version 7.2(4)'), /737001|750001|class svc|746012|733201/);
    assert.match(of('ASA Version 8.2(5)'), /class svc[^]*737001/);
    assert.doesNotMatch(of('ASA Version 8.2(5)'), /750001|746012/);
    assert.match(of('ASA Version 8.4(4)'), /750001-752017/);
    assert.doesNotMatch(of('ASA Version 9.10(1)'), /733201/);
    assert.match(of('ASA Version 9.16(4)'), /733201/);
    assert.deepEqual(formLines(release('9.1(7)'))[0], 'logging timestamp');
    assert.deepEqual(formLines(release('9.10(1)'))[0], 'logging timestamp rfc5424');
    assert.ok(!formLines(release('8.0(2)')).includes('no logging hide username'));
  });

  it('permit new connections while we are down, before a host over TCP or TLS is named', () => {
    for (const transport of ['tcp', 'tls'] as const) {
      const lines = syslogLines(ask('ASA Version 9.16(4)', { transport, port: 6514 }));
      assert.deepEqual(lines.slice(-2), ['logging permit-hostdown', `logging host inside 172.16.1.50 tcp/6514${transport === 'tls' ? ' secure' : ''}`]); // prettier-ignore
    }
    assert.deepEqual(transportsOf(release('PIX Version 6.3(5)')), ['udp'], 'it cannot be told to go on');
    assert.deepEqual(transportsOf(release('7.2(4)')), ['udp', 'tcp']);
  });

  it('name no port that an ASA refuses without saying so', () => {
    assert.deepEqual([514, 1024, 1025, 65_535, 65_536].map((port) => takesPort('udp', port)), [true, false, true, true, false]); // prettier-ignore
    assert.equal(takesPort('tcp', 514), false);
    assert.equal(syslogLines(ask('9.16(4)', { port: 514 })).at(-1), 'logging host inside 172.16.1.50');
  });

  it('say the same when they are pasted twice', () => {
    for (const version of releases) {
      const lines = syslogLines(ask(version));
      const once = pasted(version, [], lines).configuration.logging;
      const twice = pasted(version, [], [...lines, ...lines]).configuration.logging;
      assert.deepEqual([twice.trap?.value, twice.enabled?.value], [once.trap?.value, once.enabled?.value]);
      assert.equal(new Set(lines).size, lines.length, version);
    }
  });

  it('have SNMP answer in the best way that the release speaks, and trap what it knows', () => {
    const of = (version: string): string => agentLines(ask(version)).join('\n');
    assert.equal(of('PIX Version 6.3(5)'), '');
    assert.equal(
      of('ASA Version 8.0(2)'),
      'snmp-server host inside 172.16.1.50 community COMMUNITY version 2c udp-port 1162',
    );
    assert.match(of('ASA Version 9.1(7)'), /auth sha PASSPHRASE priv aes 128 PASSPHRASE/);
    assert.match(of('ASA Version 9.16(4)'), /auth sha256 PASSPHRASE[^]*host inside 172\.16\.1\.50 version 3 tunnelwatch udp-port 1162$/); // prettier-ignore
    assert.ok(!switchedTraps(ask('8.2(5)')).join('\n').includes('warmstart'));
    for (const version of releases.slice(1)) {
      const asked = ask(version);
      const { configuration } = pasted(version, [], [...agentLines(asked), ...switchedTraps(asked)]);
      const snmp = diagnose(configuration).findings.filter(({ id }) => id === 'snmp-no-vpn-traps');
      assert.deepEqual(snmp, [], version);
    }
  });

  it('let a user of level 5 give every command that is sent, but for the configuration', () => {
    const sent = new Set(plan.map(({ command }) => command.split(' ')[1] ?? ''));
    sent.delete('running-config');
    assert.deepEqual([...sent].sort(), [...readWords]);
    assert.equal(privilegeLines.length, readWords.length);
    assert.deepEqual(pollLevels(release('PIX Version 6.3(5)')), []);
    assert.deepEqual(pollLevels(release('9.1(7)')), ['full']);
    const lines = userLines(ask('9.16(4)'), 'least');
    assert.deepEqual(lines, ['username tunnelwatch password PASSWORD privilege 5', 'ssh 172.16.1.50 255.255.255.255 inside']); // prettier-ignore
  });
});
