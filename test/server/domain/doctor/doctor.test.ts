import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { readConfiguration } from '../../../../collectors/show/configuration.ts';
import { diagnose, rows, type Diagnosis } from '../../../../server/domain/doctor/doctor.ts';
import type { Arrival, Finding, Touched } from '../../../../server/domain/doctor/finding.ts';

const golden = 'test/golden/doctor';
const cases = readdirSync(golden).sort();

function diagnosed(name: string): Diagnosis {
  const { configuration } = readConfiguration(readFileSync(`${golden}/${name}/input.txt`, 'utf8'));
  return diagnose(configuration, told(name, 'arrival') as Arrival | undefined, told(name, 'live') as Touched[] | undefined); // prettier-ignore
}

function told(name: string, what: string): unknown {
  const path = `${golden}/${name}/${what}.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** A finding as the golden cases have it: what its row says in any case is left out. */
function short({ id, severity, subject, evidence, verified, touches, mend }: Finding): object {
  return {
    id,
    severity,
    ...(subject !== undefined && { subject }),
    evidence: evidence.map(({ line }) => line),
    ...(!verified && { verified }),
    ...(touches && { touches }),
    mend: mend.how === 'commands' ? mend.commands : 'no safe fix: migrate',
  };
}

describe('the doctor', () => {
  for (const name of cases) {
    it(`finds what the golden case ${name} says`, () => {
      assert.deepEqual(diagnosed(name).findings.map(short), told(name, 'expected'));
    });
  }

  it('has a golden case for each row', () => {
    const found = new Set(cases.flatMap((name) => (told(name, 'expected') as { id: string }[]).map(({ id }) => id)));
    assert.deepEqual(
      rows.map(({ id }) => id).filter((id) => !found.has(id)),
      [],
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  });

  it('tells a secret to nobody', () => {
    for (const name of cases) assert.ok(!JSON.stringify(diagnosed(name)).includes('canary'), name);
  });

  it('says nothing of what an excerpt does not tell of', () => {
    const { findings, notChecked } = diagnose(readConfiguration('hostname edge').configuration);
    assert.deepEqual(findings, []);
    assert.ok(notChecked.includes('logging-no-host'));
  });

  it('never takes from other log servers what they get, nor locks anybody out', () => {
    const lines = cases.flatMap((name) => {
      const before = readFileSync(`${golden}/${name}/input.txt`, 'utf8').split('\n');
      return diagnosed(name).findings.flatMap(({ mend }) =>
        mend.how === 'commands' ? mend.commands.map((line) => ({ name, line, before, all: mend.commands })) : [],
      );
    });
    assert.ok(lines.length > 50);
    for (const { name, line, before, all } of lines) {
      assert.doesNotMatch(line, /^\s*(?:no )?aaa |^\s*no (?:ssh|http|username|logging (?!hide))|^clear |^write /, name);
      if (!line.startsWith('logging trap ')) continue;
      // A list that is in force is added to; a level in force is the first line of the new list.
      const [, trap] = /^logging trap (\S+)/.exec(before.find((one) => one.startsWith('logging trap ')) ?? '') ?? [];
      assert.ok(trap === undefined || all[0] === `logging list VPNMON level ${trap}`, name);
      assert.ok(!before.some((one) => one.startsWith(line.replace('trap', 'list'))), name);
    }
    const noTelnet = lines.filter(({ line }) => line.startsWith('no telnet'));
    for (const { line, before } of noTelnet) assert.ok(before.includes(line.replace('no telnet', 'ssh')));
  });

  it('names a list that is free for what it adds', () => {
    const text = 'logging enable\nlogging timestamp\nlogging list VPNMON level alerts\nlogging trap 5\nlogging host inside 10.0.0.9\n'; // prettier-ignore
    const [found] = diagnose(readConfiguration(text).configuration).findings;
    assert.ok(found?.mend.how === 'commands');
    assert.equal(found.mend.commands[0], 'logging list VPNMON2 level notifications');
    assert.equal(found.mend.commands.at(-1), 'logging trap VPNMON2');
  });

  // Those whose commands need nothing put in.
  for (const name of [
    'aggressive-mode-no-clients',
    'logging-hidden-names',
    'logging-message-off',
    'logging-no-timestamp',
    'logging-off',
    'logging-omits-ikev2',
    'logging-omits-level',
    'logging-omits-list',
    'logging-rate-limit',
    'logging-tcp-hostdown',
    'names-used',
    'nat-t-off-7.0',
    'nat-t-off-told',
    'password-storage',
    'pools-off',
    'snmp-no-vpn-traps',
    'sysopt-permit-ipsec',
    'sysopt-permit-vpn',
    'xauth-off',
    'xauth-off-8.4',
  ]) {
    it(`finds no more in ${name} once its commands were typed`, () => {
      const typed = diagnosed(name).findings.flatMap(({ mend }) => (mend.how === 'commands' ? mend.commands : []));
      const text = `${readFileSync(`${golden}/${name}/input.txt`, 'utf8')}${typed.join('\n')}\nhostname edge\n`;
      const after = diagnose(readConfiguration(text).configuration).findings.map(({ id }) => id);
      const before = new Set(diagnosed(name).findings.map(({ id }) => id));
      assert.deepEqual(
        after.filter((id) => before.has(id)),
        [],
      );
    });
  }
});
