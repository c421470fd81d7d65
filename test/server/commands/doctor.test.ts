import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

import { doctor } from '../../../server/commands/doctor.ts';
import { UsageFault } from '../../../server/commands/fault.ts';

const folder = mkdtempSync(join(tmpdir(), 'tw-'));

function file(text: string): string {
  const path = join(folder, 'config.txt');
  writeFileSync(path, text);
  return path;
}

async function run(path: string, json = false): Promise<{ readonly critical: boolean; readonly out: string }> {
  const lines: string[] = [];
  const critical = await doctor(path, json, (line) => void lines.push(line));
  return { critical, out: lines.join('\n') };
}

describe('tunnelwatch doctor', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('tells of the lab’s missing policy, its lines, and the commands that mend it', async () => {
    const { critical, out } = await run('test/golden/doctor/lab/input.txt');
    assert.equal(critical, true);
    assert.match(out, /^lab-edge, ASA Version 7\.2\(2\): 3 critical, 3 warnings, 5 notes\n/);
    assert.match(out, /\nCRITICAL {2}A group policy is named that does not exist: hillvalleyvpn {2}\[policy-missing\]\n {2}line \d+: default-group-policy hillvalleyvpn\n {2}line \d+: group-policy hillvalleyvpn1 internal\n/); // prettier-ignore
    assert.match(out, /\n {6}tunnel-group hillvalleyvpn general-attributes\n {7}default-group-policy hillvalleyvpn1\n/);
    assert.match(out, /No safe fix: migrate to /);
    assert.match(out, /default by release, not verified/);
    assert.doesNotMatch(out, /canary/);
  });

  it('says what the README shows', async () => {
    const { out } = await run('test/golden/doctor/lab/input.txt');
    const [, sample = ''] = /```\n(lab-edge, [^`]*)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    assert.ok(sample.split('\n').length > 10);
    for (const line of sample.split('\n')) assert.ok(out.includes(line), line);
  });

  it('prints the same as JSON', async () => {
    const { critical, out } = await run('test/golden/doctor/lab/input.txt', true);
    const read = JSON.parse(out) as { version: string; whole: boolean; findings: { id: string }[]; notChecked: string[] }; // prettier-ignore
    assert.equal(critical, true);
    assert.deepEqual([read.version, read.whole, read.findings.length, read.notChecked], ['ASA Version 7.2(2)', true, 11, []]); // prettier-ignore
  });

  it('says of an excerpt what it could not check, and is content with one that is right', async () => {
    const { critical, out } = await run('test/golden/doctor/logging-tcp-permitted/input.txt');
    assert.equal(critical, false);
    assert.match(out, /0 critical, 0 warnings, 0 notes\nThis is not the whole configuration/);
    assert.match(out, /Not checked, since the file does not tell: .*xauth-off/s);
  });

  it('takes nothing for a configuration that is none', async () => {
    for (const text of ['', 'Dear doc,\nnames\nare not enough.\n'.padEnd(900, 'more\n'), '\u0000\u0001']) {
      await assert.rejects(run(file(text)), (fault) => fault instanceof UsageFault && /not a running config/.test(fault.message)); // prettier-ignore
    }
    await assert.rejects(run(join(folder, 'gone.txt')), UsageFault);
    await assert.rejects(run(folder), UsageFault);
    for (const name of readdirSync('test/golden/syslog').slice(0, 20)) {
      await assert.rejects(run(`test/golden/syslog/${name}/input.log`), UsageFault, name);
    }
    await assert.rejects(run('README.md'), UsageFault);
  });

  it('tells of lines that it cannot use, and is silent of those of other commands', async () => {
    const text = 'ASA Version 9.1(7)\nip local pool p 10.0.0.9-10.0.0.1\nrouter ospf 1\n network 10.0.0.0 255.0.0.0 area 0\nlogging wobble 1\n: end\n'; // prettier-ignore
    const { out } = await run(file(text));
    assert.match(out, /\nLines that could not be used:\n {2}line 2: the range ends before it begins: ip local pool p 10\.0\.0\.9-10\.0\.0\.1(?:\n\n|$)/); // prettier-ignore
    assert.doesNotMatch(out, /not known/);
  });

  it('shows what could steer a terminal instead of sending it', async () => {
    const { out } = await run(file('username \u001b[2Jx nopassword\nnames\n'));
    assert.doesNotMatch(out, /\u001b/);
    assert.ok(out.includes('\\u{1b}[2Jx'));
  });

  it('reads a file with carriage returns and a pager', async () => {
    const text = readFileSync('test/golden/doctor/lab/input.txt', 'utf8').replaceAll('\n', '\r\n');
    assert.match((await run(file(text))).out, /3 critical, 3 warnings, 5 notes/);
  });
});
